"""What the merchant can pass on of a supplier's term: its own handling time comes off windows, and off nothing else."""

from dataclasses import replace
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


def keep(name: str, term: Term[Any], passing: dict[str, Term[Duration]], handling: Term[Duration], week: int) -> Term[Any]:
    """The supplier's term as the store can give it on; a missing value stays missing.

    `passing` holds `ships_within` and `delivers_within`, `week` the supplier's working days in a week.
    """
    if term.known is None and term.worst is None:
        return term
    if name in WINDOWS:
        return _window(name, term, passing, handling, week)
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


def _window(
    name: str, term: Term[Duration], passing: dict[str, Term[Duration]], handling: Term[Duration], week: int
) -> Term[Any]:
    window = term.sure.shortest.after(STARTS[name])
    days = fewest_days(window.low, window.unit, week)
    sums = [f"{days} days" if window.unit is Unit.DAYS else f"{window.low} {window.unit} are at least {days} days"]
    inputs: list[Term[Any]] = []
    event = window.event or Event.DELIVERY
    for name_before in BEFORE_DELIVERY.get(event, ()):
        before = passing[name_before]
        inputs.append(before)
        if before.reckoned is None:
            return term.made(Missing.UNKNOWN, f"counts from {event}, and {name_before} is not known", *inputs)
        spent = most_days(before.reckoned.high, before.reckoned.unit, week)
        days -= spent
        sums.append(f"− {spent} ({name_before})")
        event = Event.DELIVERY
    if name == "report_within" and handling.known:
        spent = most_days(handling.known.high, handling.known.unit)
        days -= spent
        inputs.append(handling)
        sums.append(f"− {spent} (handling_time)")
    kept = Duration(max(days, 0), max(days, 0), Unit.DAYS, event)
    if kept == window:
        return replace(term, value=kept)
    return term.made(kept, " ".join(sums) + (f" = {days} days after {event}" if len(sums) > 1 else ""), *inputs)
