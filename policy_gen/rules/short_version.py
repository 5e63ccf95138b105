"""The eight key facts, so that a customer finds the answer in ten seconds."""

from collections.abc import Iterable, Iterator, Set

from policy_gen.cancelling import fee, named_ends
from policy_gen.clause import Clause, Row, present
from policy_gen.given import Given, markets_with
from policy_gen.offers import Offer, collected, grouped, listed
from policy_gen.provenance import Term
from policy_gen.reasons import Reason
from policy_gen.rules.change_of_mind import rights
from policy_gen.rules.refunds import original_payment, times
from policy_gen.vocabulary import Payer

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
    "how long a refund takes": frozenset({"times"}),
    "how to start": frozenset({"email"}),
}
"""The eight facts, each with the parts of which one must be there for the page to tell it."""


def derive(given: Given) -> Clause:
    """Every page has it; a fact that is not known has no row."""
    offers = given.offers.returns
    faults = frozenset(offer.reason for offer in given.offers.faults)
    windows = _rows("report_within", (offer for offer in offers if "report_within" in offer.terms), faults)
    fees = _rows("restocking_fee", (offer for offer in offers if _costs(offer)), faults)
    cancelling = fee(given)
    parts = (
        named_ends(given)
        | markets_with(given, Reason.CHANGE_OF_MIND, "withdrawal")
        | present(
            accepted=listed(offers),
            **_named("postage_store", _paid_by(Payer.STORE, offers), faults),
            **_named("postage_customer", _paid_by(Payer.CUSTOMER, offers), faults),
            no_fee=None if fees else cancelling.get("no_fee"),
            cancellation_fee=cancelling.get("fee"),
            original_payment=original_payment(given),
            email=given.terms.store.email,
        )
    )
    rows = {"windows": windows, "fees": fees, "times": times(given), "rights": rights(given)}
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def _rows(name: str, offers: Iterable[Offer], faults: Set[Reason]) -> tuple[Row, ...]:
    groups = grouped(offers, lambda offer: offer.terms[name].value)
    return tuple(
        {name: group.terms[name], whom: reasons}
        for group in groups
        for whom, reasons in _named("for", group.because, faults).items()
    )


def _named(name: str, because: Iterable[Term[Reason]], faults: Set[Reason]) -> dict[str, Term[tuple[Reason, ...]]]:
    """The reasons under two names: all faults together, which customers know as one case, and every other."""
    terms = tuple(because)
    together = faults if faults <= {term.sure for term in terms} else frozenset()
    ends = {
        "faults": [term for term in terms if term.sure in together],
        "reasons": [term for term in terms if term.sure not in together],
    }
    return {f"{name}_{end}": collected(some) for end, some in ends.items() if some}


def _costs(offer: Offer) -> bool:
    return "restocking_fee" in offer.terms and bool(offer.terms["restocking_fee"].sure.amount)


def _paid_by(payer: Payer, offers: Iterable[Offer]) -> Iterator[Term[Reason]]:
    """The reasons for which `payer` pays the return postage, each with what says so."""
    for offer in offers:
        postage = offer.terms.get("return_postage")
        if postage is not None and postage.value is payer:
            yield offer.because.at(postage.origin)
