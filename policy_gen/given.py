"""What a rule may look at: the terms, and the offers made of them, for one market and one group of products."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from policy_gen.clause import Row
from policy_gen.markets import Territory
from policy_gen.offers import Offers
from policy_gen.provenance import Rule, Scope, Term
from policy_gen.reasons import CANCELLATION, Reason
from policy_gen.terms import Terms

Markets = Term[tuple[Territory, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """The terms of a store, and the offers that it makes of its own accord, in every market alike."""

    terms: Terms
    offers: Offers

    def published(self, name: str) -> Term[Any]:
        """A term that is about no reason, such as `resolves_within`."""
        return self.terms.published(name, Scope())

    def cancelling(self, name: str, market: str | None = None) -> Term[Any]:
        """A published term about cancelling."""
        return self.terms.published(name, Scope(CANCELLATION, market))

    @property
    def markets(self) -> tuple[str, ...]:
        """The markets that the store names."""
        return tuple(self.terms.laws.markets)

    def by_market(self, name: str, term_of: Callable[[str | None], Term[Any] | None]) -> tuple[Row, ...]:
        """A term as rows, one for each of its values, with the markets that it is for where there are several."""
        found: dict[Any, tuple[Term[Any], list[str]]] = {}
        for market in self.markets or (None,):
            term = term_of(market)
            if term is not None and term.known is not None:
                found.setdefault(term.value, (term, []))[1].extend([market] if market else [])
        return tuple(
            {name: term} | ({} if len(markets) == len(self.markets) else {"markets": in_markets(self, markets)})
            for term, markets in found.values()
        )

    def with_right(self, reason: Reason) -> tuple[str, ...]:
        """The markets in which the law gives customers a right for a reason."""
        return self.terms.laws.with_right(reason)


def in_markets(given: Given, markets: Iterable[str]) -> Markets:
    """Some of the markets, by their names."""
    sold = given.terms.sells_to
    return Term(
        tuple(Territory(market) for market in markets),
        Rule("those of your markets in which this holds", (sold,) if sold is not None else ()),
    )


def markets_with(given: Given, reason: Reason, name: str) -> dict[str, Term[Any]]:
    """The markets whose law gives a right for a reason, under a name that says whether these are all of them."""
    markets = given.with_right(reason)
    if not markets:
        return {}
    where = "everywhere" if set(markets) == set(given.markets) else "markets"
    return {f"{name}_{where}": in_markets(given, markets)}
