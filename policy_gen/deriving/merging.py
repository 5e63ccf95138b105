"""Several terms as one: the worst for the customer, and of several suppliers the one that sets it."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

from policy_gen.deriving.comparison import ASKED, KINDS
from policy_gen.durations import Duration, Event
from policy_gen.provenance import Missing, Rule, Scope, Term
from policy_gen.records.record import UNKNOWN


def worst(name: str, terms: Iterable[Term[Any]], scope: Scope) -> Term[Any]:
    """The worst for the customer of some terms; a missing one counts as the worst, and none at all as missing."""
    terms = list(terms)
    return reduce(lambda one, other: worst_of(name, one, other), terms) if terms else UNKNOWN.about(scope)


def worst_of(name: str, one: Term[Any], other: Term[Any]) -> Term[Any]:
    """The worse of two terms, or the missing one: what is not known counts as the worst."""
    if one.known is None or other.known is None:
        return one if one.known is None else other
    if one.value == other.value:
        return one
    worse = KINDS[name].worst(one.known, other.known)
    if worse is None or _is_nothing(worse):
        return one.made(Missing.UNKNOWN, "none of these is surely the worst for the customer", other)
    return one.made(worse, "the worst of these for the customer", other)


def sooner(window: Term[Any], clock: Term[Any]) -> Term[Any]:
    """The end of two windows that comes first; the one that is known where the other isn't."""
    if window.known is None or clock.known is None:
        return window if clock.known is None else clock
    first = KINDS["report_within"].worst(window.known, clock.known)
    return window if first == window.value else clock.made(first, "the clock set for the customer ends first", window)


def merged(name: str, each: Sequence[tuple[str, Term[Any]]], scope: Scope) -> Term[Any]:
    """The worst for the customer of what several suppliers give, each by its name; the origin says who sets it.

    What one of them asks for, customers are asked for even where nobody knows what the others do.
    """
    if KINDS.get(name) is ASKED and any(term.known is not None for _, term in each):
        each = [(who, term) for who, term in each if term.known is not None]
    whole = worst(name, [term for _, term in each], scope)
    if len({term.value for _, term in each}) == 1:
        return whole
    terms = tuple(term for _, term in each)
    return Term(whole.value, Rule(_step(name, whole, each, scope), terms), scope)


def _step(name: str, whole: Term[Any], each: Sequence[tuple[str, Term[Any]]], scope: Scope) -> str:
    """Who sets a merged value, and what it would be without."""
    binding = [who for who, term in each if term.value == whole.value]
    if not binding:
        return "what all of these suppliers give, taken together"
    others = worst(name, [term for _, term in each if term.value != whole.value], scope)
    it = "it" if len(binding) == 1 else "them"
    sets = "sets" if len(binding) == 1 else "set"
    return f"{' and '.join(binding)} {sets} it; without {it} {_plain(others.value)}"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _is_nothing(value: Any) -> bool:
    """True for a window that ends as it begins: what is surely left of "24 hours after order" and "until shipped"."""
    return isinstance(value, Duration) and value.high == 0 and value.event is Event.ORDER
