"""Rights of several laws as one: of every value the best for the customer, as where a market has more laws than one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any, get_args

from policy_gen.deriving.comparison import ASKED, FEE, OFFERED, TIME, WINDOW, Kind, ranked
from policy_gen.deriving.jurisdiction import LegalException, LegalRight
from policy_gen.durations import Duration, Order
from policy_gen.provenance import Term
from policy_gen.records.exemptions import Exemption, Proviso
from policy_gen.records.law import WhenLate
from policy_gen.records.rights import NO_NUMBER, Bearer

AT_LEAST_AS_GOOD = (Order.BETTER, Order.EQUAL)
BEST = "the best for the customer of these laws"


def _limits(ours: tuple[Any, ...], other: tuple[Any, ...]) -> Order:
    """How one window stands to another, where each may be several limits that all bind."""
    better, worse = _lasts(ours, other), _lasts(other, ours)
    return Order(better - worse) if better or worse else Order.INCOMPARABLE


def _lasts(longer: tuple[Any, ...], shorter: tuple[Any, ...]) -> bool:
    """Whether a window surely ends no sooner: each of its limits ends no sooner than one of the other's."""
    return all(any(_ends_no_sooner(limit, than) for than in shorter) for limit in longer)


def _ends_no_sooner(limit: Any, than: Any) -> bool:
    if not isinstance(limit, Duration) or not isinstance(than, Duration):
        return bool(limit == than)  # `reasonable` has no number to compare
    return WINDOW.order(limit, than) in AT_LEAST_AS_GOOD


LIMITS = Kind(_limits, lambda one, other: (), lambda one, other: (*one, *other))

AXES: dict[str, Kind] = {
    "within": LIMITS,
    "soon_enough": WINDOW,
    "rolls": ranked("next_working_day"),
    "last_item": ranked(False, True),
    "before_delivery": ranked(False, True),
    "statement": ranked("electronic", "written", "free"),
    "counts_when": ranked("received", "sent"),
    "opening_allowed": ranked(False, True),
    "condition": ASKED,
    "value_loss": ranked("use", "excess_handling", "none"),
    "remedies": OFFERED,
    "first_remedies": ASKED,
    "chosen_by": ranked("seller", "customer"),
    "cure_within": TIME,
    "one_attempt": ranked(False, True),
    "second_when": OFFERED,
    "damages": ranked(False, True),
    "broken_after": TIME,
    "stands_still": ranked("during_repair", "until_refusal"),
    "whole_within": WINDOW,
    "seller_proves": ranked(False, True),
    "signing_is_no_acceptance": ranked(False, True),
    "collects_costly": ranked(False, True),
    "card_stopped": ranked(False, True),
    "ends_linked": ranked(False, True),
    "comes_along": OFFERED,
    "refused_after": TIME,
    "adjusted": ranked(False, True),
    "send_back_within": WINDOW,
    "send_back_after_delivery": ranked(False, True),
    "return_postage": ranked(Bearer.CUSTOMER, Bearer.CUSTOMER_IF_TOLD, Bearer.SELLER),
    "return_risk": ranked("customer", "seller"),
    "collected": ranked(False, True),
    "refund_of": OFFERED,
    "refunds_within": TIME,
    "withhold_until": ranked("goods", "goods_or_proof", "nothing"),
    "pay_back_by": ranked("any", "original_payment"),
    "store_credit": ranked("if_disclosed", "if_customer_agrees", "never"),
    "fee": FEE,
    "fee_at_most": FEE,
    "late_interest": Kind(lambda one, other: FEE.order(other, one), FEE.worst, FEE.best),
    "card_reversal": WINDOW,
    "late_penalty": ranked("surcharge", "double"),
    "at_least": WINDOW,
    "shows_within": ranked(False, True),
    "claim_within": WINDOW,
    "waivable": ranked(True, False),
    "long_lived": WINDOW,
    "parts": OFFERED,
    "at_least_in_parts": WINDOW,
    "presumed": WINDOW,
    "presumed_for": ranked("durable_goods", "later_remedies"),
    "reject_within": WINDOW,
    "reject_left": WINDOW,
    "at_most": TIME,
    "ship_within": TIME,
    "longer_after_repair": WINDOW,
    "longer_once": ranked(True, False),
    "restarts": ranked("replaced_for_repair"),
    "same_fault_within": WINDOW,
    "seller_bears_loss": ranked(False, True),
    "late": ranked(*get_args(WhenLate)),
    "silence_waits": TIME,
    "names_day": ranked(False, True),
    "confirmed_at_once": ranked(False, True),
    "shipping_is_enough": ranked(True, False),
    "means": ranked("possession"),
    "first_day": ranked("not_counted"),
    "unsupplied_refunds_within": TIME,
}
"""How two values of the law compare for the customer, by their names; what has no line here is not joined."""
SETS, TIMED = (ASKED, OFFERED), (WINDOW, TIME)
WORDED = ("refunds_within", "cure_within")
"""Times for which a word of the law stands as well, and compares with none that has a number."""


