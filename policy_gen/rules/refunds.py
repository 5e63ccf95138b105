"""Refunds: how the money comes back, how long it takes, what is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce
from typing import Any

from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.joined import Owed
from policy_gen.deriving.offers import Offer, collected, grouped
from policy_gen.durations import AT_ONCE, SPOKEN, WITHOUT_DELAY, Duration
from policy_gen.provenance import Default, Scope, Term
from policy_gen.records.reasons import CANCELLATION, CHOICES, Reason
from policy_gen.records.vocabulary import Exclusion, Remedy
from policy_gen.rules.cancelling import by_law
from policy_gen.rules.clause import Clause, Row, present
from policy_gen.rules.given import Given, all_or_some, paid_back, timed, waiting

ID = "refunds"
SOURCE = "What a page must say, D8: what is paid back, how, and when"

TIMED = ("refunds_within", "withhold_goods")
"""Parts that say when money comes: a time, and that the store may wait for the goods beside it."""
LATE = ("late_cancel_everywhere", "late_cancel_markets")
"""Parts that say where the law lets customers cancel a late order: then its own time for the money counts."""
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
    parts |= _told_by_law(given)
    parts |= {name: term for name, term in by_law(given).items() if name in LATE}
    rows = {
        "cancelled": given.rows_by_market(lambda market: cancelled(given, market, "cancelled_within")),
        "groups": given.rows_by_market(lambda market: _returned(given, market)),
    }
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def _told_by_law(given: Given) -> dict[str, Term[Any]]:
    """What the law of some markets wants such a page to say: on sale items, proof of purchase, and a written copy."""
    wanted = {words: given.terms.laws.wanting(words) for words in ("sale_items", "proof_of_purchase", "written_copy")}
    if Exclusion.CLEARANCE in (given.published("not_returnable").known or ()):
        del wanted["sale_items"]  # The list of what can't be returned says it.
    found: dict[str, Term[Any]] = {}
    for words, duties in wanted.items():
        for name, term in all_or_some(given, tuple(duties), words).items():
            found[name] = term.made(term.sure, "", *(Term(duty.id, duty.basis) for duty in duties.values()))
    return found


def original_payment(given: Given) -> Term[str]:
    """Money goes back the way it was paid."""
    return Term("original payment", ORIGINAL_PAYMENT)


def cancelled(given: Given, market: str | None, name: str = "refunds_within") -> Iterator[Row]:
    """How long the money of a cancelled order takes."""
    times = given.refund_of(CANCELLATION, given.cancelling("refunds_within"), market)
    yield from paid_back(given, name, times, CANCELLATION, market)


def _returned(given: Given, market: str | None) -> tuple[Row, ...]:
    return _told_apart(_by_reasons(given, market))


def _told_apart(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows as they are, or one without a name if they all say the same."""
    rows = tuple(rows)
    times = [{name: term for name, term in row.items() if name.startswith(TIMED)} for row in rows]
    # That the store waits for nothing is no reason to tell times apart.
    waits = {name: term for row in rows for name, term in row.items() if name.startswith("withhold")}
    same = {tuple((name, term.value) for name, term in time.items()) for time in times}
    return ({**times[0], **waits},) if len(rows) > 1 and len(same) == 1 else rows


def _by_reasons(given: Given, market: str | None) -> Iterator[Row]:
    """How long a refund takes after a return: one row for each time, its reasons named where they differ."""
    money = [offer for offer in _offers(given, market) if MONEY & set(offer.terms["remedies"].sure)]
    times = [_paid_back(given, offer, market) for offer in money]
    rest = _rest(given, market)
    for number in range(max(map(len, times), default=0)):
        timely = [
            replace(offer, terms=its[number]) for offer, its in zip(money, times, strict=True) if number < len(its)
        ]
        groups = grouped(timely, lambda offer: tuple((name, term.value) for name, term in offer.terms.items()))
        alone = len(groups) == 1 and len(timely) == len(money) and not rest
        for group in groups:
            about = {} if alone else _about(given, group.reasons)
            yield {**about, **group.terms}
    yield from rest


def _offers(given: Given, market: str | None) -> tuple[Offer, ...]:
    return (*given.offers.faults, *given.choices(market))


