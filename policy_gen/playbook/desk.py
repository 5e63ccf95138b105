"""What a section of the playbook may look at: the store's terms as the page has them, and each supplier on its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policy_gen.deriving.applying import holds
from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.expansion import Supplier
from policy_gen.deriving.keeping import keep, settled
from policy_gen.deriving.merging import worst, worst_of
from policy_gen.deriving.offers import offers
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration, Unit
from policy_gen.provenance import Answer, Scope, Term
from policy_gen.records.questionnaire import Figures
from policy_gen.records.record import UNKNOWN
from policy_gen.records.shop import ShopPlatform
from policy_gen.rules.given import Given

NO_TIME = Term(Duration(0, 0, Unit.DAYS))


@dataclass(frozen=True, slots=True)
class Side:
    """One supplier on its own: what it has written down, and what follows from that if it were the only one."""

    supplier: Supplier
    given: Given

    @property
    def name(self) -> Term[str]:
        """What the merchant calls it."""
        return Term(self.supplier.name, Answer("supplier", self.supplier.named_at))

    def fact(self, name: str) -> Term[Any]:
        """A fact about the supplier as a whole."""
        return settled(name, self.supplier.general.get(name, UNKNOWN))

    def dispute(self, name: str) -> Term[Any]:
        """A fact about how a refused claim goes on."""
        return settled(name, self.supplier.dispute.get(name, UNKNOWN))

    def stages(self) -> Iterator[tuple[Mapping[str, Term[Any]], bool]]:
        """The stages of cancelling that orders can go through, each with whether it is for all orders."""
        places = self.given.terms.sold_to or (None,)
        for case in self.supplier.cancellation:
            applies = {holds(case.when, place) for place in places}
            if applies != {False}:
                yield case.terms, applies == {True}

    def said(self, name: str, scope: Scope) -> Term[Any]:
        """What it says under a name, at its worst; unknown where it says several things that don't compare."""
        terms = list(self.given.terms.supplied(name, scope))
        if not terms:
            return UNKNOWN
        worst, *others = (settled(name, term) for term in terms)
        for term in others:
            worst = worst_of(name, worst, term) if name in KINDS else _same(worst, term)
        return worst

    def closes(self, scope: Scope) -> Term[Any]:
        """The supplier's own last day for the store, before the time that the store needs comes off.

        Where that is no whole day it is the supplier's window as it stands.
        """
        terms = replace(self.given.terms, handling=NO_TIME)
        frame = terms.frame(self.supplier, scope)
        said = terms.supplied_by(self.supplier, "report_within", scope)
        last = worst("report_within", [keep("report_within", term, frame) for term in said], scope)
        return last if last.known is None or last.known.high else self.said("report_within", scope)

    def kept(self, scope: Scope) -> Term[Any]:
        """The last day on which a customer can write and the store still can claim in time."""
        return self.given.terms.mirror("report_within", scope)


def _same(one: Term[Any], other: Term[Any]) -> Term[Any]:
    return one if one.value == other.value else UNKNOWN


@dataclass(frozen=True, slots=True)
class Desk:
    """The store's terms, its suppliers one by one, the platform that its shop runs on, and the merchant's figures."""

    given: Given
    sides: tuple[Side, ...]
    shop: ShopPlatform | None = None
    figures: Figures | None = None


def desk(terms: Terms, shop: ShopPlatform | None = None, figures: Figures | None = None) -> Desk:
    """The desk of a store, or of one group of its products."""
    suppliers = {id(one): one for group in terms.groups.values() for one in group}
    sides = tuple(Side(one, _given(replace(terms, groups={None: (one,)}))) for one in suppliers.values())
    return Desk(_given(terms), sides, shop, figures)


def _given(terms: Terms) -> Given:
    return Given(terms, offers(terms))
