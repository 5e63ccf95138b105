"""Refunds: how the money comes back, how long it takes, what is kept."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from policy_gen.clause import Clause, Row, present
from policy_gen.comparison import KINDS
from policy_gen.durations import Duration, Event
from policy_gen.given import Given, in_markets
from policy_gen.offers import Offer, grouped
from policy_gen.provenance import Default, Scope, Term
from policy_gen.vocabulary import Remedy

ID = "refunds"
SOURCE = "What a page must say, D8: what is paid back, how, and when"

MONEY = {Remedy.REFUND, Remedy.PARTIAL_REFUND}
ORIGINAL_PAYMENT = Default("original_payment", "money goes back the way it was paid")


def derive(given: Given) -> Clause:
    """Every page has it."""
    parts = present(
        original_payment=original_payment(given),
        partial=_first_with(given, Remedy.PARTIAL_REFUND),
        store_credit=_first_with(given, Remedy.STORE_CREDIT),
        email=given.terms.store.email,
    )
    cancelled = given.by_market("cancelled_within", lambda market: given.cancelling("refunds_within", market))
    rows = {"cancelled": cancelled, "groups": _returned(given)}
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def original_payment(given: Given) -> Term[str]:
    """Money goes back the way it was paid."""
    return Term("original payment", ORIGINAL_PAYMENT)


def _returned(given: Given) -> tuple[Row, ...]:
    """How long a refund takes after a return: one row for each time, its reasons named where they differ."""
    found: dict[Any, tuple[tuple[Row, ...], list[str]]] = {}
    for market in given.markets or (None,):
        rows = _in_market(given, market)
        key = tuple((row["refunds_within"].value, row["reasons"].value if "reasons" in row else None) for row in rows)
        found.setdefault(key, (rows, []))[1].extend([market] if market else [])
    everywhere = len(found) == 1
    return tuple(
        row if everywhere else {**row, "markets": in_markets(given, markets)}
        for rows, markets in found.values()
        for row in rows
    )


def _in_market(given: Given, market: str | None) -> tuple[Row, ...]:
    money = [offer for offer in given.offers.returns if MONEY & set(offer.terms["remedies"].sure)]
    timed = [offer for offer in _with_law(given, money, market) if "refunds_within" in offer.terms]
    groups = grouped(timed, lambda offer: offer.terms["refunds_within"].value)
    if len(groups) == 1 and len(timed) == len(money):
        return ({"refunds_within": groups[0].terms["refunds_within"]},)
    return tuple({"reasons": group.reasons, "refunds_within": group.terms["refunds_within"]} for group in groups)


def _with_law(given: Given, offers: Iterable[Offer], market: str | None) -> tuple[Offer, ...]:
    """The offers with the time of the market's law, where that is the better one for the customer."""
    if market is None:
        return tuple(offers)
    return tuple(_at_best(given, offer, market) for offer in offers)


def _at_best(given: Given, offer: Offer, market: str) -> Offer:
    floor = given.terms.laws.floor("refunds_within", Scope(offer.reason, market))
    own = offer.terms.get("refunds_within")
    if floor is None:
        return offer
    best = floor if own is None else given.terms.better("refunds_within", own, floor)
    return Offer(offer.because, offer.covered, {**offer.terms, "refunds_within": best})


def how_long(given: Given, market: str | None = None) -> tuple[Term[Duration], ...]:
    """The longest time that a refund takes, whatever it is for: one for each event that times count from."""
    terms = [offer.terms.get("refunds_within") for offer in _with_law(given, given.offers.returns, market)]
    by_event: dict[Event | None, list[Term[Duration]]] = {}
    for term in (given.cancelling("refunds_within", market), *terms):
        if term and term.known:
            by_event.setdefault(term.known.event, []).append(term)
    return tuple(reduce(_longer, same) for same in by_event.values())


def times(given: Given) -> tuple[Row, ...]:
    """The longest times as rows, with the markets that they are for where these differ."""
    found: dict[Any, tuple[tuple[Term[Duration], ...], list[str]]] = {}
    for market in given.markets or (None,):
        longest = how_long(given, market)
        found.setdefault(tuple(term.value for term in longest), (longest, []))[1].extend([market] if market else [])
    everywhere = len(found) == 1
    return tuple(
        {"refunds_within": term} | ({} if everywhere else {"markets": in_markets(given, markets)})
        for longest, markets in found.values()
        for term in longest
    )


def _longer(one: Term[Duration], other: Term[Duration]) -> Term[Duration]:
    if one.known is None or other.known is None or one.value == other.value:
        return one
    return one.made(KINDS["refunds_within"].worst(one.known, other.known), "the longest of them", other)


def _first_with(given: Given, remedy: Remedy) -> Term[Any] | None:
    terms = (offer.terms.get("remedies") for offer in given.offers.returns)
    return next((term for term in terms if term and remedy in (term.known or ())), None)
