"""What the merchant can pass on of a supplier's term: its own handling time comes off windows, and off nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from policy_gen.durations import Duration, Event, Unit, fewest_days, most_days
from policy_gen.provenance import Missing, Term
from policy_gen.vocabulary import Payer

BEFORE_DELIVERY = {
    Event.DISPATCH: ("delivers_within",),
    Event.PRODUCTION: ("ships_within", "delivers_within"),
    Event.PROCESSING: ("ships_within", "delivers_within"),
    Event.PAYMENT: ("ships_within", "delivers_within"),
    Event.ORDER: ("ships_within", "delivers_within"),
}
"""What passes between an event and delivery, so that a window can count from what the customer sees."""

UNSAID: Term[Any] = Term(Missing.UNKNOWN)
WINDOWS = {"report_within", "customer_reports_within"}
TIMES = {"reply_within", "refunds_within", "resolves_within", "ships_within", "delivers_within"}
STARTS = {
    "report_within": Event.DELIVERY,
    "customer_reports_within": Event.DELIVERY,
    "reply_within": Event.REQUEST,
    "answers_within": Event.REQUEST,
    "resolves_within": Event.ANSWER,
    "refunds_within": Event.DECISION,
    "ships_within": Event.ORDER,
    "delivers_within": Event.DISPATCH,
}
"""What a duration counts from that names no event."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a window is worked out with.

    `passing` holds the times that pass before delivery, `week` the supplier's working days in a week, `delivery` the
    delivery that the customer sees, which a lost parcel only has as an estimate.
    """

    passing: Mapping[str, Term[Duration]]
    handling: Term[Duration]
    week: int
    delivery: Event = Event.DELIVERY


def keep(name: str, term: Term[Any], frame: Frame) -> Term[Any]:
    """The supplier's term as the store can give it on; a missing value stays missing."""
    if term.known is None and term.worst is None:
        return term
    if name in WINDOWS:
        return _window(name, term, frame)
    if name in TIMES:
        return _time(name, term)
    if name == "return_postage" and term.value is Payer.SUPPLIER:
        return term.made(Payer.STORE, "the supplier pays, so the customer does not")
    return term


def _time(name: str, term: Term[Duration]) -> Term[Duration]:
    longest = (term.worst or term.sure).longest.after(STARTS[name])
    if term.worst:
        return term.made(longest, f"at worst {term.worst.longest}")
    if term.sure.low < longest.high:
        return term.made(longest, f"the longest of {term.value}")
    return replace(term, value=longest)


def _window(name: str, term: Term[Duration], frame: Frame) -> Term[Any]:
    window = term.sure.shortest.after(frame.delivery)
    days = fewest_days(window.low, window.unit, frame.week)
    sums = [f"{days} days" if window.unit is Unit.DAYS else f"{window.low} {window.unit} are at least {days} days"]
    inputs: list[Term[Any]] = []
    event = frame.delivery if window.event in (Event.DELIVERY, None) else window.event
    for before in BEFORE_DELIVERY.get(event, ()):
        passing = frame.passing.get(before, UNSAID)
        inputs.append(passing)
        if passing.reckoned is None:
            return term.made(Missing.UNKNOWN, f"counts from {event}, and {before} is not known", *inputs)
        spent = most_days(passing.reckoned.high, passing.reckoned.unit, frame.week)
        days -= spent
        sums.append(f"− {spent} ({before})")
    event = frame.delivery if event in BEFORE_DELIVERY else event
    if name == "report_within":
        spent = most_days(frame.handling.sure.high, frame.handling.sure.unit)
        days -= spent
        inputs.append(frame.handling)
        sums.append(f"− {spent} (handling_time)")
    kept = Duration(max(days, 0), max(days, 0), Unit.DAYS, event)
    if kept == window:
        return replace(term, value=kept)
    return term.made(kept, " ".join(sums) + (f" = {days} days after {event}" if len(sums) > 1 else ""), *inputs)
