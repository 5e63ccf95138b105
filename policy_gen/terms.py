"""The three voices on every term: what the supplier gives, what the store promises, and what is published of both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from policy_gen.comparison import KINDS
from policy_gen.durations import Duration, Event, Unit
from policy_gen.expansion import Case, Supplier
from policy_gen.findings import Span
from policy_gen.keeping import STARTS, Frame, keep
from policy_gen.provenance import Default, Scope, Term
from policy_gen.questionnaire import PromisedReturn, Questionnaire, Store
from policy_gen.reasons import CANCELLATION, Reason
from policy_gen.supplier import UNKNOWN, Record, When
from policy_gen.vocabulary import Approver

HANDLING_TIME: Term[Duration] = Term(
    Duration(2, 2, Unit.DAYS), Default("handling_time", "so long you need to read a message and report it")
)


@dataclass(frozen=True)
class Terms:
    """Everything that the page is worked out from.

    `groups` holds the suppliers of each product group and `markets` the countries sold to; None stands for all goods
    and for a store that names no market. `promises` holds the store's own promises by topic and term.
    """

    store: Store
    effective: Term[Any] | None
    handling: Term[Duration]
    groups: Mapping[str | None, tuple[Supplier, ...]]
    promises: Mapping[str, Mapping[str, Term[Any]]]
    markets: tuple[str | None, ...] = (None,)

    def supplied(self, name: str, scope: Scope) -> tuple[Term[Any], ...]:
        """The suppliers' own terms that could hold for this scope, as they stand."""
        return tuple(term for term, _ in self.candidates(name, scope))

    def mirror(self, name: str, scope: Scope) -> Term[Any]:
        """What the store can pass on: the worst for the customer of all that could hold."""
        kept = [
            keep(name, term, self.frame(supplier, scope)).about(scope)
            for term, supplier in self.candidates(name, scope)
        ]
        if not kept:
            return UNKNOWN.about(scope)
        return reduce(lambda one, other: _worst(name, one, other), kept)

    def frame(self, supplier: Supplier, scope: Scope) -> Frame:
        """What a supplier's windows are worked out with."""
        lost = scope.reason in (Reason.LOST, Reason.LATE)
        delivery = Event.ESTIMATED_DELIVERY if lost else Event.DELIVERY
        return Frame(supplier.general, self.handling, supplier.working_week, delivery)

    def promised(self, name: str, scope: Scope) -> Term[Any] | None:
        """What the store itself promises, if it does."""
        term = self.promises.get(scope.reason or "", {}).get(name)
        if term is None or term.known is None:
            return None
        return term.about(scope)

    def published(self, name: str, scope: Scope) -> Term[Any]:
        """The promise if there is one, else the mirror."""
        promised, mirror = self.promised(name, scope), self.mirror(name, scope)
        if promised is None:
            return mirror
        return promised if mirror.known is None else promised.made(promised.value, "promised by the store", mirror)

    @property
    def named_at(self) -> Span:
        """Where the questionnaire names the supplier."""
        return self.groups[None][0].named_at

    @property
    def answers_within(self) -> Term[Duration]:
        """How long the store takes to answer a message."""
        return _started("answers_within", self.store.answers_within)

    def candidates(self, name: str, scope: Scope) -> list[tuple[Term[Any], Supplier]]:
        """The terms that could hold for this scope, each with its supplier."""
        found = []
        for supplier in self.groups[scope.group]:
            if scope.reason == CANCELLATION:
                terms = [chain.get(name, UNKNOWN) for chain in _chains(supplier.cancellation, scope.market)]
            elif scope.reason:
                cases = supplier.returns.get(Reason(scope.reason), ())
                terms = [case.terms.get(name, UNKNOWN) for case in possible(cases, scope.market)]
            else:
                terms = [supplier.general[name]] if name in supplier.general else []
            found += [(term, supplier) for term in terms]
        return found


def gather(questionnaire: Questionnaire, supplier: Supplier) -> Terms:
    """The terms of a questionnaire whose answers have been placed, and of its supplier."""
    promise = questionnaire.promise
    promises = {name: _promised(getattr(promise, name)) for name in type(promise).model_fields}
    promises[CANCELLATION]["certain_until"] = promise.cancellation.until
    return Terms(
        store=questionnaire.store,
        effective=questionnaire.effective,
        handling=questionnaire.handling_time or HANDLING_TIME,
        groups={None: (supplier,)},
        promises=promises,
    )


def _promised(promise: Record | Term[Any] | None) -> dict[str, Term[Any]]:
    if promise is None:
        return {}
    if isinstance(promise, Term):
        return {"offered": promise}
    terms = {name: _started(name, getattr(promise, name)) for name in type(promise).model_fields}
    if isinstance(promise, PromisedReturn) and promise.model_fields_set:
        terms["offered"] = Term("yes", next(iter(_written(promise))).origin)
    return terms


def _written(promise: Record) -> Iterable[Term[Any]]:
    return [getattr(promise, name) for name in type(promise).model_fields if name in promise.model_fields_set]


def _started(name: str, term: Term[Any]) -> Term[Any]:
    """A promised time with the event that it counts from where the merchant named none."""
    start = STARTS.get(name)
    if start is None or not isinstance(term.value, Duration):
        return term
    return Term(term.value.after(start), term.origin, term.scope)


def possible(cases: Sequence[Case], market: str | None) -> list[Case]:
    """The cases that could hold, as far as is known: up to the first that surely does."""
    found = []
    for case in cases:
        applies = holds(case.when, market)
        if applies is not False:
            found.append(case)
        if applies:
            break
    return found


def holds(when: When, market: str | None) -> bool | None:
    """Whether a rule's condition is met; None where that depends on something that nobody has said."""
    if when.ship_to and market and market not in when.ship_to:
        return False
    undecided = (when.ship_from, when.category, when.shipping_method, when.badge, when.item_value_over)
    if any(undecided) or (when.ship_to and not market):
        return None
    return True


def _chains(cases: Sequence[Case], market: str | None) -> list[dict[str, Term[Any]]]:
    """The ways in which cancelling could go, each by its stages in time: certain first, then on request."""
    conditions: list[When] = []
    for case in cases:
        if case.when not in conditions and holds(case.when, market) is not False:
            conditions.append(case.when)
    return [_stages([case for case in cases if case.when == when]) for when in conditions]


def _stages(cases: Sequence[Case]) -> dict[str, Term[Any]]:
    # Before payment there is no order to cancel from a customer's point of view: customers pay as they order.
    paid = [case.terms for case in cases if not _before_payment(case.terms["until"])]
    certain = [terms for terms in paid if terms["approver"].known is Approver.NOBODY]
    asked = [terms for terms in paid if terms["approver"].known is not Approver.NOBODY]
    chain: dict[str, Term[Any]] = {}
    for terms in (*certain, *asked):
        chain |= {name: term for name, term in terms.items() if name in KINDS}
    if certain:
        chain["certain_until"] = certain[-1]["until"]
    if asked:
        chain["asked_until"] = asked[-1]["until"]
    return chain


def _before_payment(until: Term[Duration]) -> bool:
    return until.known is not None and until.known.is_stage and until.known.event is Event.PAYMENT


def _worst(name: str, one: Term[Any], other: Term[Any]) -> Term[Any]:
    """The worse of two terms, or the missing one: what is not known counts as the worst."""
    if one.known is None or other.known is None:
        return one if one.known is None else other
    if one.value == other.value:
        return one
    worse = KINDS[name].worst(one.known, other.known)
    return one.made(worse, "the worst for the customer of the rules that could hold", other)
