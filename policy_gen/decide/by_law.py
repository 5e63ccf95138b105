"""What the law of the market gives for an order: each right with its own limits."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from policy_gen.calendar import NEVER
from policy_gen.cover.sides import Voice
from policy_gen.decide.clock import Clock, Stretch
from policy_gen.decide.lateness import Delays
from policy_gen.decide.order import OPEN, SHUT, Gate, Limit, Order, Way, at_least, limit, open_ended, rolled
from policy_gen.decide.showing import shown
from policy_gen.deriving.floors import PAYERS, Laws
from policy_gen.deriving.joined import as_time
from policy_gen.deriving.jurisdiction import Jurisdiction, LegalRight, in_force
from policy_gen.durations import Duration, Event, Unit
from policy_gen.provenance import Term
from policy_gen.records.reasons import CHOICES, FAULTS, UNDELIVERABLE, Reason
from policy_gen.records.rights import Bearer, Ground, NotTold
from policy_gen.records.vocabulary import Payer, Remedy

UNTIL_DELIVERY = Duration(0, 0, Unit.DAYS, Event.DELIVERY)
UNTIL_DISPATCH = Duration(0, 0, Unit.DAYS, Event.DISPATCH)
MONEY_BACK = (Remedy.REFUND,)
LASTS = "how long such an item should last"
SOON = "whether the customer told you of it within a reasonable time"
DELAYED = (Reason.LATE, Reason.LOST)
SAME_AS = {
    Reason.DELIVERED_NOT_RECEIVED: (Reason.DELIVERED_NOT_RECEIVED, Reason.LOST),
    **{reason: (reason, *DELAYED) for reason in UNDELIVERABLE},
}
"""A parcel that really isn't there is lost, whatever the carrier says; and one that can't be handed over is late."""
DOUBTS = {
    Reason.DELIVERED_NOT_RECEIVED: "what the carrier can show",
    Reason.REFUSED: "why the customer refused it",
    Reason.WRONG_ADDRESS: "whether the parcel went to the address that the customer gave",
}
"""What else it hangs on where a parcel didn't get into the customer's hands."""
PLACE = "in which part of the market the customer lives"


def by_law(laws: Laws, order: Order, clock: Clock, delays: Delays) -> Iterator[Way]:
    """Every way that the law of the order's market opens."""
    if order.market is None:
        return
    if order.is_choice or order.reason in UNDELIVERABLE:
        yield from _stopping(laws, order, clock)
    # Of the laws of a group of places those of the customer's own come first.
    for law in sorted(laws.markets.get(order.market, ()), key=lambda law: law.id not in order.own_laws):
        for right in law.rights.values():
            if right.basis.holds(laws.day) and _is_there(law, right, order, clock, laws.day):
                gate = _gate(law, right, order, delays)
                # Who no longer wants an order has no use for a right that is not there yet.
                if gate is not None and (gate.is_open is not False or not order.is_choice):
                    yield _way(law, right, order, clock, laws, gate)


def _way(law: Jurisdiction, right: LegalRight, order: Order, clock: Clock, laws: Laws, gate: Gate) -> Way:
    words = _words(law, right, laws)
    limits = tuple(shown(_lasting(one, words, clock), law, clock, laws) for one in _limits(right, order, clock, laws))
    values = {**_values(right, order, laws), "words": words}
    return Way(
        Voice.LAW, right.id, Term(right.id, right.basis), (*limits, *_until_here(law, right, order, clock, laws.day)),
        values,
        stops=order.is_choice and _is_for_delay(right), doubt=_doubt(right, order), gate=gate,
        has_document=_starts_with_document(right),
    )  # fmt: skip


def _gate(law: Jurisdiction, right: LegalRight, order: Order, delays: Delays) -> Gate | None:
    """From when on a right is there for an order; None where it is about something else."""
    if set(SAME_AS.get(order.returned_as, (order.returned_as,))) & set(right.reasons):
        return _late(law, right, delays) if order.awaits_parcel else OPEN
    if order.is_choice and Reason.LATE in right.reasons:
        return _late(law, right, delays)
    # Who got goods too late may send them back for no reason at all.
    if order.reason == Reason.LATE and order.given.get(Event.DELIVERY) and CHOICES[0] in right.reasons:
        gates = [delays.gate(law, one) for one in law.rights.values() if Reason.LATE in one.reasons]
        # What came in time goes back for another reason, so here its time has neither begun nor ended.
        return next((gate for gate in gates[:1] if gate != SHUT), None)
    return None


