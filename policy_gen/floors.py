"""The law's floor under a term: the least that a customer is owed in a market on a day, in the page's own words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any

from policy_gen.comparison import KINDS
from policy_gen.durations import Duration, Event
from policy_gen.jurisdiction import Jurisdiction, LegalRight, in_force
from policy_gen.law import Bearer, Ground
from policy_gen.provenance import Scope, Term
from policy_gen.reasons import CANCELLATION, CHOICES, Reason
from policy_gen.vocabulary import Payer

LAW_NAMES = {
    "report_within": "within",
    "remedies": "remedies",
    "return_postage": "return_postage",
    "refunds_within": "refunds_within",
    "restocking_fee": "fee",
    "condition": "condition",
    "send_back_within": "send_back_within",
}
"""What the law calls a term of the page."""

PAYERS = {Bearer.SELLER: Payer.STORE, Bearer.CUSTOMER: Payer.CUSTOMER, Bearer.CUSTOMER_IF_TOLD: Payer.CUSTOMER}


@dataclass(frozen=True, slots=True)
class Laws:
    """The laws of the markets that a store names, as they stand on a day; without a day the newest ones."""

    markets: Mapping[str, tuple[Jurisdiction, ...]] = field(default_factory=dict)
    day: date | None = None

    def named(self) -> tuple[Jurisdiction, ...]:
        """Every law of every market, once."""
        return tuple(dict.fromkeys(law for laws in self.markets.values() for law in laws))

    def rights(self, market: str, reason: Reason) -> Iterator[tuple[Jurisdiction, LegalRight]]:
        """The rights that customers have in a market for a reason, whatever the store tells them."""
        for law in self.markets.get(market, ()):
            for right in law.rights.values():
                if right.ground is Ground.STATUTORY and reason in right.reasons and right.basis.holds(self.day):
                    yield law, right

    def with_right(self, reason: Reason) -> tuple[str, ...]:
        """The markets in which customers have a right for a reason."""
        return tuple(market for market in self.markets if any(self.rights(market, reason)))

    def values(self, market: str, reason: Reason, name: str) -> list[Term[Any]]:
        """What the rights for a reason say under one of the law's own names."""
        said = (right.value(name, self.day) for _, right in self.rights(market, reason))
        return [term for term in said if term is not None]

    def floor(self, name: str, scope: Scope) -> Term[Any] | None:
        """The best that any law of the scope's market gives under a name of the page; None where none compares."""
        if scope.market is None or scope.reason is None:
            return None
        if scope.reason == CANCELLATION:
            found = self._cancelling(name, scope.market)
        else:
            law_name = LAW_NAMES.get(name)
            values = self.values(scope.market, Reason(scope.reason), law_name) if law_name else []
            found = [term for value in values if (term := _on_the_page(name, value)) is not None]
        return reduce(lambda one, other: _better(name, one, other), found).about(scope) if found else None

    def _cancelling(self, name: str, market: str) -> list[Term[Any]]:
        """What the laws say on an order that is cancelled before it is dispatched."""
        laws = self.markets.get(market, ())
        if name == "refunds_within":
            said = [in_force(law.cancelling_refund, self.day) for law in laws]
            return [term for term in said if term is not None and isinstance(term.value, Duration)]
        if name == "fee":
            return [
                term
                for value in self.values(market, CHOICES[0], "fee")
                if (term := _on_the_page("restocking_fee", value)) is not None
            ]
        return []


def _on_the_page(name: str, given: Term[Any]) -> Term[Any] | None:
    """The law's value in the page's words; None where it has no number to compare with."""
    value = given.sure
    if name == "report_within":
        value = next((one for one in value if isinstance(one, Duration) and one.event is Event.DELIVERY), None)
    elif name == "return_postage":
        value = PAYERS[value]
    elif name in ("refunds_within", "send_back_within") and not isinstance(value, Duration):
        return None
    return None if value is None else replace(given, value=value)


def _better(name: str, one: Term[Any], other: Term[Any]) -> Term[Any]:
    best = KINDS[name].best(one.sure, other.sure)
    return other if best == other.value else one


def joined(terms: Iterable[Term[Any]]) -> list[Term[Any]]:
    """Terms of equal values once, each with every origin that it has."""
    found: dict[Any, list[Term[Any]]] = {}
    for term in terms:
        found.setdefault(term.value, []).append(term)
    return [
        same[0] if len(same) == 1 else same[0].made(value, "each of these", *same[1:]) for value, same in found.items()
    ]