def best_of(kind: Kind, terms: Iterable[Term[Any]]) -> tuple[Term[Any], ...]:
    """The best of some terms: those that no other one is surely better than, each value once.

    There is more than one only where values don't compare. Neither the order nor the grouping of the terms matters.
    """
    terms = sorted(terms, key=lambda term: str(term.value))
    if terms and kind in SETS:
        return (reduce(lambda one, other: _both(kind, one, other), terms),)
    by_value: dict[str, Term[Any]] = {}
    for term in terms:
        by_value.setdefault(str(term.value), term)
    known = tuple(by_value.values())
    beaten = {
        str(term.value) for term in known if any(kind.order(other.value, term.value) is Order.BETTER for other in known)
    }
    return tuple(term for term in known if str(term.value) not in beaten)


def _both(kind: Kind, one: Term[Any], other: Term[Any]) -> Term[Any]:
    """The term whose list has what both give, or leaves out what both leave out; one made of the two if neither has."""
    order = kind.order(one.value, other.value)
    if order is not Order.INCOMPARABLE:
        return other if order is Order.WORSE else one
    every = dict.fromkeys((*one.sure, *other.sure))
    shared = (value for value in every if value in one.sure and value in other.sure)
    return one.made(tuple(every) if kind is OFFERED else tuple(shared), BEST, other)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Goods that every one of the joined rights leaves out, with all that any of them asks of the store for that."""

    goods: Term[tuple[Exemption, ...]]
    only_if: tuple[Proviso, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """What customers are owed by some rights together."""

    basis: Term[str]
    values: Mapping[str, tuple[Term[Any], ...]] = field(default_factory=dict)
    exceptions: tuple[LeftOut, ...] = ()

    def all(self, name: str) -> tuple[Term[Any], ...]:
        """The best values under a name: several where they don't compare, none where no law has a rule on it."""
        return self.values.get(name, ())

    def one(self, name: str) -> Term[Any] | None:
        """The best value under a name; None where there is none, or several that don't compare."""
        found = self.all(name)
        return found[0] if len(found) == 1 else None


def owed(rights: Sequence[LegalRight], day: date | None) -> Owed | None:
    """The best of each value that some rights give on a day; None without a right."""
    if not rights:
        return None
    first, *others = (Term(right.id, right.basis) for right in rights)
    said = {name: _said(rights, name, day) for name in AXES}
    basis = first.made(first.sure, BEST, *others) if others else first
    return Owed(basis, best(said), left_out([right.exceptions for right in rights]))


def best(said: Mapping[str, Iterable[Term[Any]]]) -> dict[str, tuple[Term[Any], ...]]:
    """The best of the values of several laws, by their names; words that stand for no time have names of their own."""
    found: dict[str, tuple[Term[Any], ...]] = {}
    for name, terms in said.items():
        if name not in AXES:
            continue
        timed = [as_time(term) if name in WORDED else term for term in terms]
        words = [term for term in timed if AXES[name] in TIMED and isinstance(term.value, str)]
        found |= {f"{name}_{term.value}": (term,) for term in words}
        found[name] = best_of(AXES[name], [term for term in timed if term not in words])
    return {name: terms for name, terms in found.items() if terms}


def as_time(term: Term[Any]) -> Term[Any]:
    """A term whose value is a time, where the law has one in words only."""
    return replace(term, value=NO_NUMBER[term.value]) if isinstance(term.value, str) else term


def _said(rights: Iterable[LegalRight], name: str, day: date | None) -> list[Term[Any]]:
    terms = (right.value(name, day) for right in rights)
    return [term for term in terms if term is not None]


def left_out(lists: Sequence[Sequence[LegalException]]) -> tuple[LeftOut, ...]:
    """The goods that no right covers, by the exceptions of each; where one covers them, the customer has that one."""
    return tuple(_left_out(lists)) if lists else ()


def _left_out(lists: Sequence[Sequence[LegalException]]) -> Iterable[LeftOut]:
    for mine in lists[0]:
        for goods in mine.goods.sure:
            same = [mine, *(_about(exceptions, goods) for exceptions in lists[1:])]
            found = [one for one in same if one is not None]
            if len(found) == len(same):
                asked = {proviso for one in found for proviso in one.only_if}
                yield LeftOut(Term((goods,), mine.goods.origin), tuple(one for one in Proviso if one in asked))


def _about(exceptions: Iterable[LegalException], goods: Exemption) -> LegalException | None:
    return next((one for one in exceptions if goods in one.goods.sure), None)
