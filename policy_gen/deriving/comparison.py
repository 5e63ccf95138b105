"""How two values of a term compare for the customer: written once, whatever the term, the supplier or the country."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from policy_gen.durations import Order, compare, later_end, sooner_end
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Clarity, Coverage, Payer, SendBack, Silence

E = TypeVar("E", bound=Enum)
Choose = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of term, as the customer sees it.

    `order(a, b)` says how a stands to b. `best` is at least as good as both and `worst` at most as good as both, or
    None where no value surely is. Each takes its two values in any order. `worst` may also be taken of many values in
    any order and grouping, which is what merging suppliers needs.
    """

    order: Callable[[Any, Any], Order]
    best: Choose
    worst: Choose


def _numbers(one: float, other: float) -> Order:
    return Order((one > other) - (one < other))


def _flipped(order: Callable[[Any, Any], Order]) -> Callable[[Any, Any], Order]:
    return lambda one, other: order(other, one)


def _chosen(order: Callable[[Any, Any], Order], neither: Choose) -> Choose:
    """The better of two values as it was written; only where neither surely is, one made of both."""

    def better(one: Any, other: Any) -> Any:
        match order(one, other):
            case Order.BETTER:
                return one
            case Order.WORSE:
                return other
            case _:
                return one if one == other else neither(one, other)

    return better


def _fees(one: Fee, other: Fee) -> Order:
    if not one.amount or not other.amount or one.currency == other.currency:
        return _numbers(other.amount, one.amount)
    return Order.INCOMPARABLE


def _higher(one: Fee, other: Fee) -> Fee | None:
    """The higher fee; of a share and an amount, or of two currencies, neither surely is."""
    if _fees(one, other) is Order.INCOMPARABLE:
        return None
    return max(one, other, key=lambda fee: fee.amount)


def _sets(one: tuple[Any, ...], other: tuple[Any, ...]) -> Order:
    if set(one) == set(other):
        return Order.EQUAL
    return Order.BETTER if set(one) > set(other) else Order.WORSE if set(one) < set(other) else Order.INCOMPARABLE


def in_order(values: Iterable[E]) -> tuple[E, ...]:
    """Values of one vocabulary, each once, in the vocabulary's own order: how they were listed means nothing."""
    chosen = set(values)
    return tuple(value for kind in {type(value) for value in chosen} for value in kind if value in chosen)


def _union(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    return in_order((*one, *other))


def _common(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    return in_order(value for value in one if value in other)


def ranked(*worst_first: Any) -> Kind:
    """Values that stand in a line, so that any two of them compare."""
    rank = worst_first.index
    return Kind(
        lambda one, other: _numbers(rank(one), rank(other)),
        lambda one, other: max(one, other, key=rank),
        lambda one, other: min(one, other, key=rank),
    )


WINDOW = Kind(compare, _chosen(compare, later_end), sooner_end)
"""Until when the customer may do something: longer is better."""
TIME = Kind(_flipped(compare), _chosen(_flipped(compare), sooner_end), later_end)
"""A time that we need: shorter is better."""
ASKED = Kind(_flipped(_sets), _chosen(_flipped(_sets), _common), _union)
"""What is asked of the customer or kept from him: less is better."""
OFFERED = Kind(_sets, _chosen(_sets, _union), _common)
"""What the customer gets: more is better."""
FEE = Kind(_fees, _chosen(_fees, lambda one, other: Fee(0)), _higher)
"""What is kept back: less is better; a share and an amount don't compare, and only none is surely as good as both."""

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
    "not_cancellable": ASKED,
    "remedies": OFFERED,
    "fee": FEE,
    "restocking_fee": FEE,
    "covered": ranked(Coverage.NOT_COVERED, Coverage.COVERED),
    "silence": ranked(Silence.NONE, Silence.DECLINED, Silence.APPROVED),
    "send_back": ranked(SendBack.ALWAYS, SendBack.ON_REQUEST, SendBack.NEVER),
    "return_postage": ranked(Payer.CUSTOMER, Payer.STORE),
    "instructions": ranked(Clarity.UNCLEAR, Clarity.CLEAR),
}
"""The kind of every term that the page is made of, by the term's name."""