def _about(given: Given, reasons: Term[tuple[Reason, ...]]) -> Row:
    """What a time is about: all that can be wrong with an order where the law knows more, or reasons by their names."""
    all_faults = set(reasons.sure) == {offer.reason for offer in given.offers.faults}
    return {"faults" if all_faults and given.markets else "reasons": reasons}


def _rest(given: Given, market: str | None) -> tuple[Row, ...]:
    """How long a refund takes for what only the law lets customers return."""
    right = _right(given, market)
    if right is None:
        return ()
    rows = paid_back(given, "refunds_within", right.all("refunds_within"), Reason.CHANGE_OF_MIND, market)
    return tuple({"rest": right.basis, **row} for row in rows)


def _right(given: Given, market: str | None) -> Owed | None:
    """What the law gives for a choice that the store itself does not offer."""
    return given.terms.laws.owed(market, Reason.CHANGE_OF_MIND) if market and given.rest_by_law(market) else None


def _paid_back(given: Given, offer: Offer, market: str | None) -> tuple[Row, ...]:
    terms = _times(given, [offer], market)
    if offer.reason not in CHOICES:
        return timed("refunds_within", terms)
    return paid_back(given, "refunds_within", terms, offer.reason, market)


def _named(about: Row, terms: Iterable[Term[Any]]) -> tuple[Row, ...]:
    return tuple({**about, **row} for row in timed("refunds_within", terms))


def times(given: Given) -> tuple[Row, ...]:
    """The longest times of the short version: one for each event that times count from, by market where they differ."""
    return given.rows_by_market(lambda market: _told_apart(_longest(given, market)))


def _longest(given: Given, market: str | None) -> Iterator[Row]:
    faults = _times(given, given.offers.faults, market)
    choices = _times(given, given.choices(market), market)
    right = _right(given, market)
    orders = given.refund_of(CANCELLATION, given.cancelling("refunds_within"), market) if right is None else ()
    others = (*orders, *choices, *(right.all("refunds_within") if right is not None else ()))
    choosing = [Scope(Reason.CHANGE_OF_MIND, market)] if choices or right is not None else []
    scopes = [*([Scope(CANCELLATION, market)] if orders else []), *choosing]
    if right is None and all(term.value != WITHOUT_DELAY for term in faults):
        returns, all_times = _by_event((*choices, *faults)), _by_event((*others, *faults))
        if not returns or len(all_times) == len(returns):
            yield from waiting(given, _named({}, all_times), scopes)
            return
        # A time that only cancelled orders have says so.
        yield from waiting(given, _named({}, returns), choosing)
        yield from waiting(given, _named({"cancelled": orders[0]}, _by_event(orders)), scopes[:1])
        return
    # Two rules side by side would contradict each other if nobody said what each of them is for.
    yield from _named({"faults": collected(offer.because for offer in given.offers.faults)}, _by_event(faults))
    yield from waiting(given, _named(_label(right, orders if not choices else ()), _by_event(others)), scopes)


def _label(right: Owed | None, orders: tuple[Term[Any], ...]) -> Row:
    """What all other times are for, where that is one thing."""
    return {"rest": right.basis} if right is not None else {"cancelled": orders[0]} if orders else {}


def _times(given: Given, offers: Iterable[Offer], market: str | None) -> tuple[Term[Any], ...]:
    found = (given.refund_of(offer.reason, offer.terms.get("refunds_within"), market) for offer in offers)
    return tuple(term for terms in found for term in terms)


def _by_event(terms: Iterable[Term[Duration]]) -> tuple[Term[Duration], ...]:
    """The longest of some times: one for each event that they count from, and the one without a number."""
    by_event: dict[Any, list[Term[Duration]]] = {}
    for term in terms:
        by_event.setdefault(term.value if term.value in SPOKEN else term.sure.event, []).append(term)
    if len(by_event) > 1:
        by_event.pop(AT_ONCE, None)
    return tuple(reduce(_longer, same) for same in by_event.values())


def _longer(one: Term[Duration], other: Term[Duration]) -> Term[Duration]:
    if one.value == other.value:
        return one
    return one.made(KINDS["refunds_within"].worst(one.sure, other.sure), "the longest of them", other)


def _first_with(given: Given, remedy: Remedy) -> Term[Any] | None:
    terms = (offer.terms.get("remedies") for offer in given.offers.returns)
    return next((term for term in terms if term and remedy in (term.known or ())), None)
