"""Refunding in the shop: which amounts, which steps, and how long until the customer sees the money."""

from typing import Any

from policy_gen.playbook.desk import Desk
from policy_gen.playbook.platform import refunding
from policy_gen.playbook.telling import merged
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.rules import refunds
from policy_gen.rules.cancelling import fee
from policy_gen.rules.clause import Clause, Row
from policy_gen.rules.given import Given

ID = "refunding"
SOURCE = "The article this project started from: cancel or refund in the shop, the amount and the reason"


def derive(desk: Desk) -> Clause:
    """Every playbook has it."""
    given, page = desk.given, refunds.derive(desk.given)
    costs = [offer.terms["restocking_fee"] for offer in given.offers.choices if _costs(offer.terms)]
    parts = merged(page.parts, refunding(desk), fee(given), {"restocking_fee": costs[0]} if costs else {})
    rows = {**page.rows, "delivery": given.rows_by_market(lambda market: _delivery(given, market))}
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def _costs(terms: Row) -> bool:
    return "restocking_fee" in terms and bool(terms["restocking_fee"].sure.amount)


def _delivery(given: Given, market: str | None) -> tuple[Row, ...]:
    """Where the law makes the store pay back the shipping that the customer paid."""
    found: dict[str, Term[Any]] = {}
    for name, reason in (("fault", Reason.DEFECTIVE), ("choice", Reason.CHANGE_OF_MIND)):
        right = given.terms.laws.owed(market, reason) if market else None
        term = right.one("refund_of") if right else None
        for part in ("all_delivery", "standard_delivery"):
            if term is not None and part in term.sure:
                found[f"{name}_{part}"] = term.made(part, "")
    return (found,) if found else ()