def _late(law: Jurisdiction, right: LegalRight, delays: Delays) -> Gate:
    late = delays.gate(law, right)
    return replace(delays.last_date(law), term=late.term) if late.is_open else late


def _is_for_delay(right: LegalRight) -> bool:
    return bool(set(DELAYED) & set(right.reasons))


def _until_here(law: Jurisdiction, right: LegalRight, order: Order, clock: Clock, day: date | None) -> Iterator[Limit]:
    """That a right for goods that have not come ends with them: for who no longer wants them, or by the law.

    Where the law only asks that the order leaves in time, one that has left is not late any more.
    """
    if not _is_for_delay(right) or not (order.is_choice or order.reason in (Reason.LATE, *UNDELIVERABLE)):
        return
    ends, shipped = right.value("ends_with_delivery", day), in_force(law.delivery.get("shipping_is_enough", ()), day)
    if Reason.LATE in right.reasons and shipped is not None and shipped.value:
        yield limit(clock, shipped.made(UNTIL_DISPATCH, "until the order ships"))
    elif order.is_choice or (ends is not None and ends.value):
        basis = ends if ends is not None else Term(right.id, right.basis)
        yield limit(clock, basis.made(UNTIL_DELIVERY, "until the parcel arrives"))


def _is_there(law: Jurisdiction, right: LegalRight, order: Order, clock: Clock, day: date | None) -> bool:
    """Whether the customer has the right, given what the store told and handed over.

    What no page says, as it is there only for want of a page, is there by the law of the customer's own place alone.
    """
    if right.breach == "copy" and order.given.get(Event.CONTRACT_DOCUMENT) and not _is_too_late(right, clock, day):
        return False
    return _is_for_all(right) or (not order.told and law.id in order.own_laws)


def _is_too_late(right: LegalRight, clock: Clock, day: date | None) -> bool:
    """Whether the copy of the contract came after the time in which the law wants it, and so counts as none."""
    due = right.value("broken_after", day)
    return due is not None and clock.end(due.sure).last < clock.at(Event.CONTRACT_DOCUMENT).first


def _is_for_all(right: LegalRight) -> bool:
    return right.ground is Ground.STATUTORY or right.breach == "delivery"


def _doubt(right: LegalRight, order: Order) -> str:
    """What else it hangs on whether the customer has a right."""
    if _is_for_delay(right) and order.reason in DOUBTS:
        return DOUBTS[Reason(order.reason)]
    return PLACE if len(order.own_laws) > 1 and not _is_for_all(right) else ""


def _stopping(laws: Laws, order: Order, clock: Clock) -> Iterator[Way]:
    """Cancelling before the parcel arrives, where the law lets every customer do so."""
    for law in laws.markets.get(order.market or "", ()):
        if law.cancelling is not None and law.cancelling.value == "full":
            until = law.cancelling.made(UNTIL_DELIVERY, "until the parcel arrives")
            values = {
                "remedies": (law.cancelling.made(MONEY_BACK, "who pays for a stopped order gets the money back"),),
                "refunds_within": laws.each("refunds_within", order.stopping),
                "restocking_fee": laws.each("fee", order.stopping),
                "withhold_until": tuple(term for term in (laws.withheld(order.stopping),) if term is not None),
            }
            yield Way(Voice.LAW, "cancelling", law.cancelling, (limit(clock, until),), values, stops=True)


def _limits(right: LegalRight, order: Order, clock: Clock, laws: Laws) -> Iterator[Limit]:
    """The times that bind; longer ones, or none, where the store did not tell what it must."""
    window = right.value("within", laws.day)
    times = [window.made(one, "") if len(window.sure) > 1 else Term(one, window.origin) for one in window.sure
             if isinstance(one, Duration)] if window is not None else []  # fmt: skip
    rolls = right.value("rolls", laws.day)
    usual = [_on_work(limit(clock, time), rolls, clock) for time in times]
    document = order.given.get(Event.CONTRACT_DOCUMENT) if _starts_with_document(right) else None
    if document is not None:
        yield from (_on_work(_later_start(time, clock), rolls, clock) for time in times)
    elif not order.told and usual and right.not_told:
        longer = (_on_work(_longer(one, usual[0], clock), rolls, clock) for one in right.not_told)
        yield max(longer, key=lambda one: one.end.last.day)
    else:
        yield from usual
    soon = right.value("soon_enough", laws.day)
    if soon is not None:
        yield at_least(clock, soon, SOON)


