"""Something is wrong with the order: for each reason until when, what to send us, what we do, who pays."""

from typing import Any

from policy_gen.deriving.offers import Group, grouped
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.records.vocabulary import Remedy, SendBack
from policy_gen.rules.clause import Clause, Row, by_value, present
from policy_gen.rules.given import Given, markets_with

ID = "something_wrong"
SOURCE = "What a page must say, D4: a path of its own for faults, without a fee and without postage for the customer"


def derive(given: Given) -> Clause:
    """Every page has it: a fault is always answered."""
    groups = tuple(returned(group) for group in grouped(given.offers.faults))
    parts = present(email=given.terms.store.email) | markets_with(given, Reason.DEFECTIVE, "rights")
    return Clause(ID, parts, {"groups": groups})


def returned(group: Group) -> Row:
    """The parts of a group of reasons for which something may come back."""
    terms = group.terms
    plain = present(**{name: terms.get(name) for name in ("report_within", "evidence", "condition")})
    named = by_value("send_back", terms.get("send_back")) | by_value("return_postage", terms.get("return_postage"))
    fee = terms.get("restocking_fee")
    costs = {"restocking_fee": fee} if fee and fee.sure.amount else {}
    return {
        "reasons": group.reasons,
        **plain,
        **_remedies(terms.get("remedies"), terms.get("send_back")),
        **named,
        **costs,
    }


def _remedies(term: Term[Any] | None, send_back: Term[Any] | None) -> Row:
    """What the customer gets; that a part of the price is given, too, apart where the whole is.

    Who may have all of it back chooses the part only to keep the item, and never where it stays there in any case.
    """
    if term is None or term.known is None:
        return {}
    if not {Remedy.REFUND, Remedy.PARTIAL_REFUND} <= set(term.sure):
        return present(remedies=term)
    others = tuple(one for one in term.sure if one is not Remedy.PARTIAL_REFUND)
    part = term.made((Remedy.PARTIAL_REFUND,), "")
    stays = send_back is not None and send_back.value is SendBack.NEVER
    return {"remedies": term.made(others, ""), **({} if stays else {"partial_if_kept": part})}
