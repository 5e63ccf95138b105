"""What the law of the market gives for an order: each right with its own limits."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policy_gen.calendar import NEVER
from policy_gen.cover.sides import Voice
from policy_gen.decide.clock import Clock, Stretch
from policy_gen.decide.order import Limit, Order, Way, at_least, limit, open_ended, rolled
from policy_gen.decide.showing import shown
from policy_gen.deriving.floors import PAYERS, Laws
from policy_gen.deriving.joined import as_time
from policy_gen.deriving.jurisdiction import Jurisdiction, LegalRight, in_force
from policy_gen.durations import Duration, Event, Unit
from policy_gen.provenance import Term
from policy_gen.records.reasons import FAULTS, Reason
from policy_gen.records.rights import Bearer, Ground, NotTold
from policy_gen.records.vocabulary import Payer, Remedy

UNTIL_DELIVERY = Duration(0, 0, Unit.DAYS, Event.DELIVERY)
MONEY_BACK = (Remedy.REFUND,)
LASTS = "how long such an item should last"
SOON = "whether the customer told you of it within a reasonable time"
SAME_AS = {Reason.DELIVERED_NOT_RECEIVED: (Reason.DELIVERED_NOT_RECEIVED, Reason.LOST)}
"""A parcel that really isn't there is lost, whatever the carrier says."""
CARRIER = "what the carrier can show"
PLACE = "in which part of the market the customer lives"


def by_law(laws: Laws, order: Order, clock: Clock) -> Iterator[Way]:
    """Every way that the law of the order's market opens."""
    if order.market is None:
        return
    if order.is_choice:
        yield from _stopping(laws, order, clock)
    reasons = SAME_AS.get(order.returned_as, (order.returned_as,))
    # Of the laws of a group of places those of the customer's own come first.
    for law in sorted(laws.markets.get(order.market, ()), key=lambda law: law.id not in order.own_laws):
        for right in law.rights.values():
            if set(reasons) & set(right.reasons) and right.basis.holds(laws.day) and _is_there(law, right, order):
                if not _is_broken(law, right, order, clock, laws):
                    continue
                words = _words(law, right, laws)
                limits = tuple(
                    shown(_lasting(one, words, clock), law, clock, laws) for one in _limits(right, order, clock, laws)
                )
                values = {**_values(right, order, laws), "words": words}
                doubt = _doubt(right, order)
                yield Way(Voice.LAW, right.id, Term(right.id, right.basis), limits, values, doubt=doubt)


def _is_there(law: Jurisdiction, right: LegalRight, order: Order) -> bool:
    """Whether the customer has the right, given what the store told and handed over.

    What no page says, as it is there only for want of a page, is there by the law of the customer's own place alone.
    """
    return _is_for_all(right) or (not order.told and law.id in order.own_laws)


def _is_broken(law: Jurisdiction, right: LegalRight, order: Order, clock: Clock, laws: Laws) -> bool:
    """Whether the duty can be broken by now that a right stands on: a copy came too late, or so did the goods.

    Whether an order is late at all is asked elsewhere, and the answer waits for its day.
    """
    grace = right.value("broken_after", laws.day)
    if right.breach == "copy" and clock.at(Event.CONTRACT_DOCUMENT).is_known:
        return grace is not None and clock.end(grace.sure).last < clock.at(Event.CONTRACT_DOCUMENT).first
    if right.breach != "delivery" or grace is None or order.reason == Reason.LATE:
        return True
    # After the day that was agreed there is a grace; where none was agreed, the law's own time is all of it.
    agreed = clock.at(Event.ESTIMATED_DELIVERY).first
    longest = in_force(law.delivery.get("at_most", ()), laws.day)
    ends = [clock.plus(agreed, grace.sure), *([clock.end(longest.sure).first] if longest is not None else [])]
    return any(end < clock.on for end in ends)


def _is_for_all(right: LegalRight) -> bool:
    return right.ground is Ground.STATUTORY or right.breach == "delivery"


def _doubt(right: LegalRight, order: Order) -> str:
    """What else it hangs on whether the customer has a right."""
    if order.returned_as not in right.reasons:
        return CARRIER
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
    if not order.told and usual and right.not_told:
        longer = (_on_work(_longer(one, usual[0], clock), rolls, clock) for one in right.not_told)
        yield max(longer, key=lambda one: one.end.last.day)
    else:
        yield from usual
    soon = right.value("soon_enough", laws.day)
    if soon is not None:
        yield at_least(clock, soon, SOON)


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
    if said.longer_by:
        ends = (clock.plus(one, said.longer_by) for one in (usual.end.first, usual.end.last))
        end = Stretch(*ends)
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
