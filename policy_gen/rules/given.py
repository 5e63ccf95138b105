"""What a rule may look at: the terms, and the offers made of them, for one market and one group of products."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from typing import Any

from policy_gen.deriving.floors import LAW_NAMES, WITHHOLD
from policy_gen.deriving.joined import AXES, LeftOut
from policy_gen.deriving.offers import Offer, Offers
from policy_gen.deriving.terms import Terms
from policy_gen.durations import BACK, SPOKEN, WITHOUT_DELAY, Duration
from policy_gen.provenance import Rule, Scope, Term
from policy_gen.records.markets import Territory
from policy_gen.records.reasons import CANCELLATION, CHOICES, Reason
from policy_gen.records.record import UNKNOWN
from policy_gen.rules.clause import Row, by_value

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

    def refund_of(self, topic: str, own: Term[Any] | None, market: str | None) -> tuple[Term[Any], ...]:
        """How long a refund takes in a market: the store's own time if the law allows it, else the law's.

        Several times where the laws of the market don't compare; none where nobody says how long it takes.
        """
        terms = self.terms.with_law("refunds_within", own or UNKNOWN, Scope(topic, market))
        return tuple(term for term in terms if term.known is not None)

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

    def choices(self, market: str | None) -> tuple[Offer, ...]:
        """What the store offers for the customer's own choice, each term at least what the law of the market gives."""
        return tuple(self._at_best(offer, market) for offer in self.offers.choices)

    def _at_best(self, offer: Offer, market: str | None) -> Offer:
        scope = Scope(offer.reason, market)
        names = [name for name in LAW_NAMES if name in offer.terms] if market else []
        best = {name: self.terms.with_law(name, offer.terms[name], scope)[0] for name in names}
        return replace(offer, terms={**offer.terms, **best})

    def rest_by_law(self, market: str | None) -> bool:
        """Whether the law of a market lets customers return for a choice that the store itself does not offer."""
        offered = {offer.reason for offer in self.offers.choices}
        return market in self.with_right(Reason.CHANGE_OF_MIND) and not offered >= set(CHOICES)

    def rows_by_market(self, rows_of: Callable[[str | None], Iterable[Row]]) -> tuple[Row, ...]:
        """The rows of every market, equal ones once, each with the markets that it is for where it is not for all."""
        found: dict[Any, tuple[Row, list[str | None]]] = {}
        for market in self.markets or (None,):
            for row in rows_of(market):
                key = tuple((name, str(term.value)) for name, term in row.items())
                found.setdefault(key, (row, []))[1].append(market)
        return tuple(
            row if len(markets) == len(self.markets or (None,)) else {**row, "markets": in_markets(self, markets)}
            for row, markets in found.values()
        )

    def with_right(self, reason: Reason) -> tuple[str, ...]:
        """The markets in which the law gives customers a right for a reason."""
        return self.terms.laws.with_right(reason)

    def left_out(self, market: str | None) -> tuple[LeftOut, ...]:
        """The goods that the right to return without a reason leaves out in a market."""
        right = self.terms.laws.owed(market, Reason.CHANGE_OF_MIND) if market else None
        return right.exceptions if right is not None else ()


def timed(name: str, terms: Iterable[Term[Any]]) -> tuple[Row, ...]:
    """Times that all hold, as a row each; one without a number under a name that says so: `refunds_within_at_once`.

    That something comes without undue delay goes with each time that says when it comes at the latest.
    """
    rows = [(term.value, {_in_words(name, term): term}) for term in terms]
    soon = next((row for value, row in rows if value == WITHOUT_DELAY), {})
    latest = tuple({**row, **(soon if value not in SPOKEN else {})} for value, row in rows if value != WITHOUT_DELAY)
    return latest or ((soon,) if soon else ())


def paid_back(given: Given, name: str, terms: Iterable[Term[Any]], topic: str, market: str | None) -> tuple[Row, ...]:
    """When money comes back, as `timed` has it, each time with what the law lets the store wait for."""
    return waiting(given, timed(name, terms), [Scope(topic, market)])


def waiting(given: Given, rows: Iterable[Row], scopes: Iterable[Scope]) -> tuple[Row, ...]:
    """Times of money, each with what the law lets the store wait for at the longest.

    A time that counts from the goods has the wait for them in it, and a time of the store's own has none.
    """
    laws, scopes = given.terms.laws, tuple(scopes)
    law = {floor.value for scope in scopes for floor in laws.floors("refunds_within", scope)} - {WITHOUT_DELAY}
    said = [term for scope in scopes if (term := laws.withheld(scope)) is not None]
    worse = AXES[WITHHOLD].worst
    longest = (one for one in said if all(worse(one.value, other.value) == one.value for other in said))
    wait = by_value("withhold", next(longest, None))
    return tuple({**row, **wait} if any(_may_wait(term.value, law) for term in row.values()) else row for row in rows)


def _may_wait(value: Any, law: Container[Any]) -> bool:
    return isinstance(value, Duration) and value in law and value.event not in BACK


def _in_words(name: str, term: Term[Any]) -> str:
    return f"{name}_{SPOKEN[term.value].replace(' ', '_')}" if term.value in SPOKEN else name


def in_markets(given: Given, markets: Iterable[str | None]) -> Markets:
    """Some of the markets, by their names."""
    sold = given.terms.sells_to
    return Term(
        tuple(Territory(market) for market in markets if market),
        Rule("those of your markets in which this holds", (sold,) if sold is not None else ()),
    )


def markets_with(given: Given, reason: Reason, name: str) -> dict[str, Term[Any]]:
    """The markets whose law gives a right for a reason, under a name that says whether these are all of them."""
    return all_or_some(given, given.with_right(reason), name)


def all_or_some(given: Given, markets: tuple[str, ...], name: str) -> dict[str, Term[Any]]:
    """Some markets, under a name that says whether they are all that the store sells to."""
    if not markets:
        return {}
    where = "everywhere" if set(markets) == set(given.markets) else "markets"
    return {f"{name}_{where}": in_markets(given, markets)}
