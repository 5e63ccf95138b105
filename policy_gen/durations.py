"""Durations as people write them ("7 business days", "3-15 days after delivery", "P15D"), their conversion and order.

A duration is an amount, perhaps a range, a unit and the event that it counts from. A cut-off named by a
stage ("until shipped") is a duration of nothing after the event that begins the stage, so that everything
with a time in it compares in one way.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum


class Unit(StrEnum):
    """What an amount of time is counted in; `days` are calendar days."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business days"
    MONTHS = "months"


class Event(StrEnum):
    """What a duration counts from."""

    ORDER = "order"
    PAYMENT = "payment"
    PROCESSING = "processing"
    PRODUCTION = "production"
    DISPATCH = "shipping"
    ESTIMATED_DELIVERY = "estimated delivery"
    DELIVERY = "delivery"
    REQUEST = "request"
    ANSWER = "answer"
    DECISION = "decision"
    APPROVAL = "approval"
    RETURN_RECEIVED = "return received"
    RETURN_OR_PROOF = "return or proof"
    RETURN_IF_ANY = "return received or else request"
    PROOF_IF_ANY = "return or proof or else request"
    CONTRACT_DOCUMENT = "contract document"
    NOTICING = "noticing"
    CANCELLATION = "cancellation"
    LAST_DATE = "last date"


class Order(Enum):
    """How one value stands to another for the customer; INCOMPARABLE is an answer, not a failure."""

    WORSE = -1
    EQUAL = 0
    BETTER = 1
    INCOMPARABLE = None


class UnknownEvent(ValueError):
    """A duration counts from something that is no event."""


@dataclass(frozen=True, slots=True)
class Duration:
    """`low` to `high` of a unit after an event; equal where there is no range, `event` is None where unsaid."""

    low: int
    high: int
    unit: Unit
    event: Event | None = None

    def __str__(self) -> str:
        amount = str(self.high) if self.low == self.high else f"{self.low}-{self.high}"
        unit = self.unit.removesuffix("s") if self.low == self.high == 1 else self.unit
        if self.is_stage:
            return f"until {'shipped' if self.event is Event.DISPATCH else self.event}"
        if self in SPOKEN:
            return SPOKEN[self]
        return f"{amount} {unit} after {self.event}" if self.event else f"{amount} {unit}"

    @property
    def is_stage(self) -> bool:
        """True for a cut-off named by a stage: it ends when its event begins."""
        return self.high == 0 and self.event is not None

    def after(self, event: Event) -> "Duration":
        """The same amount, counted from `event` where none was said."""
        return self if self.event else replace(self, event=event)

    @property
    def longest(self) -> "Duration":
        """The upper end of a range."""
        return replace(self, low=self.high)

    @property
    def shortest(self) -> "Duration":
        """The lower end of a range."""
        return replace(self, high=self.low)


AT_ONCE = Duration(0, 0, Unit.HOURS)
"""No time at all, whatever it counts from: the soonest that anything can be."""
WITHOUT_DELAY = Duration(0, 0, Unit.MONTHS)
"""As soon as may fairly be asked, where a law has no number: later than at once, and no other time compares with it."""
SPOKEN = {AT_ONCE: "at once", WITHOUT_DELAY: "without undue delay"}
"""Times that are said in words, as they have no number."""

WORDS = {
    "hour": (1, Unit.HOURS), "hours": (1, Unit.HOURS), "hrs": (1, Unit.HOURS), "h": (1, Unit.HOURS),
    "day": (1, Unit.DAYS), "days": (1, Unit.DAYS), "calendar day": (1, Unit.DAYS), "calendar days": (1, Unit.DAYS),
    "business day": (1, Unit.BUSINESS_DAYS), "business days": (1, Unit.BUSINESS_DAYS),
    "working day": (1, Unit.BUSINESS_DAYS), "working days": (1, Unit.BUSINESS_DAYS),
    "week": (7, Unit.DAYS), "weeks": (7, Unit.DAYS),
    "month": (1, Unit.MONTHS), "months": (1, Unit.MONTHS), "year": (12, Unit.MONTHS), "years": (12, Unit.MONTHS),
}  # fmt: skip
ISO = {"Y": (12, Unit.MONTHS), "M": (1, Unit.MONTHS), "W": (7, Unit.DAYS), "D": (1, Unit.DAYS)}