def _starts_with_document(right: LegalRight) -> bool:
    return any(told.starts_after == "contract document" for told in right.not_told)


def _later_start(time: Term[Duration], clock: Clock) -> Limit:
    """The limit of a time that counts from the contract document where that came after the goods."""
    usual = limit(clock, time)
    late = limit(clock, time.made(replace(time.sure, event=Event.CONTRACT_DOCUMENT), "the document came later"))
    return late if usual.end.last.day < late.end.first.day else usual


def _on_work(limit: Limit, rolls: Term[str] | None, clock: Clock) -> Limit:
    return limit if rolls is None else rolled(clock, limit, rolls)


def _words(law: Jurisdiction, right: LegalRight, laws: Laws) -> tuple[Term[Any], ...]:
    """What the law says of the time in words that have no number."""
    window, guarantee = right.value("within", laws.day), in_force(law.guarantee.get("at_least", ()), laws.day)
    said = [window.made(word, "") for word in window.sure if isinstance(word, str)] if window is not None else []
    longer = in_force(law.guarantee.get("long_lived", ()), laws.day)
    lasting = [one for one in (guarantee, longer) if one is not None and (one is longer or isinstance(one.value, str))]
    found = [*said, *(lasting if set(right.reasons) & set(FAULTS) else [])]
    return tuple({str(term.value): term for term in found}.values())


def _lasting(limit: Limit, words: tuple[Term[Any], ...], clock: Clock) -> Limit:
    """A limit that is over, but not surely, where the law has words for a longer time, or one for long-lived goods."""
    if not words or limit.in_time is not False or limit.term.sure.event is not Event.DELIVERY:
        return limit
    ends = [clock.end(one.value).last if isinstance(one.value, Duration) else NEVER for one in words]
    end = Stretch(limit.end.first, max(ends, key=lambda moment: moment.day))
    in_time = clock.within(end)
    return replace(limit, end=end, in_time=in_time, lacking=(LASTS,) if in_time is None else ())


def _longer(said: NotTold, usual: Limit, clock: Clock) -> Limit:
    """The end of a time that runs longer, or not at all yet, because the customer was not told."""
    if said.longer_by and said.added_first:
        event = usual.term.sure.event or Event.DELIVERY
        end = clock.after(clock.after(clock.at(event), said.longer_by), usual.term.sure)
    elif said.longer_by:
        end = clock.after(usual.end, said.longer_by)
    elif said.at_most:
        end = clock.end(said.at_most.after(usual.term.sure.event or Event.DELIVERY))
    else:
        return open_ended(usual.term)
    in_time = clock.within(end)
    return Limit(usual.term, end, in_time, usual.lacking if in_time is None else ())


def _values(right: LegalRight, order: Order, laws: Laws) -> Mapping[str, tuple[Term[Any], ...]]:
    """What the right gives, by the page's names; `then` is for what comes if the first remedies don't help."""

    def said(name: str) -> tuple[Term[Any], ...]:
        term = right.value(name, laws.day)
        return () if term is None else (term,)

    first, remedies = said("first_remedies"), said("remedies")
    return {
        "remedies": first or remedies,
        "then": remedies if first else (),
        "return_postage": tuple(_payer(term, order) for term in said("return_postage")),
        "refunds_within": tuple(map(as_time, said("refunds_within"))),
        "withhold_until": said("withhold_until"),
        "restocking_fee": said("fee"),
        "exceptions": (Term(right.exceptions, right.basis),),
    }


def _payer(term: Term[Any], order: Order) -> Term[Payer]:
    if term.value is Bearer.CUSTOMER_IF_TOLD and not order.told:
        return term.made(Payer.STORE, "as the customer was not told of it before the order")
    return Term(PAYERS[term.sure], term.origin)
