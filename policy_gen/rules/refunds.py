"""Refunds: how the money comes back, how long it takes, what is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce
from typing import Any

from policy_gen.clause import Clause, Row, present
from policy_gen.comparison import KINDS
from policy_gen.durations import Duration, Event
from policy_gen.given import Given, timed
from policy_gen.offers import Offer, collected, grouped
from policy_gen.provenance import Default, Term
from policy_gen.reasons import CANCELLATION, Reason
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
    rows = {
        "cancelled": given.rows_by_market(lambda market: cancelled(given, market, "cancelled_within")),
        "groups": given.rows_by_market(lambda market: _returned(given, market)),
    }
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def original_payment(given: Given) -> Term[str]:
    """Money goes back the way it was paid."""
    return Term("original payment", ORIGINAL_PAYMENT)


def cancelled(given: Given, market: str | None, name: str = "refunds_within") -> Iterator[Row]:
    """How long the money of a cancelled order takes."""
    for term in given.refund_of(CANCELLATION, given.cancelling("refunds_within"), market):
        yield timed(name, term)


def _returned(given: Given, market: str | None) -> tuple[Row, ...]:
    return _told_apart(_by_reasons(given, market))


def _told_apart(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows as they are, or one without a name if they all say the same."""
    rows = tuple(rows)
    times = [{name: term for name, term in row.items() if name.startswith("refunds_within")} for row in rows]
    same = {tuple((name, term.value) for name, term in time.items()) for time in times}
    return (times[0],) if len(rows) > 1 and len(same) == 1 else rows


def _by_reasons(given: Given, market: str | None) -> Iterator[Row]:
    """How long a refund takes after a return: one row for each time, its reasons named where they differ."""
    money = [offer for offer in _offers(given, market) if MONEY & set(offer.terms["remedies"].sure)]
    times = [given.refund_of(offer.reason, offer.terms.get("refunds_within"), market) for offer in money]
    rest = _rest(given, market)
    for number in range(max(map(len, times), default=0)):
        timely = [
            replace(offer, terms={"refunds_within": its[number]})
            for offer, its in zip(money, times, strict=True)
            if number < len(its)
        ]
        groups = grouped(timely, lambda offer: offer.terms["refunds_within"].value)
        alone = len(groups) == 1 and len(timely) == len(money) and not rest
        for group in groups:
            about = {} if alone else _about(given, group.reasons)
            yield {**about, **timed("refunds_within", group.terms["refunds_within"])}
    yield from rest


def _offers(given: Given, market: str | None) -> tuple[Offer, ...]:
    return (*given.offers.faults, *given.choices(market))


def _about(given: Given, reasons: Term[tuple[Reason, ...]]) -> Row:
    """What a time is about: all that can be wrong with an order where the law knows more, or reasons by their names."""
    all_faults = set(reasons.sure) == {offer.reason for offer in given.offers.faults}
    return {"faults" if all_faults and given.markets else "reasons": reasons}


def _rest(given: Given, market: str | None) -> tuple[Row, ...]:
    """How long a refund takes for what only the law lets customers return."""
    right = given.terms.laws.owed(market, Reason.CHANGE_OF_MIND) if market and given.rest_by_law(market) else None
    if right is None:
        return ()
    return tuple({"rest": right.basis, **timed("refunds_within", term)} for term in right.all("refunds_within"))


def times(given: Given) -> tuple[Row, ...]:
    """The longest times of the short version: one for each event that times count from, by market where they differ."""
    return given.rows_by_market(lambda market: _told_apart(_longest(given, market)))


def _longest(given: Given, market: str | None) -> Iterator[Row]:
    rest = _rest(given, market)
    terms = [term for offer in _offers(given, market)
             for term in given.refund_of(offer.reason, offer.terms.get("refunds_within"), market)]  # fmt: skip
    if not rest:
        of_orders = given.refund_of(CANCELLATION, given.cancelling("refunds_within"), market)
        yield from (timed("refunds_within", term) for term in _by_event((*of_orders, *terms)))
        return
    # Two rules side by side would contradict each other if nobody said what each of them is for.
    faults = collected(offer.because for offer in given.offers.faults)
    yield from ({"faults": faults, **timed("refunds_within", term)} for term in _by_event(terms))
    yield from rest


def _by_event(terms: Iterable[Term[Duration]]) -> tuple[Term[Duration], ...]:
    """The longest of some times: one for each event that they count from."""
    by_event: dict[Event | None, list[Term[Duration]]] = {}
    for term in terms:
        by_event.setdefault(term.sure.event, []).append(term)
    return tuple(reduce(_longer, same) for same in by_event.values())


def _longer(one: Term[Duration], other: Term[Duration]) -> Term[Duration]:
    if one.value == other.value:
        return one
    return one.made(KINDS["refunds_within"].worst(one.sure, other.sure), "the longest of them", other)


def _first_with(given: Given, remedy: Remedy) -> Term[Any] | None:
    terms = (offer.terms.get("remedies") for offer in given.offers.returns)
    return next((term for term in terms if term and remedy in (term.known or ())), None)
