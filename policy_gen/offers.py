"""What the store offers for each reason: the terms that are published, and where there is nothing to offer, why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from policy_gen.comparison import KINDS
from policy_gen.durations import Duration
from policy_gen.provenance import Default, Scope, Term
from policy_gen.reasons import ALWAYS_NAMED, CHOICES, FAULTS, Reason
from policy_gen.scalars import Fee
from policy_gen.terms import Terms
from policy_gen.vocabulary import Coverage, Payer, Remedy, SendBack

NAMES = ("report_within", "evidence", "condition", "remedies", "send_back", "return_postage", "refunds_within",
         "restocking_fee")  # fmt: skip
"""What an offer says, in the order of the page."""

ALWAYS_ANSWERED = Default("faults", "what is the seller's or the carrier's fault is always answered with a refund")
STORE_PAYS = Default("fault_postage", "for a fault the customer never pays the return postage")
COMES_BACK = Default("choice_send_back", "what a customer no longer wants comes back")
NO_FEE = Default("fee", "the store keeps nothing")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a customer gets for one reason: `covered` is the supplier's word on it, `terms` are the known ones."""

    reason: Reason
    covered: Term[Any]
    terms: Mapping[str, Term[Any]]

    @property
    def by_supplier(self) -> bool:
        """Whether the supplier stands behind it."""
        return self.covered.known is Coverage.COVERED


@dataclass(frozen=True, slots=True)
class Offers:
    """All that is offered and refused, for one market and one group of products."""

    faults: tuple[Offer, ...]
    choices: tuple[Offer, ...]
    lost: Offer
    not_received: Offer | None
    refused: tuple[Term[Reason], ...]

    @property
    def returns(self) -> tuple[Offer, ...]:
        """What customers can send back, faults first."""
        return (*self.faults, *self.choices)


def offers(terms: Terms, market: str | None = None, group: str | None = None) -> Offers:
    """The offers of a store in a market, for a group of products."""

    def scope(reason: Reason) -> Scope:
        return Scope(reason, market, group)

    faults = [_fault(terms, scope(reason)) for reason in FAULTS if _named(terms, scope(reason))]
    choices = [_choice(terms, scope(reason)) for reason in CHOICES]
    missing = _choice(terms, scope(Reason.DELIVERED_NOT_RECEIVED))
    return Offers(
        faults=_handled_alike(faults),
        choices=tuple(offer for offer in choices if isinstance(offer, Offer)),
        lost=_fault(terms, scope(Reason.LOST)),
        not_received=missing if isinstance(missing, Offer) else None,
        refused=tuple(offer for offer in choices if isinstance(offer, Term)),
    )


def _named(terms: Terms, scope: Scope) -> bool:
    return scope.reason in ALWAYS_NAMED or bool(terms.supplied("covered", scope)) or bool(_promise(terms, scope))


def _promise(terms: Terms, scope: Scope) -> Term[Any] | None:
    return terms.promised("offered", scope)


def _published(terms: Terms, scope: Scope) -> dict[str, Term[Any]]:
    published = {name: terms.published(name, scope) for name in NAMES}
    return {name: term for name, term in published.items() if term.known is not None and not no_time(term)}


def no_time(term: Term[Any]) -> bool:
    """True for a window of which nothing is left; it is never printed."""
    return isinstance(term.value, Duration) and term.value.high == 0 and not isinstance(term.origin, Default)


def _fault(terms: Terms, scope: Scope) -> Offer:
    covered = terms.mirror("covered", scope)
    published = _published(terms, scope)
    published.pop("restocking_fee", None)
    published.pop("condition", None)
    if not published.get("remedies"):
        published["remedies"] = Term((Remedy.REFUND,), ALWAYS_ANSWERED, scope)
    if "return_postage" not in published or published["return_postage"].value is Payer.CUSTOMER:
        published["return_postage"] = Term(Payer.STORE, STORE_PAYS, scope)
    return Offer(Reason(scope.reason or ""), covered, published)


