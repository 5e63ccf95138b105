"""The eight key facts, so that a customer finds the answer in ten seconds."""

from collections.abc import Iterable
from typing import Any

from policy_gen.cancelling import fee, named_ends
from policy_gen.clause import Clause, Row, present
from policy_gen.given import Given
from policy_gen.offers import Offer, grouped, listed
from policy_gen.provenance import Term
from policy_gen.reasons import Reason
from policy_gen.rules.refunds import how_long, original_payment
from policy_gen.vocabulary import Payer

Reasons = Term[tuple[Reason, ...]]

ID = "short_version"
SOURCE = "What a page must say, D1: eight facts that answer most questions, before everything else"

KEY_FACTS: dict[str, frozenset[str]] = {
    "until when a customer can tell you": frozenset({"windows"}),
    "until when an order can be cancelled": frozenset(
        {"certain_until_stage", "certain_until_time", "asked_until_stage", "asked_until_time"}
    ),
    "which reasons are accepted": frozenset({"accepted"}),
    "who pays the return postage": frozenset({"postage_store_faults", "postage_store_reasons"}),
    "what it costs": frozenset({"no_fee", "fees", "cancellation_fee"}),
    "how the money comes back": frozenset({"original_payment"}),
    "how long a refund takes": frozenset({"refunds_within"}),
    "how to start": frozenset({"email"}),
}
"""The eight facts, each with the parts of which one must be there for the page to tell it."""


def derive(given: Given) -> Clause:
    """Every page has it; a fact that is not known has no row."""
    offers = given.offers.returns
    faults = listed(given.offers.faults)
    windows = _rows("report_within", (offer for offer in offers if "report_within" in offer.terms), faults)
    fees = _rows("restocking_fee", (offer for offer in offers if _costs(offer)), faults)
    paid = {payer: _paid_by(payer, offers) for payer in (Payer.STORE, Payer.CUSTOMER)}
    cancelling = fee(given)
    parts = named_ends(given) | present(
        accepted=listed(offers),
        **_named("postage_store", paid[Payer.STORE], faults),
        **_named("postage_customer", paid[Payer.CUSTOMER], faults),
        no_fee=None if fees else cancelling.get("no_fee"),
        cancellation_fee=cancelling.get("fee"),
        original_payment=original_payment(given),
        refunds_within=how_long(given),
        email=given.terms.store.email,
    )
    rows = {"windows": windows, "fees": fees}
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def _rows(name: str, offers: Iterable[Offer], faults: Reasons) -> tuple[Row, ...]:
    groups = grouped(offers, lambda offer: offer.terms[name].value)
    return tuple(
        {name: group.terms[name], whom: reasons}
        for group in groups
        for whom, reasons in present(**_named("for", group.reasons, faults)).items()
    )


def _named(name: str, reasons: Reasons | None, faults: Reasons) -> dict[str, Reasons]:
    """The reasons under two names: all faults together, which customers know as one case, and every other."""
    if reasons is None:
        return {}
    if not set(faults.sure) <= set(reasons.sure):
        return {f"{name}_reasons": reasons}
    others = tuple(reason for reason in reasons.sure if reason not in faults.sure)
    return {f"{name}_faults": faults, f"{name}_reasons": reasons.made(others, "and these")}


def _costs(offer: Offer) -> bool:
    return "restocking_fee" in offer.terms and bool(offer.terms["restocking_fee"].sure.amount)


def _paid_by(payer: Payer, offers: Iterable[Offer]) -> Term[Any] | None:
    """The reasons for which `payer` pays the return postage."""
    paid = [
        offer for offer in offers if "return_postage" in offer.terms and offer.terms["return_postage"].value is payer
    ]
    if not paid:
        return None
    reasons, *others = (offer.terms["return_postage"] for offer in paid)
    return reasons.made(tuple(offer.reason for offer in paid), f"paid by the {payer}", *dict.fromkeys(others))
