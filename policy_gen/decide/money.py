"""The money of an order: when it must be back, who pays the way back, and what may be kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy_gen.calendar import NEVER
from policy_gen.cover.gaps import MONEY, NOTHING_COMES_BACK
from policy_gen.decide.clock import Clock, Stretch
from policy_gen.decide.order import NOT_THERE, Order, Way
from policy_gen.deriving.comparison import FEE, TIME
from policy_gen.deriving.joined import AXES, best_of
from policy_gen.durations import BACK, WITHOUT_DELAY, Duration, Event
from policy_gen.provenance import Term
from policy_gen.records.reasons import FAULTS
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Payer, Remedy, SendBack

PAID = {*MONEY, Remedy.PARTIAL_REFUND} - {Remedy.STORE_CREDIT}


@dataclass(frozen=True, slots=True)
class Refund:
    """When the money must be back.

    `terms` are the times that hold: the first of their ends counts. `by` is that end as far as it is known, None where
    there is no date; `without_delay` says that the law has only a word for it, `waits` what the store may wait for.
    """

    by: Stretch | None = None
    terms: tuple[Term[Duration], ...] = ()
    without_delay: bool = False
    waits: str = ""


def refund(order: Order, ways: Sequence[Way], clock: Clock, is_due: bool = True) -> Refund:
    """When the money of an order must be back, by the ways that hold; what isn't due yet has no date."""
    returns = comes_back(order, ways, clock)
    clock = clock if returns else clock.with_nothing_back()
    stopped = [way for way in ways if way.stops and not clock.at(Event.DISPATCH).first < clock.on]
    # Of an order that never leaves, nothing can come back.
    paying = [way for way in stopped or ways if PAID & {*(way.value("remedies") or ())}]
    if not paying:
        # What comes only if a repair doesn't help has no date yet.
        paying, is_due = [way for way in ways if PAID & {*(way.value("then") or ())}], False
    if not (remedies(ways) or remedies(ways, "then")):
        # Where no remedy is named it may be money, and then it has its time.
        paying, is_due = list(ways), False
    said = best_of(TIME, [term for way in paying for term in way.values.get("refunds_within", ())])
    terms = tuple(term for term in said if term.value != WITHOUT_DELAY)
    ends = [clock.end(term.sure) for term in terms]
    known = [end for end in ends if end.is_known]
    by = min(known or ends, key=lambda end: end.last.day) if ends else None
    by = by if is_due or by is None else Stretch(by.first, NEVER)
    # Where the time counts from the goods, the wait for them is in it.
    is_in_it = any(term.sure.event in BACK for term in terms)
    waits = "" if is_in_it or stopped or not returns else _waits(paying)
    return Refund(by=by, terms=terms, without_delay=len(terms) < len(said), waits=waits)


def _waits(paying: Sequence[Way]) -> str:
    """What the store may wait for by every law that says something of it."""
    said = best_of(AXES["withhold_until"], [term for way in paying for term in way.values.get("withhold_until", ())])
    return "".join(str(term.value) for term in said if term.value != "nothing")


def remedies(ways: Iterable[Way], name: str = "remedies") -> tuple[Remedy, ...]:
    """What the customer may have under a name, of all ways together."""
    return tuple(dict.fromkeys(remedy for way in ways for remedy in way.value(name) or ()))


def comes_back(order: Order, ways: Iterable[Way], clock: Clock) -> bool:
    """Whether there are goods that may travel back."""
    came_late = order.awaits_parcel and order.given.get(Event.DELIVERY)
    if (order.reason in (*NOTHING_COMES_BACK, *NOT_THERE) and not came_late) or any(
        way.value("send_back") is SendBack.NEVER for way in ways
    ):
        return False
    is_here = clock.at(Event.DISPATCH).first < clock.on or clock.at(Event.DELIVERY).last == clock.on
    return is_here or not order.is_choice or not any(way.stops for way in ways)


def payer(order: Order, ways: Sequence[Way], clock: Clock) -> Payer | None:
    """Who pays the way back: the best for the customer of what holds; None where nothing travels, or nobody says."""
    if not comes_back(order, ways, clock):
        return None
    said = {way.value("return_postage") for way in ways} - {None}
    if Payer.STORE in said or (ways and order.reason in FAULTS):
        return Payer.STORE
    return Payer.CUSTOMER if said else None


def kept(ways: Iterable[Way]) -> Fee | None:
    """What the store may keep; None where nobody says anything."""
    fees: list[Term[Fee]] = [
        term for way in ways for term in way.values.get("restocking_fee", ()) if term.known is not None
    ]
    return next((term.known for term in best_of(FEE, fees)), None)