def _choice(terms: Terms, scope: Scope) -> Offer | Term[Reason]:
    """The offer, or the refused reason with what refuses it."""
    reason, promise, covered = Reason(scope.reason or ""), _promise(terms, scope), terms.mirror("covered", scope)
    published = _published(terms, scope)
    wanted = promise is not None and promise.value != "never"
    if wanted or (promise is None and covered.known is Coverage.COVERED and "report_within" in published):
        published.setdefault("remedies", Term((Remedy.REFUND,), Default("choice_remedy", "money back"), scope))
        published.setdefault("send_back", Term(SendBack.ALWAYS, COMES_BACK, scope))
        published.setdefault("restocking_fee", Term(Fee(0), NO_FEE, scope))
        return Offer(reason, covered, published)
    if promise is not None:
        return promise.made(reason, "the store does not take it back").about(scope)
    why = "nothing is left of the time to report it" if covered.known is Coverage.COVERED else "the supplier does not"
    return covered.made(reason, f"offered only where the supplier, the store or the law gives it: {why}").about(scope)


ALIKE = ("report_within", "evidence", "send_back", "refunds_within")
"""What is the same for faults that the supplier covers and for those that it does not."""


def _handled_alike(faults: Iterable[Offer]) -> tuple[Offer, ...]:
    """Faults that the supplier does not answer for, handled as those for which it does.

    For a customer one way is easier than two, and the store's own refund should run no longer than the supplier's.
    """
    faults = tuple(faults)
    covered = [fault for fault in faults if fault.by_supplier]
    shared = {name: term for name in ALIKE if (term := _strictest(name, covered))}
    return tuple(
        fault if fault.by_supplier else Offer(fault.reason, fault.covered, {**shared, **fault.terms})
        for fault in faults
    )


def _strictest(name: str, offers: Iterable[Offer]) -> Term[Any] | None:
    """The worst for the customer of what some offers say under a name."""
    terms = [offer.terms[name] for offer in offers if name in offer.terms]
    if not terms:
        return None
    first, *others = terms
    value = reduce(KINDS[name].worst, (term.sure for term in terms))
    step = "not covered by the supplier, so as for the faults that it covers"
    return first.made(value, step, *(term for term in dict.fromkeys(others) if term.origin != first.origin))


@dataclass(frozen=True, slots=True)
class Group:
    """Reasons that share the same terms, so that the page says them once."""

    reasons: Term[tuple[Reason, ...]]
    terms: Mapping[str, Term[Any]]


def grouped(offers: Iterable[Offer], key: Callable[[Offer], Any] | None = None) -> tuple[Group, ...]:
    """The offers with the same values together, in the order of their first reasons."""
    groups: dict[Any, list[Offer]] = {}
    for offer in offers:
        values = key(offer) if key else tuple((name, offer.terms[name].value) for name in NAMES if name in offer.terms)
        groups.setdefault(values, []).append(offer)
    return tuple(_group(members) for members in groups.values())


def _group(members: list[Offer]) -> Group:
    first, *others = (member.terms for member in members)
    same = [name for name, term in first.items() if all(name in o and o[name].value == term.value for o in others)]
    return Group(listed(members), {name: _shared([member.terms[name] for member in members]) for name in same})


def listed(members: Iterable[Offer]) -> Term[tuple[Reason, ...]]:
    """The reasons of some offers, with what makes each an offer."""
    members = tuple(members)
    why = dict.fromkeys(member.covered for member in members)
    return members[0].covered.made(tuple(m.reason for m in members), "share these terms", *list(why)[1:])


def _shared(same: list[Term[Any]]) -> Term[Any]:
    others = tuple(term for term in same[1:] if term.origin != same[0].origin)
    return same[0].made(same[0].value, "the same for each of them", *others) if others else same[0]
