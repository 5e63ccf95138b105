"""How two values of a term compare for the customer: written once, whatever the term, the supplier or the country."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from policy_gen.durations import SEQUENCE, Duration, Order, Unit, compare, fewest_days, most_days
from policy_gen.scalars import Fee
from policy_gen.vocabulary import Clarity, Coverage, Payer, SendBack, Silence

Choose = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of term: `order(a, b)` says how a stands to b for the customer.

    Where that is not comparable, `join` makes a value that is at least as good as both, and `meet` one that is at most
    as good as both.
    """

    order: Callable[[Any, Any], Order]
    join: Choose
    meet: Choose

    def best(self, one: Any, other: Any) -> Any:
        """The better of two values for the customer."""
        return self._chosen(one, other, Order.WORSE, self.join)

    def worst(self, one: Any, other: Any) -> Any:
        """The worse of two values for the customer."""
        return self._chosen(one, other, Order.BETTER, self.meet)

    def _chosen(self, one: Any, other: Any, second: Order, neither: Choose) -> Any:
        order = self.order(one, other)
        if order is Order.INCOMPARABLE:
            return neither(one, other)
        return other if order is second else one


def _flipped(order: Callable[[Any, Any], Order]) -> Callable[[Any, Any], Order]:
    return lambda one, other: order(other, one)


def _numbers(one: float, other: float) -> Order:
    return Order((one > other) - (one < other))


def _end(window: Duration) -> tuple[int, int]:
    """Where a window surely ends, for events that are not comparable: by its event, then by its fewest days."""
    event = SEQUENCE.index(window.event) if window.event in SEQUENCE else len(SEQUENCE)
    return event, fewest_days(window.low, window.unit)


def _longest(one: Duration, other: Duration) -> Duration:
    """The time in which both have surely passed, in calendar days."""
    days = max(most_days(one.high, one.unit), most_days(other.high, other.unit))
    return replace(one, low=days, high=days, unit=Unit.DAYS)


def _shortest(one: Duration, other: Duration) -> Duration:
    return min(one, other, key=lambda time: most_days(time.high, time.unit))


def _fees(one: Fee, other: Fee) -> Order:
    if not one.amount or not other.amount or one.currency == other.currency:
        return _numbers(other.amount, one.amount)
    return Order.INCOMPARABLE


def _sets(one: tuple[Any, ...], other: tuple[Any, ...]) -> Order:
    if set(one) == set(other):
        return Order.EQUAL
    return Order.BETTER if set(one) > set(other) else Order.WORSE if set(one) < set(other) else Order.INCOMPARABLE


def _union(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*one, *(value for value in other if value not in one))


def _common(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value for value in one if value in other)


def _ranked(*worst_first: Enum) -> Kind:
    """Values that stand in a line, so that any two of them compare."""

    def order(one: Enum, other: Enum) -> Order:
        return _numbers(worst_first.index(one), worst_first.index(other))

    def never(one: Enum, other: Enum) -> Enum:
        raise AssertionError(f"{one} and {other} stand in a line")

    return Kind(order, never, never)


WINDOW = Kind(compare, lambda one, other: max(one, other, key=_end), lambda one, other: min(one, other, key=_end))
"""Until when the customer may do something: longer is better."""
TIME = Kind(_flipped(compare), _shortest, _longest)
"""A time that we need: shorter is better."""
ASKED = Kind(_flipped(_sets), _common, _union)
"""What is asked of the customer or kept from him: less is better."""
OFFERED = Kind(_sets, _union, _common)
"""What the customer gets: more is better."""
FEE = Kind(_fees, lambda one, other: min(one, other, key=str), lambda one, other: max(one, other, key=str))
"""What is kept back: less is better; a share and an amount don't compare."""

KINDS: dict[str, Kind] = {
    "certain_until": WINDOW,
    "asked_until": WINDOW,
    "report_within": WINDOW,
    "customer_reports_within": WINDOW,
    "send_back_within": WINDOW,
    "report_opens": TIME,
    "reply_within": TIME,
    "refunds_within": TIME,
    "resolves_within": TIME,
    "ships_within": TIME,
    "delivers_within": TIME,
    "evidence": ASKED,
    "condition": ASKED,
    "not_returnable": ASKED,
    "remedies": OFFERED,
    "fee": FEE,
    "restocking_fee": FEE,
    "covered": _ranked(Coverage.NOT_COVERED, Coverage.COVERED),
    "silence": _ranked(Silence.NONE, Silence.DECLINED, Silence.APPROVED),
    "send_back": _ranked(SendBack.ALWAYS, SendBack.ON_REQUEST, SendBack.NEVER),
    "return_postage": _ranked(Payer.CUSTOMER, Payer.STORE),
    "instructions": _ranked(Clarity.UNCLEAR, Clarity.CLEAR),
}
"""The kind of every term that the page is made of, by the term's name."""
