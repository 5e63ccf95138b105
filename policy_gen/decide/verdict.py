"""The verdict on an order: entitled or not, to what, by which right, until when, and what the supplier owes for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policy_gen.calendar import NEVER, Calendar, Moment
from policy_gen.cover.sides import Voice
from policy_gen.decide.by_law import by_law
from policy_gen.decide.by_store import by_store, given_for, refused
from policy_gen.decide.claim import Claim, claim
from policy_gen.decide.clock import Clock, Stretch
from policy_gen.decide.lateness import Agreed, Delays, agreed
from policy_gen.decide.money import Refund, kept, payer, refund, remedies
from policy_gen.decide.order import SHUT, Gate, Order, Way
from policy_gen.deriving.exceptions import in_parts, of_both
from policy_gen.deriving.joined import left_out
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Event
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Payer, Remedy
from policy_gen.rules.given import Given

NO_DAY = "nothing says when it must arrive; ask with `lost` where it doesn't come at all"
IN_TIME = "it has come, and nothing calls it late; ask with `change_of_mind` whether it may go back"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an order is owed.

    `entitled` is None where it depends: on the facts in `lacking`, on the supplier's word where a way of `ways` asks
    for that, on whether what it `awaits` happens, by the day `opens` where there is one. `ways` are those that decide:
    all that hold, else all that may hold, else all that there were. `until` is None where there is no last day. `then`
    is what comes where the first remedies don't help, `notes` are what else must be known.
    """

    order: Order
    clock: Clock
    entitled: bool | None
    ways: tuple[Way, ...]
    lacking: tuple[str, ...]
    until: Stretch | None
    remedies: tuple[Remedy, ...]
    then: tuple[Remedy, ...]
    payer: Payer | None
    kept: Fee | None
    refund: Refund
    claim: Claim
    refused: Term[Reason] | None
    opens: Moment | None
    awaits: Event | None
    notes: tuple[str, ...] = ()


def decide(terms: Terms, order: Order, calendar: Calendar) -> Verdict:
    """The verdict on an order by the terms of its product; the laws of the order's market are among them."""
    given = given_for(terms)
    clock = order.clock(calendar)
    said = agreed(terms, order, clock)
    clock = estimated(said, order, clock)
    delays = Delays(order, clock, said, terms.laws.day)
    every = (*by_store(given, order, clock, delays), *by_law(terms.laws, order, clock, delays))
    entitled, ways = _held(every)
    awaited = _awaited(ways) if entitled is None else None
    if entitled is False:
        ways = tuple(_over(ways, order, clock))
    gets = () if entitled is False else ways
    then = [remedy for remedy in remedies(gets, "then") if remedy not in remedies(gets)]
    return Verdict(
        order=order,
        clock=clock,
        entitled=entitled,
        ways=ways,
        lacking=_lacking(ways) if entitled is None else (),
        until=latest(ways),
        remedies=remedies(gets),
        then=tuple(then),
        payer=payer(order, gets, clock),
        kept=kept(gets),
        refund=refund(order, gets, clock, is_due=all(way.gate.is_open for way in gets)),
        claim=claim(terms, order, clock),
        refused=refused(given, order),
        opens=awaited.opens if awaited else None,
        awaits=awaited.awaits if awaited else None,
        notes=(*_left_out(given, order, gets), *_notes(terms, order), *_asked_otherwise(ways, order, entitled)),
    )


def open_between(found: Verdict, others: Sequence[Verdict]) -> Verdict:
    """A verdict of which nobody knows whether it holds or one of some others: it hangs on when the order was placed.

    Its days are those that all of them have, and the claim is the one that must be made first.
    """
    every = (found, *others)
    by = [one.refund.by for one in every if one.refund.by is not None]
    ends = [one.until for one in every if one.until is not None]
    claims = [one.claim for one in every if one.claim.last is not None]
    return replace(
        found,
        entitled=None,
        lacking=tuple(dict.fromkeys(("ordered", *found.lacking))),
        until=_between(ends if len(ends) == len(every) else [*ends, Stretch(NEVER, NEVER)]) if ends else None,
        refund=replace(found.refund, by=_between(by) if by else None),
        claim=min(claims, key=lambda one: one.last.day if one.last else NEVER.day, default=found.claim),
    )


