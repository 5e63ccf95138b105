"""The law's floor under a term: the least that a customer is owed in a market on a day, in the page's own words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.joined import AXES, Owed, best, best_of, owed
from policy_gen.deriving.jurisdiction import Dated, Jurisdiction, LegalDuty, LegalRight, in_force
from policy_gen.durations import Duration, Event, Order
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import CANCELLATION, CHOICES, Reason
from policy_gen.records.rights import NO_NUMBER, Bearer, Ground
from policy_gen.records.vocabulary import Payer

LAW_NAMES = {
    "report_within": "within",
    "remedies": "remedies",
    "return_postage": "return_postage",
    "refunds_within": "refunds_within",
    "restocking_fee": "fee",
    "condition": "condition",
    "send_back_within": "send_back_within",
}
"""What the law calls a term of the page."""

WITHHOLD = "withhold_until"
"""What the law calls the store's right to wait for the goods."""

PAYERS = {Bearer.SELLER: Payer.STORE, Bearer.CUSTOMER: Payer.CUSTOMER, Bearer.CUSTOMER_IF_TOLD: Payer.CUSTOMER}


@dataclass(frozen=True, slots=True)
class Laws:
    """The laws of the markets that a store names, as they stand on a day; without a day the newest ones."""

    markets: Mapping[str, tuple[Jurisdiction, ...]] = field(default_factory=dict)
    day: date | None = None

    def named(self) -> tuple[Jurisdiction, ...]:
        """Every law of every market, once."""
        return tuple(dict.fromkeys(law for laws in self.markets.values() for law in laws))

    def rights(self, market: str, reason: Reason) -> Iterator[tuple[Jurisdiction, LegalRight]]:
        """The rights that customers have in a market for a reason, whatever the store tells them."""
        for law in self.markets.get(market, ()):
            for right in law.rights.values():
                if _is_there(right) and reason in right.reasons and right.basis.holds(self.day):
                    yield law, right

    def after_breach(self, market: str, breach: str) -> list[LegalRight]:
        """The rights that customers have in a market where the store broke that duty."""
        rights = (right for law in self.markets.get(market, ()) for right in law.rights.values())
        return [right for right in rights if right.breach == breach and right.basis.holds(self.day)]

    def with_right(self, reason: Reason) -> tuple[str, ...]:
        """The markets in which customers have a right for a reason."""
        return tuple(market for market in self.markets if any(self.rights(market, reason)))

    def wanting(self, words: str) -> dict[str, LegalDuty]:
        """The markets whose law wants the page itself to say something, each with the first duty to do so."""
        duties = {
            market: next((duty for law in laws for duty in law.duties.values() if self._wants(duty, words)), None)
            for market, laws in self.markets.items()
        }
        return {market: duty for market, duty in duties.items() if duty is not None}

    def _wants(self, duty: LegalDuty, words: str) -> bool:
        return words in duty.duty.page_says and duty.basis.holds(self.day)

    def instructed(self) -> tuple[str, ...]:
        """The markets whose law has customers find in the withdrawal instruction where returns go."""
        return tuple(
            market
            for market in self.with_right(CHOICES[0])
            if any(self._is_instructed(duty) for law in self.markets[market] for duty in law.duties.values())
        )

    def _is_instructed(self, duty: LegalDuty) -> bool:
        places = {where.place for where in duty.duty.where}
        return "withdrawal_instruction" in places and duty.duty.po_box_ok is not None and duty.basis.holds(self.day)

    def may_cancel(self) -> tuple[str, ...]:
        """The markets in which customers may cancel before delivery, whatever the store says."""
        return tuple(
            market
            for market, laws in self.markets.items()
            if any(law.cancelling is not None and law.cancelling.value == "full" for law in laws)
        )

    def owed(self, market: str, reason: Reason, *ids: str) -> Owed | None:
        """What all laws of a market together give for a reason, by the rights of these names or by all."""
        rights = [right for _, right in self.rights(market, reason) if not ids or right.id in ids]
        return owed(rights, self.day)

    def stated(self, market: str, part: str) -> Mapping[str, tuple[Term[Any], ...]]:
        """The best of what all laws of a market say on the `guarantee` or on `delivery`, by name."""
        said: dict[str, list[Term[Any]]] = {}
        for law in self.markets.get(market, ()):
            values: Dated = getattr(law, part)
            for name, terms in values.items():
                said.setdefault(name, []).extend(term for term in [in_force(terms, self.day)] if term is not None)
        return best(said)

    def stating(self, part: str, name: str) -> tuple[str, ...]:
        """The markets whose law says something under a name of the `guarantee` or of `delivery`."""
        return tuple(market for market in self.markets if name in self.stated(market, part))

    def values(self, market: str, reason: Reason, name: str) -> list[Term[Any]]:
        """What the rights for a reason say under one of the law's own names."""
        said = (right.value(name, self.day) for _, right in self.rights(market, reason))
        return [term for term in said if term is not None]

    def floors(self, name: str, scope: Scope) -> tuple[Term[Any], ...]:
        """The best that the laws of the scope's market give under a name of the page.

        Several where they don't compare, and each of them holds; none where no law has a value that a page could keep.
        """
        said = self.each(name, scope)
        return best_of(KINDS[name], said) if said else ()

    def each(self, name: str, scope: Scope) -> tuple[Term[Any], ...]:
        """What each right in the scope's market gives under a name of the page, in the page's own words."""
        if scope.market is None or scope.reason is None:
            return ()
        if scope.reason == CANCELLATION:
            found = self._cancelling(name, scope.market)
        else:
            law_name = LAW_NAMES.get(name)
            found = self.values(scope.market, Reason(scope.reason), law_name) if law_name else []
        return tuple(term.about(scope) for value in found if (term := _on_the_page(name, value)) is not None)

    def floor(self, name: str, scope: Scope) -> Term[Any] | None:
        """The first of the floors; None where there is none."""
        return next(iter(self.floors(name, scope)), None)

    def withheld(self, scope: Scope) -> Term[Any] | None:
        """What the law lets the store wait for before it pays back, in the scope's market; None where it is silent."""
        if scope.market is None or scope.reason is None:
            return None
        if scope.reason == CANCELLATION:
            said = self._cancelling(WITHHOLD, scope.market)
        else:
            said = self.values(scope.market, Reason(scope.reason), WITHHOLD)
        return next(iter(best_of(AXES[WITHHOLD], said)), None)

    def _cancelling(self, name: str, market: str) -> list[Term[Any]]:
        """What the laws say on an order that is cancelled before it is dispatched."""
        if name == "fee":
            return self.values(market, CHOICES[0], "fee")
        said = [in_force(law.cancelled.get(name, ()), self.day) for law in self.markets.get(market, ())]
        own = [term for term in said if term is not None]
        return [*own, *self._cancelled_otherwise(market)] if name == "refunds_within" else own

    def _cancelled_otherwise(self, market: str) -> list[Term[Any]]:
        """When money comes back by other rights that a customer uses who cancels."""
        name = "refunds_within"
        # Who cancels uses the right to withdraw, where that is there before delivery, or the one of late parcels.
        late = [in_force(law.delivery.get(name, ()), self.day) for law in self.markets.get(market, ())]
        early = [
            right.value(name, self.day)
            for _, right in self.rights(market, CHOICES[0])
            if (before := right.value("before_delivery", self.day)) is not None and before.value
        ]
        return [term for term in (*late, *early) if term is not None and _counts_from_words(term.value)]


def _counts_from_words(value: Any) -> bool:
    """Whether a time runs from what the customer says, and not from goods that come back."""
    return value == "at_once" or (isinstance(value, Duration) and value.event in (Event.REQUEST, Event.CANCELLATION))


def _is_there(right: LegalRight) -> bool:
    """Whether a right needs no other breach than the one that the reason itself names: a parcel that is late."""
    return right.ground is Ground.STATUTORY or right.breach == "delivery"


def kept(name: str, own: Term[Any], floors: Iterable[Term[Any]]) -> bool:
    """Whether a term is surely at least as good for the customer as every floor."""
    return all(KINDS[name].order(own.sure, floor.sure) in (Order.BETTER, Order.EQUAL) for floor in floors)


def _on_the_page(name: str, given: Term[Any]) -> Term[Any] | None:
    """The law's value in the page's words; None where it has no number to compare with."""
    value = given.sure
    if name == "report_within":
        ends = [one for one in value if isinstance(one, Duration)]
        value = next((one for one in ends if one.event is Event.DELIVERY), next(iter(ends), None))
    elif name == "return_postage":
        value = PAYERS[value]
    elif name == "refunds_within" and isinstance(value, str):
        value = NO_NUMBER[value]
    return None if value is None else replace(given, value=value)
