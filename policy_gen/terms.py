"""The three voices on every term: what the supplier gives, what the store promises, and what is published of both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from policy_gen import markets
from policy_gen.comparison import KINDS
from policy_gen.durations import Duration, Event, Unit
from policy_gen.expansion import Case, Supplier
from policy_gen.findings import Span
from policy_gen.floors import Laws, kept
from policy_gen.keeping import Frame, keep, plain, settled
from policy_gen.markets import Market
from policy_gen.provenance import Answer, Default, Missing, Rule, Scope, Term
from policy_gen.questionnaire import PromisedReturn, Questionnaire, ReturnsGoTo, Store
from policy_gen.reasons import CANCELLATION, Reason
from policy_gen.supplier import UNKNOWN, Record, When
from policy_gen.vocabulary import Approver

NO_LAWS = Laws()
HANDLING_TIME: Term[Duration] = Term(
    Duration(2, 2, Unit.DAYS), Default("handling_time", "what you need to read a message and report it to the supplier")
)
LAW_WINS = "the law, which gives the customer more than what follows from the supplier's terms and your promise"
LAW_ALONE = "the law; nobody else says anything"
YOUR_PROMISE = "your promise, instead of what follows from the supplier's terms"


@dataclass(frozen=True)
class Terms:
    """Everything that the page is worked out from.

    `groups` holds the suppliers of each product group and `markets` the countries sold to; None stands for all goods
    and for a store that names no market. `promises` holds the store's own promises by topic and term, `sold_to` the
    places that the store sells to, each by every code that stands for it.
    """

    store: Store
    effective: Term[Any] | None
    handling: Term[Duration]
    groups: Mapping[str | None, tuple[Supplier, ...]]
    promises: Mapping[str, Mapping[str, Term[Any]]]
    markets: tuple[str | None, ...] = (None,)
    sold_to: tuple[Market, ...] = ()
    sells_to: Term[Any] | None = None
    laws: Laws = NO_LAWS
    returns_go_to: ReturnsGoTo | None = None
    notice: Term[Duration] | None = None

    def supplied(self, name: str, scope: Scope) -> tuple[Term[Any], ...]:
        """The suppliers' own terms that could hold for this scope, as they stand."""
        return tuple(term for term, _ in self.candidates(name, scope))

    def mirror(self, name: str, scope: Scope) -> Term[Any]:
        """What the store can pass on: the worst for the customer of all that could hold."""
        kept = self._kept(name, scope)
        if name == "report_within":
            # The clock that a supplier sets for the end customer runs beside the merchant's.
            clocks = self._kept("customer_reports_within", scope)
            kept = [_sooner(window, clock) for window, clock in zip(kept, clocks, strict=True)]
        if not kept:
            return UNKNOWN.about(scope)
        return reduce(lambda one, other: worst_of(name, one, other), kept)

    def _kept(self, name: str, scope: Scope) -> list[Term[Any]]:
        return [
            keep(name, term, self.frame(supplier, scope)).about(scope)
            for term, supplier in self.candidates(name, scope)
        ]

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
        """The best for the customer of the law's floor in the scope's market and of what the store gives itself."""
        return self.with_law(name, self.own(name, scope), scope)[0]

    def with_law(self, name: str, own: Term[Any], scope: Scope) -> tuple[Term[Any], ...]:
        """The store's own term where it is surely at least as good as all that the law gives, else what the law gives.

        Several terms where the laws of the market don't compare: then each of them holds.
        """
        floors = self.laws.floors(name, scope)
        if own.known is None:
            return tuple(floor.made(floor.value, LAW_ALONE, own) for floor in floors) or (own,)
        if kept(name, own, floors):
            return (own,)
        sets = isinstance(own.value, tuple)
        return tuple(
            floor.made(KINDS[name].best(own.value, floor.value) if sets else floor.value, LAW_WINS, own)
            for floor in floors
        )

    def own(self, name: str, scope: Scope) -> Term[Any]:
        """What the store gives of its own accord: the promise if there is one, else the mirror."""
        promised, mirror = self.promised(name, scope), self.mirror(name, scope)
        if promised is None:
            return mirror
        if mirror.known in (None, promised.value):
            return promised
        return promised.made(promised.value, YOUR_PROMISE, mirror)

    @property
    def named_at(self) -> Span:
        """Where the questionnaire names the supplier."""
        return self.groups[None][0].named_at

    def place(self, term: Term[Any]) -> Span:
        """Where the merchant wrote a term, or what it was made of; else where the supplier is named."""
        return next((origin.span for origin in term.leaves() if isinstance(origin, Answer)), self.named_at)

    @property
    def answers_within(self) -> Term[Duration]:
        """How long the store takes to answer a message."""
        return plain("answers_within", self.store.answers_within)

    def candidates(self, name: str, scope: Scope) -> list[tuple[Term[Any], Supplier]]:
        """The terms that could hold for this scope, each with its supplier."""
        found = []
        places = self._places(scope)
        for supplier in self.groups[scope.group]:
            if scope.reason:
                cases = _cases(supplier, scope.reason, places)
            else:
                cases = [Case(When.model_construct(), supplier.general)] if name in supplier.general else []
            terms = [_under(case.when, case.terms.get(name, UNKNOWN), places) for case in cases]
            found += [(term, supplier) for term in terms]
        return found

    def conditions(self, scope: Scope) -> tuple[When, ...]:
        """The conditions of the suppliers' rules that could hold for this scope."""
        places = self._places(scope)
        suppliers = self.groups[scope.group] if scope.reason else ()
        cases = [case for supplier in suppliers for case in _cases(supplier, scope.reason or "", places)]
        return tuple(case.when for case in cases if case is not NO_RULE)

    def _places(self, scope: Scope) -> Sequence[Market | None]:
        """Where orders go; None where nobody has said."""
        if scope.market is None:
            return self.sold_to or (None,)
        # Of a group the members that are sold to count.
        return [one for one in self.sold_to if scope.market in one] or markets.sold_to((scope.market,), {})


