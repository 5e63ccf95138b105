"""Refunds: how the money comes back, how long it takes, what is kept."""

from functools import reduce
from typing import Any

from policy_gen.clause import Clause, present
from policy_gen.comparison import KINDS
from policy_gen.durations import Duration
from policy_gen.given import Given
from policy_gen.offers import grouped
from policy_gen.provenance import Default, Term
from policy_gen.vocabulary import Remedy

ID = "refunds"
SOURCE = "What a page must say, D8: what is paid back, how, and when"

MONEY = {Remedy.REFUND, Remedy.PARTIAL_REFUND}
ORIGINAL_PAYMENT = Default("original_payment", "money goes back the way it was paid")


def derive(given: Given) -> Clause:
    """Every page has it."""
    money = [offer for offer in given.offers.returns if MONEY & set(offer.terms["remedies"].sure)]
    returns = [offer for offer in money if "refunds_within" in offer.terms]
    groups = grouped(returns, lambda offer: offer.terms["refunds_within"].value)
    parts = present(
        original_payment=original_payment(given),
        cancelled_within=given.cancelling("refunds_within"),
        partial=_first_with(given, Remedy.PARTIAL_REFUND),
        store_credit=_first_with(given, Remedy.STORE_CREDIT),
        email=given.terms.store.email,
    )
    rows = tuple({"reasons": group.reasons, "refunds_within": group.terms["refunds_within"]} for group in groups)
    if len(rows) == 1 and len(returns) == len(money):
        return Clause(ID, parts | {"refunds_within": rows[0]["refunds_within"]})
    return Clause(ID, parts, {"groups": rows} if rows else {})


def original_payment(given: Given) -> Term[str]:
    """Money goes back the way it was paid."""
    return Term("original payment", ORIGINAL_PAYMENT)


def how_long(given: Given) -> Term[Duration] | None:
    """The longest time that a refund takes, whatever it is for."""
    terms = [offer.terms.get("refunds_within") for offer in given.offers.returns]
    known = [term for term in (given.cancelling("refunds_within"), *terms) if term and term.known]
    return reduce(_longer, known) if known else None


def _longer(one: Term[Duration], other: Term[Duration]) -> Term[Duration]:
    if one.known is None or other.known is None or one.value == other.value:
        return one
    return one.made(KINDS["refunds_within"].worst(one.known, other.known), "the longest of them", other)


def _first_with(given: Given, remedy: Remedy) -> Term[Any] | None:
    terms = (offer.terms.get("remedies") for offer in given.offers.returns)
    return next((term for term in terms if term and remedy in (term.known or ())), None)
