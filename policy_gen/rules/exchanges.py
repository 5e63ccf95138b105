"""Replacements and exchanges, where the store gives them."""

from policy_gen.deriving.offers import Offer, collected
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.records.vocabulary import Remedy
from policy_gen.rules.clause import Clause, present
from policy_gen.rules.given import Given

ID = "exchanges"
SOURCE = "What a page must say, D9: offered or not, and for what"


def derive(given: Given) -> Clause | None:
    """The clause is left out where neither is given for any reason."""
    parts = present(
        replacement=_for(Remedy.REPLACEMENT, given.offers.returns),
        exchange=_for(Remedy.EXCHANGE, given.offers.returns),
        email=given.terms.store.email,
    )
    return Clause(ID, parts) if {"replacement", "exchange"} & set(parts) else None


def _for(remedy: Remedy, offers: tuple[Offer, ...]) -> Term[tuple[Reason, ...]] | None:
    """The reasons for which a remedy is given."""
    giving = [offer for offer in offers if remedy in offer.terms["remedies"].sure]
    return collected(offer.because.at(offer.terms["remedies"].origin) for offer in giving) if giving else None