EVENTS = {
    "order": Event.ORDER, "ordering": Event.ORDER, "purchase": Event.ORDER,
    "payment": Event.PAYMENT, "paying": Event.PAYMENT,
    "processing": Event.PROCESSING, "production": Event.PRODUCTION,
    "shipping": Event.DISPATCH, "shipment": Event.DISPATCH, "shipped": Event.DISPATCH, "dispatch": Event.DISPATCH,
    "estimated delivery": Event.ESTIMATED_DELIVERY, "expected delivery": Event.ESTIMATED_DELIVERY,
    "delivery": Event.DELIVERY, "delivered": Event.DELIVERY, "receipt": Event.DELIVERY, "arrival": Event.DELIVERY,
    "receipt_confirmed": Event.DELIVERY, "receipt confirmed": Event.DELIVERY, "completed": Event.DELIVERY,
    "request": Event.REQUEST, "answer": Event.ANSWER, "our answer": Event.ANSWER, "decision": Event.DECISION,
    "approval": Event.APPROVAL, "return received": Event.RETURN_RECEIVED, "return_received": Event.RETURN_RECEIVED,
    "return or proof": Event.RETURN_OR_PROOF,
    "return received or else request": Event.RETURN_IF_ANY,
    "return or proof or else request": Event.PROOF_IF_ANY,
    "contract document": Event.CONTRACT_DOCUMENT,
    "noticing": Event.NOTICING,
    "cancellation": Event.CANCELLATION,
    "last date": Event.LAST_DATE,
}  # fmt: skip

STAGES = {
    "payment": Event.PAYMENT, "processing": Event.PROCESSING, "production": Event.PRODUCTION,
    "shipped": Event.DISPATCH, "shipping": Event.DISPATCH, "dispatch": Event.DISPATCH,
}  # fmt: skip
# These follow each other in every order; nothing else is known to come first.
SEQUENCE = (Event.ORDER, Event.PAYMENT, Event.PROCESSING, Event.PRODUCTION, Event.DISPATCH, Event.DELIVERY)

BACK = (Event.RETURN_RECEIVED, Event.RETURN_OR_PROOF, Event.RETURN_IF_ANY, Event.PROOF_IF_ANY)
"""What waits for goods that come back: for the goods, or for the proof that they were sent if that comes first."""
IF_ANY = (Event.RETURN_IF_ANY, Event.PROOF_IF_ANY)
"""The same where there may be nothing to send back: then the customer's message is what they stand for."""
_RETURNING = {
    Event.RETURN_RECEIVED: (Event.RETURN_OR_PROOF, Event.RETURN_IF_ANY, Event.PROOF_IF_ANY, Event.REQUEST),
    Event.RETURN_OR_PROOF: (Event.PROOF_IF_ANY, Event.REQUEST),
    Event.RETURN_IF_ANY: (Event.REQUEST,),
    Event.PROOF_IF_ANY: (Event.REQUEST,),
    Event.REQUEST: (),
}
"""The steps of a return, the last one first, each with those that never come after it: goods follow the message."""

_AMOUNT = r"(?P<low>\d{1,4})(?:\s*(?:-|–|to)\s*(?P<high>\d{1,4}))?"
_WRITTEN = re.compile(_AMOUNT + r"\s*(?P<unit>[a-z]+(?: [a-z]+)?)(?:\s+(?:after|from)\s+(?P<event>[a-z_ ]+))?")
_ISO = re.compile(
    r"P(?:(?P<days>\d{1,4})(?P<unit>[YMWD])|T(?P<hours>\d{1,4})H)(?:\s+(?:after|from)\s+(?P<event>[a-z_ ]+))?"
)


def parse(text: str) -> Duration:
    """The duration that `text` writes; ValueError says in a sentence what cannot be read."""
    if iso := _ISO.fullmatch(text.strip()):
        factor, unit = ISO[iso["unit"]] if iso["unit"] else (1, Unit.HOURS)
        amount = int(iso["days"] or iso["hours"]) * factor
        return _checked(amount, amount, unit, iso["event"])
    written = _WRITTEN.fullmatch(" ".join(text.lower().split()))
    if written is None or written["unit"] not in WORDS:
        raise ValueError("this is not a duration")
    factor, unit = WORDS[written["unit"]]
    low = int(written["low"]) * factor
    return _checked(low, int(written["high"]) * factor if written["high"] else low, unit, written["event"])


def parse_cutoff(text: str) -> Duration:
    """A stage ("shipped") or a duration after the order, which is the event where none is said."""
    stage = STAGES.get(text.strip().lower())
    return Duration(0, 0, Unit.DAYS, stage) if stage else parse(text).after(Event.ORDER)


def _checked(low: int, high: int, unit: Unit, event: str | None) -> Duration:
    if event is not None and event.removeprefix("the ") not in EVENTS:
        raise UnknownEvent(f"it is not clear which event `{event}` is")
    if high == 0 or low > high:
        raise ValueError("the range runs backwards" if high else "nothing can be done in no time")
    return Duration(low, high, unit, EVENTS[event.removeprefix("the ")] if event else None)


WORKING_WEEK = 5
"""Working days in a week, Monday to Friday, where a supplier does not say otherwise."""


MONTHS_OF_A_YEAR = 12


