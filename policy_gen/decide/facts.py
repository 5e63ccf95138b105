"""The facts of an order as somebody writes them: days, times, and `no` for what has not happened yet."""

from collections.abc import Mapping
from datetime import date, datetime

from policy_gen.calendar import Calendar, Moment
from policy_gen.decide.clock import FACTS, Given

NOT_YET = "no"
HELP = "a day such as `2026-11-20`, or a time with its offset such as `2026-11-20T09:30+01:00`"
LATER = ("shipped", "delivered")
"""What may be said not to have happened yet."""


def moment(text: str, calendar: Calendar) -> Moment:
    """The day or time that a text writes, on a calendar's clock; ValueError says what cannot be read."""
    try:
        if len(text) == len("2026-11-20"):
            return Moment(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`{text}` is neither a day nor a time") from None
    if at.tzinfo is None:
        raise ValueError(f"`{text}` is a time without its offset")
    return calendar.moment(at)


def given(texts: Mapping[str, str], calendar: Calendar) -> Given:
    """The facts of an order, by the events that they are about; ValueError says which cannot be read, and why."""
    found: dict[str, Moment | None] = {}
    for name, text in texts.items():
        if text == NOT_YET and name in LATER:
            found[name] = None
            continue
        try:
            found[name] = moment(text, calendar)
        except ValueError as error:
            raise ValueError(f"{name}: {error}; write {HELP}") from None
    return {FACTS[name]: one for name, one in found.items()}
