"""What the merchant can pass on of a supplier's term: its own handling time comes off windows, and off nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from policy_gen.deriving.comparison import KINDS, in_order
from policy_gen.durations import WORKING_WEEK, Duration, Event, Unit, fewest_days, most_days
from policy_gen.provenance import Missing, Term
from policy_gen.records.vocabulary import Payer

BEFORE_DELIVERY = {
    Event.DISPATCH: ("delivers_within",),
    Event.PRODUCTION: ("ships_within", "delivers_within"),
    Event.PROCESSING: ("ships_within", "delivers_within"),
    Event.PAYMENT: ("ships_within", "delivers_within"),
    Event.ORDER: ("ships_within", "delivers_within"),
}
"""What passes between an event and delivery, so that a window can count from what the customer sees."""

UNSAID: Term[Any] = Term(Missing.UNKNOWN)
CLOCKS = {"report_within", "customer_reports_within"}
TIMES = {
    "report_opens", "reply_within", "answers_within", "refunds_within", "resolves_within", "ships_within",
    "delivers_within",
}  # fmt: skip
STARTS = {
    "report_within": Event.DELIVERY,
    "customer_reports_within": Event.DELIVERY,
    "send_back_within": Event.APPROVAL,
    "reply_within": Event.REQUEST,
    "answers_within": Event.REQUEST,
    "resolves_within": Event.ANSWER,
    "refunds_within": Event.DECISION,
    "ships_within": Event.ORDER,
    "delivers_within": Event.DISPATCH,
}
"""What a duration counts from that names no event."""
OF_CANCELLING = {**STARTS, "refunds_within": Event.CANCELLATION}
"""The same for orders that are cancelled: there nobody decides on a refund."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a window is worked out with.

    `passing` holds the times that pass before delivery, `week` the supplier's working days in a week, `delivery` the
    delivery that the customer sees, which a lost parcel only has as an estimate. `starts` is what times count from.
    """

    passing: Mapping[str, Term[Duration]]
    handling: Term[Duration]
    week: int
    delivery: Event = Event.DELIVERY
    starts: Mapping[str, Event] = field(default_factory=lambda: STARTS)


def keep(name: str, term: Term[Any], frame: Frame) -> Term[Any]:
    """The supplier's term as the store can give it on; a missing value stays missing."""
    if name in CLOCKS:
        known = _at_worst(term)
        return known if known.known is None else _window(name, known, frame)
    if name == "report_opens" and term.known is not None:
        # Until then customers wait: the latest moment counts, and no time of ours is taken off or added.
        return settled(name, replace(term, value=term.known.after(frame.delivery)))
    return settled(name, term, frame.starts)


def settled(name: str, term: Term[Any], starts: Mapping[str, Event] = STARTS) -> Term[Any]:
    """A term that nothing is taken off, at its worst; a missing value stays missing."""
    known = _at_worst(term)
    return known if known.known is None else plain(name, known, starts)


def _at_worst(term: Term[Any]) -> Term[Any]:
    return term if term.worst is None else term.made(term.worst, f"at worst {term.worst}")


def plain(name: str, term: Term[Any], starts: Mapping[str, Event] = STARTS) -> Term[Any]:
    """A term as a page can say it: one amount with its start in the place of a range, a list in its usual order.

    Of a range the customer can count on its lower end for what he may do, and on its upper end for what we need.
    """
    value = term.known
    if isinstance(value, Duration):
        value = value.after(starts[name]) if name in starts else value
        if value.low < value.high:
            end = "longest" if name in TIMES else "shortest"
            return term.made(getattr(value, end), f"the {end} of {term.value}")
        return replace(term, value=value)
    if isinstance(value, tuple) and name in KINDS:
        return replace(term, value=in_order(value))
    if value is Payer.SUPPLIER:
        return term.made(Payer.STORE, "the supplier pays, so the customer does not")
    return term


def _window(name: str, term: Term[Duration], frame: Frame) -> Term[Any]:
    """A supplier's window in whole calendar days from delivery, less what passes before and what the store needs."""
    window = term.sure.shortest.after(frame.delivery)
    event = frame.delivery if window.event in (None, Event.DELIVERY) else window.event
    passing = {before: frame.passing.get(before, UNSAID) for before in BEFORE_DELIVERY.get(event, ())}
    lacking = [before for before, time in passing.items() if time.worst is None and time.reckoned is None]
    if lacking:
        step = f"counts from {event}, and {' and '.join(f'`{before}`' for before in lacking)} is not known"
        return term.made(Missing.UNKNOWN, step, *passing.values())
    spent = {before: _most(time, frame.week) for before, time in passing.items()}
    inputs = [*passing.values()]
    if name == "report_within":
        spent["handling_time"] = _most(frame.handling, WORKING_WEEK)
        inputs.append(frame.handling)
    fewest = fewest_days(window.low, window.unit, frame.week)
    left = fewest - sum(spent.values())
    kept = Duration(max(left, 0), max(left, 0), Unit.DAYS, frame.delivery if passing else event)
    if kept == term.sure.after(frame.delivery):
        return replace(term, value=kept)
    return term.made(kept, _sum(window, fewest, spent, f"{_days(left)} after {kept.event}"), *inputs)


def _most(time: Term[Duration], week: int) -> int:
    """The most calendar days that a time can take."""
    longest = time.worst or time.reckoned or time.sure
    return most_days(longest.high, longest.unit, week)


def _sum(window: Duration, fewest: int, spent: Mapping[str, int], left: str) -> str:
    """The sum in words: `15 days − 2 days (handling_time) = 13 days after delivery`."""
    whole = _days(fewest)
    known = "" if window.unit is Unit.DAYS else f"{replace(window, event=None)} are at least {whole}"
    if not spent:
        return known or f"the shortest it can be is {left}"
    less = " ".join(f"− {_days(days)} ({name})" for name, days in spent.items())
    return f"{known and f'{known}; '}{whole} {less} = {left}"


def _days(days: int) -> str:
    return str(Duration(days, days, Unit.DAYS))
