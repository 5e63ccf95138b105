"""Whether an order is late or lost already: by the day that was estimated, or by the times of the law."""

from collections.abc import Iterator
from dataclasses import dataclass

from policy_gen.calendar import NEVER, Moment
from policy_gen.decide.clock import FACTS, Clock, Stretch
from policy_gen.decide.order import Order
from policy_gen.deriving.floors import Laws
from policy_gen.durations import Duration, Event
from policy_gen.records.reasons import Reason

BY_LAW = {"at_most": Event.DELIVERY, "ship_within": Event.DISPATCH}
"""What must have happened at the end of each time of the law."""


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a time, and what must have happened by then."""

    end: Stretch
    event: Event


@dataclass(frozen=True, slots=True)
class Lateness:
    """Whether an order is late: None where that hangs on the facts in `lacking`.

    Of one that is not late yet `awaits` is what must happen by when.
    """

    is_late: bool | None = True
    awaits: Due | None = None
    lacking: tuple[str, ...] = ()


def lateness(laws: Laws, order: Order, clock: Clock) -> Lateness:
    """Whether an order is late as far as is known; of other reasons than a late or lost parcel nothing is asked."""
    if order.reason not in (Reason.LATE, Reason.LOST):
        return Lateness()
    dues = [due for due in _dues(laws, order, clock) if due.end.last != NEVER]
    missed = [_is_missed(due, clock) for due in dues]
    if True in missed:
        return Lateness()
    if not dues or None in missed:
        asked = ("ordered", "shipped") if dues else ("ordered", "estimated")
        lacking = tuple(name for name in asked if not (FACTS[name] in order.given and clock.at(FACTS[name]).is_known))
        return Lateness(None, lacking=lacking or ("estimated",))
    coming = [due for due in dues if not _is_by(clock.at(due.event).last, due.end.last)]
    soonest = min(coming, key=lambda due: due.end.first.day, default=None)
    return Lateness(False, soonest)


def _dues(laws: Laws, order: Order, clock: Clock) -> Iterator[Due]:
    yield Due(_agreed(laws, order, clock), Event.DELIVERY)
    stated = laws.stated(order.market or "", "delivery")
    for name, event in BY_LAW.items():
        # That the goods left late is no sign that they are lost.
        if order.reason == Reason.LATE or event is Event.DELIVERY:
            times = [term.value for term in stated.get(name, ()) if isinstance(term.value, Duration)]
            yield from (Due(clock.end(time), event) for time in times)


def _agreed(laws: Laws, order: Order, clock: Clock) -> Stretch:
    """The day by which the parcel should come, with the grace that the law gives to a late one."""
    end = clock.at(Event.ESTIMATED_DELIVERY)
    right = laws.owed(order.market or "", Reason.LATE) if order.reason == Reason.LATE else None
    grace = right.one("broken_after") if right is not None else None
    return end if grace is None else Stretch(*(clock.plus(one, grace.sure) for one in (end.first, end.last)))


def _is_missed(due: Due, clock: Clock) -> bool | None:
    """Whether what is due came too late, or is still to come though its time is over."""
    happened, in_time = clock.at(due.event), clock.within(due.end)
    if in_time or _is_by(happened.last, due.end.first):
        return False
    return True if in_time is False and not _is_by(happened.first, due.end.last) else None


def _is_by(moment: Moment, end: Moment) -> bool:
    return moment.day <= end.day