def fewest_days(amount: int, unit: Unit, week: int = WORKING_WEEK) -> int:
    """The fewest whole calendar days that the amount can be, without holidays: 15 business days are at least 19."""
    match unit:
        case Unit.HOURS:
            return amount // 24
        case Unit.BUSINESS_DAYS:
            return amount + (7 - week) * (max(amount - 1, 0) // week)
        case Unit.MONTHS:
            # The shortest run of months: February is in it, and of twelve months only leap years have one more day.
            return (28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334, 365)[(amount - 1) % 12] + 365 * (
                (amount - 1) // 12
            )
        case Unit.DAYS:
            return amount


def most_days(amount: int, unit: Unit, week: int = WORKING_WEEK) -> int:
    """The most calendar days that the amount can be, without holidays: 15 business days are at most 21."""
    match unit:
        case Unit.HOURS:
            return -(-amount // 24)
        case Unit.BUSINESS_DAYS:
            return amount + (7 - week) * -(-amount // week)
        case Unit.MONTHS:
            # The longest run of months, with the most leap days: one in 12 months, one more from the 49th month on.
            leap_days = 1 + (amount - 1) // 48 if amount >= MONTHS_OF_A_YEAR else 0
            return (
                (31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337, 365)[(amount - 1) % 12]
                + leap_days
                + 365 * ((amount - 1) // 12)
            )
        case Unit.DAYS:
            return amount


def compare(ours: Duration, other: Duration) -> Order:
    """Whether `ours` surely ends later (BETTER), sooner (WORSE) or together (EQUAL), whatever days it falls on.

    The one that should be longer counts as its shortest, the other as its longest, without holidays: 15 business
    days are later than 18 days and sooner than 22 days, and don't compare with 20.
    """
    if ours == other:
        return Order.EQUAL
    if AT_ONCE in (ours, other):
        return Order.WORSE if ours == AT_ONCE else Order.BETTER
    if WITHOUT_DELAY in (ours, other):
        return Order.INCOMPARABLE
    later = _never_before(ours.event, other.event) and _at_least(ours, other)
    sooner = _never_before(other.event, ours.event) and _at_least(other, ours)
    if later or sooner:
        return Order(later - sooner)
    return Order.INCOMPARABLE


def sooner_end(one: Duration, other: Duration) -> Duration:
    """A time that surely ends after neither: one that shares their unit, else hours or calendar days at their fewest.

    It depends on both in the same way, so that many times may be taken together in any order and grouping.
    """
    if one == other:
        return one
    if one in SPOKEN or other in SPOKEN:
        return AT_ONCE
    event = _first(one.event, other.event)
    units = {one.unit, other.unit}
    unit = one.unit if len(units) == 1 else Unit.HOURS if Unit.HOURS in units else Unit.DAYS
    amount = min(_fewest(time.low, time.unit, unit) for time in (one, other))
    return Duration(amount, amount, unit, event)


def later_end(one: Duration, other: Duration) -> Duration | None:
    """A time that surely ends before neither, in their unit, else in calendar days at their most.

    None where they count from events of which neither always comes last, or where one of them has no number.
    """
    if one == other or other == AT_ONCE:
        return one
    if one == AT_ONCE:
        return other
    if WITHOUT_DELAY in (one, other):
        return None
    steps = (one.event, other.event, *reversed(_RETURNING))
    later = [step for step in steps if _never_before(step, one.event) and _never_before(step, other.event)]
    if not later:
        return None
    unit = one.unit if one.unit == other.unit else Unit.DAYS
    amount = max(time.high if time.unit is unit else most_days(time.high, time.unit) for time in (one, other))
    return Duration(amount, amount, unit, later[0])


def _fewest(amount: int, unit: Unit, into: Unit) -> int:
    """The fewest hours or calendar days that the amount can be; as it is where it is in that unit already."""
    if unit is into:
        return amount
    days = fewest_days(amount, unit)
    return days * 24 if into is Unit.HOURS else days


def _never_before(later: Event | None, earlier: Event | None) -> bool:
    """True where `later` cannot come before `earlier` in any order; nothing comes before the order itself."""
    if later == earlier or earlier is Event.ORDER:
        return True
    if earlier in _RETURNING:
        return later is not None and earlier in _RETURNING.get(later, ())
    return later in SEQUENCE and earlier in SEQUENCE and SEQUENCE.index(later) > SEQUENCE.index(earlier)


def _first(one: Event | None, other: Event | None) -> Event | None:
    """The latest event that comes after neither of two; the order itself where nothing else is known to."""
    steps = (one, other, *_RETURNING)
    return next((step for step in steps if _never_before(one, step) and _never_before(other, step)), Event.ORDER)


def _at_least(longer: Duration, shorter: Duration) -> bool:
    if longer.unit == shorter.unit:
        return longer.low >= shorter.high
    return fewest_days(longer.low, longer.unit) >= most_days(shorter.high, shorter.unit)


def total(times: Iterable[Duration], event: Event) -> Duration:
    """Waiting times one after another: in their own unit if they share it, else in calendar days at their longest."""
    times = tuple(times)
    units = {time.unit for time in times}
    if len(units) == 1:
        amount, unit = sum(time.high for time in times), units.pop()
    else:
        amount, unit = sum(most_days(time.high, time.unit) for time in times), Unit.DAYS
    return Duration(amount, amount, unit, event)