def gather(
    questionnaire: Questionnaire, supplier: Supplier, members: Mapping[str, tuple[str, ...]], laws: Laws = NO_LAWS
) -> Terms:
    """The terms of a questionnaire whose answers have been placed, and of its supplier.

    `members` are the countries of each group of countries that one of them names.
    """
    promise, handling = questionnaire.promise, questionnaire.handling_time
    promises = {topic: _promised(topic, getattr(promise, topic)) for topic in type(promise).model_fields}
    promises[CANCELLATION]["certain_until"] = promises[CANCELLATION].pop("until")
    return Terms(
        store=questionnaire.store,
        effective=questionnaire.effective,
        handling=HANDLING_TIME if handling is None or handling.known is None else handling,
        groups={None: (supplier,)},
        promises=promises,
        sold_to=markets.sold_to(questionnaire.sells_to.known or (), members),
        sells_to=questionnaire.sells_to,
        laws=laws,
        returns_go_to=questionnaire.returns_go_to,
        notice=questionnaire.notice,
    )


def _promised(topic: str, promise: Record | Term[Any] | None) -> dict[str, Term[Any]]:
    if promise is None:
        return {}
    if isinstance(promise, Term):
        return {"offered": promise}
    terms = {name: plain(name, getattr(promise, name)) for name in type(promise).model_fields}
    window = terms.get("report_within", UNKNOWN).known
    if topic == Reason.LOST and window and window.event is Event.DELIVERY:
        # A parcel that never came has a day on which it should have come.
        terms["report_within"] = replace(terms["report_within"], value=replace(window, event=Event.ESTIMATED_DELIVERY))
    known = [term for term in terms.values() if term.known is not None]
    if isinstance(promise, PromisedReturn) and known:
        terms["offered"] = Term("yes", known[0].origin)
    return terms


def _cases(supplier: Supplier, reason: str, places: Sequence[Market | None]) -> list[Case]:
    """A supplier's rules that could hold for a reason, or for cancelling, in one of the places that orders go to."""
    if reason == CANCELLATION:
        return _chains(supplier.cancellation, places)
    return possible(supplier.returns.get(Reason(reason), ()), places)


def possible(cases: Sequence[Case], places: Sequence[Market | None]) -> list[Case]:
    """The cases that could hold in one of the places, in their order."""
    numbers = {number for market in places for number in _numbers(cases, market)}
    return [[*cases, NO_RULE][number] for number in sorted(numbers)]


def _numbers(cases: Sequence[Case], market: Market | None) -> list[int]:
    """Which cases could hold in a place, as far as is known: up to the first that surely does.

    Where none surely does, perhaps none holds at all: then nothing is known, which is the number after the last.
    """
    found = []
    for number, case in enumerate(cases):
        applies = holds(case.when, market)
        if applies is not False:
            found.append(number)
        if applies:
            return found
    return [*found, len(cases)] if cases else []


