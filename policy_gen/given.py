"""What a rule may look at: the terms, and the offers made of them, for one market and one group of products."""

from dataclasses import dataclass
from typing import Any

from policy_gen.offers import Offers
from policy_gen.provenance import Scope, Term
from policy_gen.reasons import CANCELLATION
from policy_gen.terms import Terms


@dataclass(frozen=True, slots=True)
class Given:
    """The terms and the offers of a store."""

    terms: Terms
    offers: Offers

    def published(self, name: str) -> Term[Any]:
        """A term that is about no reason, such as `resolves_within`."""
        return self.terms.published(name, Scope())

    def cancelling(self, name: str) -> Term[Any]:
        """A published term about cancelling."""
        return self.terms.published(name, Scope(CANCELLATION))
