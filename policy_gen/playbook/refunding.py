"""Refunding in the shop: which amounts, which steps, and how long until the customer sees the money."""

from typing import Any

from policy_gen.playbook.desk import Desk
from policy_gen.playbook.platform import refunding
from policy_gen.playbook.telling import merged
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.records.vocabulary import Remedy
from policy_gen.rules import change_of_mind, refunds
from policy_gen.rules.cancelling import fee
from policy_gen.rules.clause import Clause, Row, present
from policy_gen.rules.given import Given, markets_with

ID = "refunding"
SOURCE = "The article this project started from: cancel or refund in the shop, the amount and the reason"

IN_ITS_PLACE = (Remedy.EXCHANGE, Remedy.STORE_CREDIT)


def derive(desk: Desk) -> Clause:
    """Every playbook has it."""
    given, page = desk.given, refunds.derive(desk.given)
    choices = change_of_mind.derive(given)
    withdrawal = markets_with(given, Reason.CHANGE_OF_MIND, "withdrawal")
    parts = merged(page.parts, refunding(desk), fee(given), withdrawal, _nothing(choices), _other(given))
    rows = {
        **page.rows,
        "choices": tuple(map(_choice, choices.rows.get("groups", ()))),
        "delivery": given.rows_by_market(lambda market: _delivery(given, market)),
    }
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def _other(given: Given) -> Row:
    """What the page gives in the place of money, for any reason."""
    remedies = {remedy for offer in given.offers.returns for remedy in offer.terms["remedies"].sure}
    terms = [offer.terms["remedies"] for offer in given.offers.returns]
    return {str(one): terms[0].made(one, "", *terms[1:]) for one in IN_ITS_PLACE if one in remedies}


def _nothing(choices: Clause) -> Row:
    """The customer's choices for which nothing is paid back, where the store takes none of them back."""
    refused = [choices.parts[name] for name in ("refused", "only_faults") if name in choices.parts]
    if not refused or "groups" in choices.rows:
        return {}
    return {"nothing": refused[0], **present(nothing_markets=choices.parts.get("refused_markets"))}


def _choice(group: Row) -> Row:
    """What is paid back for some choices of the customer: the price, or no money at all."""
    kept = {name: group[name] for name in ("reasons", "markets", "restocking_fee") if name in group}
    pays = refunds.MONEY & set(group["remedies"].sure)
    return {**kept, "pays" if pays else "no_money": group["remedies"]}


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