NO_RULE = Case(When.model_construct(), {})
"""What a supplier says of an order that none of its rules is for."""


def _under(when: When, term: Term[Any], places: Sequence[Market | None]) -> Term[Any]:
    """The term with what it hangs on, where that is not decided or not the same for all orders."""
    applies = {holds(when, market) for market in places}
    if applies == {True} or term is UNKNOWN:
        return term
    asked = [f"{name} is {_listed(wanted)}" for name in type(when).model_fields if (wanted := getattr(when, name))]
    step = f"only if {' and '.join(asked)}{'' if True in applies else ', which nobody has said'}"
    return replace(term, origin=Rule(step, (term,)), replaced=None)


def _listed(wanted: str | tuple[str, ...]) -> str:
    return wanted if isinstance(wanted, str) else " or ".join(wanted)


def holds(when: When, market: Market | None) -> bool | None:
    """Whether a rule's condition is met; None where that depends on something that nobody has said."""
    there = markets.holds_for(when.ship_to, market) if when.ship_to else True
    if there is False:
        return False
    undecided = (when.ship_from, when.category, when.shipping_method, when.badge, when.item_value_over)
    if any(undecided) or there is None:
        return None
    return True


def _chains(cases: Sequence[Case], places: Sequence[Market | None]) -> list[Case]:
    """The ways in which cancelling could go, each by its stages in time: certain first, then on request."""
    chains: dict[int, Case] = {}
    for place, case in enumerate(cases):
        if all(chain.when != case.when for chain in chains.values()):
            # What is said for every order before holds for these orders, too.
            stages = [one for one in cases[:place] if one.when == When()]
            stages += [one for one in cases[place:] if one.when == case.when]
            chains[place] = Case(case.when, _stages([stage.terms for stage in stages]))
    return possible(sorted(chains.values(), key=lambda chain: chain.when == When()), places)


def _stages(stages: Sequence[Mapping[str, Term[Any]]]) -> dict[str, Term[Any]]:
    """The terms of cancelling through all its stages; what a request takes is said by the stages that need one."""
    # Before payment there is no order to cancel from a customer's point of view: customers pay as they order.
    paid = [terms for terms in stages if not _before_payment(terms["until"])]
    certain = [terms for terms in paid if terms["approver"].known is Approver.NOBODY]
    asked = [terms for terms in paid if terms["approver"].known is not Approver.NOBODY]
    chain: dict[str, Term[Any]] = {}
    for name in ("fee", "refunds_within", "not_cancellable"):
        chain |= _through(name, paid)
    for name in ("reply_within", "silence"):
        chain |= _through(name, asked)
    if certain:
        chain["certain_until"] = certain[-1]["until"]
    if asked:
        chain["asked_until"] = asked[-1]["until"]
    return chain


def _through(name: str, stages: Iterable[Mapping[str, Term[Any]]]) -> dict[str, Term[Any]]:
    terms = [settled(name, terms[name]) for terms in stages if name in terms]
    return {name: reduce(lambda one, other: worst_of(name, one, other), terms)} if terms else {}


def _before_payment(until: Term[Duration]) -> bool:
    return until.known is not None and until.known.is_stage and until.known.event is Event.PAYMENT


def _sooner(window: Term[Any], clock: Term[Any]) -> Term[Any]:
    """The end of two windows that comes first; the one that is known where the other isn't."""
    if window.known is None or clock.known is None:
        return window if clock.known is None else clock
    sooner = KINDS["report_within"].worst(window.known, clock.known)
    return window if sooner == window.value else clock.made(sooner, "the clock set for the customer ends first", window)


def worst_of(name: str, one: Term[Any], other: Term[Any]) -> Term[Any]:
    """The worse of two terms, or the missing one: what is not known counts as the worst."""
    if one.known is None or other.known is None:
        return one if one.known is None else other
    if one.value == other.value:
        return one
    worse = KINDS[name].worst(one.known, other.known)
    if worse is None or _is_nothing(worse):
        return one.made(Missing.UNKNOWN, "none of these is surely the worst for the customer", other)
    return one.made(worse, "the worst of these for the customer", other)


def _is_nothing(value: Any) -> bool:
    """True for a window that ends as it begins: what is surely left of "24 hours after order" and "until shipped"."""
    return isinstance(value, Duration) and value.high == 0 and value.event is Event.ORDER