def _between(ends: Sequence[Stretch]) -> Stretch:
    return Stretch(min(end.first for end in ends), max(end.last for end in ends))


def _left_out(given: Given, order: Order, ways: Sequence[Way]) -> Iterator[str]:
    """The goods for which it is not so: those that every way leaves out, the store's as the supplier has them."""
    returning = [way for way in ways if not way.stops] if order.is_choice else []
    excluded = given.published("not_returnable").known or ()
    by_store = any(way.voice is Voice.STORE for way in returning)
    laws = [term.sure for way in returning for term in way.values.get("exceptions", ())]
    if laws:
        exceptions = of_both(excluded, left_out(laws)) if by_store else left_out(laws)
        parts = in_parts(exceptions)
        always, provided = (
            (parts[name].sure if name in parts else ()) for name in ("exceptions", "exceptions_only_if")
        )
        said = [", ".join(map(_words, some)) for some in (always, *((one,) for one in provided)) if some]
    else:
        said = [", ".join(map(_words, excluded))] if by_store and excluded else []
    if said:
        yield f"not for {'; '.join(said)}"


def _words(goods: object) -> str:
    return str(goods).replace("_", " ")


def _notes(terms: Terms, order: Order) -> Iterator[str]:
    """What must be known of the law beside the verdict."""
    if not terms.laws.markets.get(order.market or ""):
        yield f"no law of {order.market} is known"
    elif not order.is_sold_to:
        yield f"`sells_to` doesn't name {order.market}, so your page is silent on its law"


def _asked_otherwise(ways: Sequence[Way], order: Order, entitled: bool | None) -> Iterator[str]:
    """What else would be worth a question, where the answer is no."""
    if entitled is not False:
        return
    if order.reason == Reason.LATE:
        has_come = order.given.get(Event.DELIVERY) is not None
        yield from [IN_TIME if has_come else NO_DAY] if not (has_come and ways) else ()
    if order.told and any(way.has_document for way in ways) and Event.CONTRACT_DOCUMENT not in order.given:
        yield "where the contract document came after the goods, ask again with `--when contract=`"


def _held(every: Sequence[Way]) -> tuple[bool | None, tuple[Way, ...]]:
    """Whether the customer is entitled, and the ways that decide it."""
    holding = tuple(way for way in every if way.holds)
    possible = tuple(way for way in every if way.holds is None)
    if holding:
        return True, holding
    return (None, possible) if possible else (False, tuple(every))


def _over(ways: Sequence[Way], order: Order, clock: Clock) -> Iterator[Way]:
    """The ways that an order had: once the goods are there nobody stops it, and what never began is not over."""
    is_here = not clock.on < clock.at(Event.DELIVERY).last
    yield from (way for way in ways if way.gate != SHUT and not (is_here and way.stops))


def _awaited(ways: Sequence[Way]) -> Gate | None:
    """What may still open a way, the soonest first; None where nothing does."""
    gates = [way.gate for way in ways if way.gate.awaits is not None]
    return min(gates, key=lambda gate: (gate.opens or NEVER).day, default=None)


def _lacking(ways: Sequence[Way]) -> tuple[str, ...]:
    """The facts on which it hangs."""
    return tuple(dict.fromkeys(name for way in ways for name in way.lacking))


def latest(ways: Sequence[Way]) -> Stretch | None:
    """The end of the way that lasts longest; None where one has no last day."""
    ends = [end for way in ways if (end := way.end) is not None]
    if len(ends) < len(ways) or not ends:
        return None
    return max(ends, key=lambda end: (end.last.day, end.first.day))


def estimated(said: Agreed, order: Order, clock: Clock) -> Clock:
    """The clock that knows the estimated day of delivery as the page reckons it, where nobody gave another one."""
    if order.given.get(Event.ESTIMATED_DELIVERY) or said.comes is None or said.travels is None:
        return clock
    shipped = clock.at(Event.DISPATCH)
    latest = clock.after(shipped, said.travels.sure).last
    # As long as nobody knows when it ships, the day counts from the last one on which it should.
    end = Stretch(latest, latest) if shipped.is_known else said.comes
    return replace(clock, events={**clock.events, Event.ESTIMATED_DELIVERY: end})
