"""What the store offers for each reason: the terms that are published, and where there is nothing to offer, why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from policy_gen.deriving.merging import worst
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration
from policy_gen.provenance import Default, Origin, Rule, Scope, Term
from policy_gen.records.reasons import ALWAYS_NAMED, CHOICES, FAULTS, Reason
from policy_gen.records.scalars import Fee
from policy_gen.records.vocabulary import Coverage, Payer, Remedy, SendBack

S = TypeVar("S")

NAMES = ("report_within", "evidence", "condition", "remedies", "send_back", "return_postage", "refunds_within",
         "restocking_fee")  # fmt: skip
"""What an offer says, in the order of the page."""

ALWAYS_ANSWERED = Default("faults", "what is the seller's or the carrier's fault is always answered with a refund")
STORE_PAYS = Default("fault_postage", "for a fault the customer never pays the return postage")
MONEY_BACK = Default("choice_remedy", "who may return something gets the money back")
COMES_BACK = Default("choice_send_back", "what a customer no longer wants comes back")
NO_FEE = Default("fee", "the store keeps nothing")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a customer gets for one reason.

    `because` is the reason with what makes it an offer, `covered` the supplier's word on it, `terms` what is known.
    """

    because: Term[Reason]
    covered: Term[Any]
    terms: Mapping[str, Term[Any]]

    @property
    def reason(self) -> Reason:
        """What it is offered for."""
        return self.because.sure

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
    return {name: term for name, term in published.items() if term.known not in (None, ()) and not no_time(term)}


def no_time(term: Term[Any]) -> bool:
    """True for a window of which nothing is left; it is never printed."""
    return isinstance(term.value, Duration) and term.value.high == 0


def _fault(terms: Terms, scope: Scope) -> Offer:
    reason, covered, promise = Reason(scope.reason or ""), terms.mirror("covered", scope), _promise(terms, scope)
    published = _published(terms, scope)
    # What is kept, and how goods must be, is for the customer's own choice: a broken thing is neither new nor whole.
    published.pop("restocking_fee", None)
    published.pop("condition", None)
    published.setdefault("remedies", Term((Remedy.REFUND,), ALWAYS_ANSWERED, scope))
    if "return_postage" not in published or published["return_postage"].value is Payer.CUSTOMER:
        published["return_postage"] = Term(Payer.STORE, STORE_PAYS, scope)
    why: Origin = promise.origin if promise else ALWAYS_ANSWERED
    return Offer(Term(reason, covered.origin if _covers(covered) else why, scope), covered, published)


def _covers(covered: Term[Any]) -> bool:
    return covered.known is Coverage.COVERED


def _choice(terms: Terms, scope: Scope) -> Offer | Term[Reason]:
    """The offer, or the refused reason with what refuses it."""
    reason, promise, covered = Reason(scope.reason or ""), _promise(terms, scope), terms.mirror("covered", scope)
    published = _published(terms, scope)
    if promise is not None and promise.value == "never":
        return promise.made(reason, "you don't take it back").about(scope)
    if promise is not None or (_covers(covered) and "report_within" in published):
        published.setdefault("remedies", Term((Remedy.REFUND,), MONEY_BACK, scope))
        published.setdefault("send_back", Term(SendBack.ALWAYS, COMES_BACK, scope))
        published.setdefault("restocking_fee", Term(Fee(0), NO_FEE, scope))
        why = promise.origin if promise and not _covers(covered) else covered.origin
        return Offer(Term(reason, why, scope), covered, published)
    if _covers(covered):
        window = terms.mirror("report_within", scope)
        return window.made(reason, "not offered, as nobody knows until when, or no day is left of it").about(scope)
    if covered.known is Coverage.NOT_COVERED:
        return Term(reason, covered.origin, scope)
    return covered.made(reason, "not offered until it is known whether the supplier takes it back").about(scope)


ALIKE = ("report_within", "evidence", "send_back", "refunds_within")
"""What is the same for faults that the supplier covers and for those that it does not."""


def _handled_alike(faults: Iterable[Offer]) -> tuple[Offer, ...]:
    """Faults that the supplier does not answer for, handled as those for which it does.

    For a customer one way is easier than two, and the store's own refund should run no longer than the supplier's.
    """
    faults = tuple(faults)
    covered = [fault for fault in faults if fault.by_supplier]
    shared = {name: term for name in ALIKE if (term := _strictest(name, covered))}
    return tuple(fault if fault.by_supplier else replace(fault, terms={**shared, **fault.terms}) for fault in faults)


def _strictest(name: str, offers: Iterable[Offer]) -> Term[Any] | None:
    """The worst for the customer of what some offers say under a name, if anything surely is."""
    terms = [offer.terms[name] for offer in offers if name in offer.terms]
    strictest = worst(name, terms, Scope())
    if strictest.known is None:
        return None
    one = next((term for term in terms if term.value == strictest.value), strictest)
    return one.made(one.sure, "not covered by the supplier, so as for the faults that it covers")


@dataclass(frozen=True, slots=True)
class Group:
    """Reasons that share the same terms, so that the page says them once."""

    because: tuple[Term[Reason], ...]
    terms: Mapping[str, Term[Any]]

    @property
    def reasons(self) -> Term[tuple[Reason, ...]]:
        """The reasons, with what makes each an offer."""
        return collected(self.because)


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
    because = tuple(member.because for member in members)
    return Group(because, {name: _shared([member.terms[name] for member in members]) for name in same})


def listed(members: Iterable[Offer]) -> Term[tuple[Reason, ...]]:
    """The reasons of some offers, with what makes each an offer."""
    return collected(member.because for member in members)


def collected(terms: Iterable[Term[S]]) -> Term[tuple[S, ...]]:
    """The values of some terms as one list, with the origin of each."""
    terms = tuple(terms)
    return Term(tuple(term.sure for term in terms), Rule("", terms), terms[0].scope)


def _shared(same: list[Term[Any]]) -> Term[Any]:
    """A value that several offers have, with every origin that it has; what was made of another of them adds none."""
    origins = [term.origin for term in same]
    roots = [term for term in same if not any(origin in origins for origin in _inputs(term))]
    first, *others = distinct(roots, lambda term: term.origin)
    return first.made(first.sure, "", *others) if others else first


def distinct(terms: Iterable[Term[S]], key: Callable[[Term[S]], Any]) -> list[Term[S]]:
    """The first term of each key."""
    found: dict[Any, Term[S]] = {}
    for term in terms:
        found.setdefault(key(term), term)
    return list(found.values())


def _inputs(term: Term[Any]) -> Iterator[Origin]:
    if isinstance(term.origin, Rule):
        yield from (one.origin for one in term.origin.inputs)
