"""The three voices on every term: what the supplier gives, what the store promises, and what is published of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policy_gen.deriving.applying import NO_RULE, WHEN_ASKED, asking, cases_of, under
from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.expansion import Case, Supplier
from policy_gen.deriving.floors import Laws, kept
from policy_gen.deriving.fulfilment import Fulfilled
from policy_gen.deriving.keeping import OF_CANCELLING, STARTS, Frame, keep, plain
from policy_gen.deriving.merging import merged, sooner, worst
from policy_gen.durations import WITHOUT_DELAY, Duration, Event, Unit
from policy_gen.findings import Span
from policy_gen.provenance import Answer, Default, Scope, Term
from policy_gen.records import markets
from policy_gen.records.markets import Market
from policy_gen.records.products import Product
from policy_gen.records.questionnaire import PromisedReturn, Questionnaire, ReturnsGoTo, Store
from policy_gen.records.reasons import CANCELLATION, Reason
from policy_gen.records.record import UNKNOWN, Record
from policy_gen.records.supplier import When

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

    `groups` holds the suppliers of each product group, `products` what belongs to it, and `markets` the countries sold
    to; None stands for all goods and for a store that names no market. `promises` holds the store's own promises by
    topic and term, `sold_to` the places that the store sells to, each by every code that stands for it.
    """

    store: Store
    effective: Term[Any] | None
    handling: Term[Duration]
    groups: Mapping[str | None, tuple[Supplier, ...]]
    products: Mapping[str | None, tuple[Product, ...]]
    promises: Mapping[str, Mapping[str, Term[Any]]]
    markets: tuple[str | None, ...] = (None,)
    sold_to: tuple[Market, ...] = ()
    sells_to: Term[Any] | None = None
    laws: Laws = NO_LAWS
    returns_go_to: ReturnsGoTo | None = None
    notice: Term[Duration] | None = None

    def supplied(self, name: str, scope: Scope) -> tuple[Term[Any], ...]:
        """The suppliers' own terms that could hold for this scope, as they stand."""
        return tuple(term for supplier in self.groups[scope.group] for term in self.supplied_by(supplier, name, scope))

    def mirror(self, name: str, scope: Scope) -> Term[Any]:
        """What the store can pass on: the worst for the customer of all that could hold."""
        suppliers = [one for one in self.groups[scope.group] if self._has_a_say(name, scope, one)]
        each = [(one.name, self._passed_on(name, scope, one)) for one in suppliers or self.groups[scope.group]]
        return each[0][1] if len(each) == 1 else merged(name, each, scope)

    def _has_a_say(self, name: str, scope: Scope, supplier: Supplier) -> bool:
        """Whether a term can mean anything at a supplier: who needs no consent takes no time to give it."""
        if scope.reason != CANCELLATION or name not in WHEN_ASKED or not self._asks(scope):
            return True
        cases = cases_of(supplier, CANCELLATION, self._places(scope))
        return not cases or bool(asking(name, cases))

    def _passed_on(self, name: str, scope: Scope, supplier: Supplier) -> Term[Any]:
        """What the store can pass on of one supplier's term."""
        kept = self._kept(name, scope, supplier)
        if name == "report_within":
            # The clock that a supplier sets for the end customer runs beside the merchant's.
            clocks = self._kept("customer_reports_within", scope, supplier)
            kept = [sooner(window, clock) for window, clock in zip(kept, clocks, strict=True)]
        return worst(name, kept, scope)

    def _kept(self, name: str, scope: Scope, supplier: Supplier) -> list[Term[Any]]:
        frame = self.frame(supplier, scope)
        return [keep(name, term, frame).about(scope) for term in self.supplied_by(supplier, name, scope)]

    def lacking(self, name: str, scope: Scope) -> tuple[Supplier, ...]:
        """The suppliers of which a term is not known, where others of the group have it or not."""
        return tuple(one for one in self.groups[scope.group] if self._passed_on(name, scope, one).known is None)

    def frame(self, supplier: Supplier, scope: Scope) -> Frame:
        """What a supplier's windows are worked out with."""
        lost = scope.reason in (Reason.LOST, Reason.LATE)
        delivery = Event.ESTIMATED_DELIVERY if lost else Event.DELIVERY
        return Frame(supplier.general, self.handling, supplier.working_week, delivery, _starts(scope.reason))

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
        # Beside a law that has no number, a promise still says when it is at the latest.
        is_latest = self.promised(name, scope) is not None and all(floor.value == WITHOUT_DELAY for floor in floors)
        best = tuple(
            floor.made(KINDS[name].best(own.value, floor.value) if sets else floor.value, LAW_WINS, own)
            for floor in floors
        )
        return (*best, own) if is_latest else best

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
        return next(iter(self.groups.values()))[0].named_at

    def of(self, group: str | None) -> "Terms":
        """The terms of one group of products, as those of a store that sells nothing else."""
        return replace(self, groups={None: self.groups[group]}, products={None: self.products.get(group, ())})

    def merged(self) -> "Terms":
        """The terms of all groups together: what holds for every product."""
        every = {id(supplier): supplier for suppliers in self.groups.values() for supplier in suppliers}
        return replace(self, groups={None: tuple(every.values())}, products={})

    def group_with(self, product: str) -> str | None:
        """The key of the group of a product, None where all goods are one; KeyError where there is no such product."""
        for group, products in self.products.items():
            if product in products:
                return group
        if self.products:
            raise KeyError(product)
        return None

    def place(self, term: Term[Any]) -> Span:
        """Where the merchant wrote a term, or what it was made of; else where the supplier is named."""
        return next((origin.span for origin in term.leaves() if isinstance(origin, Answer)), self.named_at)

    @property
    def answers_within(self) -> Term[Duration]:
        """How long the store takes to answer a message."""
        return plain("answers_within", self.store.answers_within)

    def supplied_by(self, supplier: Supplier, name: str, scope: Scope) -> list[Term[Any]]:
        """The terms of one of its suppliers that could hold for this scope, as they stand."""
        places = self._places(scope)
        if not scope.reason:
            cases = [Case(When.model_construct(), supplier.general)] if name in supplier.general else []
        else:
            cases = cases_of(supplier, scope.reason, places)
        if scope.reason == CANCELLATION and name in WHEN_ASKED and self._asks(scope):
            cases = asking(name, cases)
        return [under(case.when, case.terms.get(name, UNKNOWN), places) for case in cases]

    def _asks(self, scope: Scope) -> bool:
        """Whether some order of this scope can only be cancelled if somebody agrees."""
        places = self._places(scope)
        cases = (case for supplier in self.groups[scope.group] for case in cases_of(supplier, CANCELLATION, places))
        return any("asked_until" in case.terms for case in cases)

    def conditions(self, scope: Scope) -> tuple[When, ...]:
        """The conditions of the suppliers' rules that could hold for this scope."""
        places = self._places(scope)
        suppliers = self.groups[scope.group] if scope.reason else ()
        cases = [case for supplier in suppliers for case in cases_of(supplier, scope.reason or "", places)]
        return tuple(case.when for case in cases if case is not NO_RULE)

    def _places(self, scope: Scope) -> Sequence[Market | None]:
        """Where orders go; None where nobody has said."""
        if scope.market is None:
            return self.sold_to or (None,)
        # Of a group the members that are sold to count.
        return [one for one in self.sold_to if scope.market in one] or markets.sold_to((scope.market,), {})


def gather(
    questionnaire: Questionnaire, fulfilled: Fulfilled, members: Mapping[str, tuple[str, ...]], laws: Laws = NO_LAWS
) -> Terms:
    """The terms of a questionnaire whose answers have been placed, and of its suppliers.

    `members` are the countries of each group of countries that one of them names.
    """
    promise, handling = questionnaire.promise, questionnaire.handling_time
    promises = {topic: _promised(topic, getattr(promise, topic)) for topic in type(promise).model_fields}
    promises[CANCELLATION]["certain_until"] = promises[CANCELLATION].pop("until")
    return Terms(
        store=questionnaire.store,
        effective=questionnaire.effective,
        handling=HANDLING_TIME if handling is None or handling.known is None else handling,
        groups=fulfilled.groups,
        products=fulfilled.products,
        promises=promises,
        sold_to=markets.sold_to(questionnaire.sells_to.known or (), members),
        sells_to=questionnaire.sells_to,
        laws=laws,
        returns_go_to=questionnaire.returns_go_to,
        notice=questionnaire.notice,
    )


def _starts(topic: str | None) -> Mapping[str, Event]:
    """What the times of a topic count from where nobody said it."""
    return OF_CANCELLING if topic == CANCELLATION else STARTS


def _promised(topic: str, promise: Record | Term[Any] | None) -> dict[str, Term[Any]]:
    if promise is None:
        return {}
    if isinstance(promise, Term):
        return {"offered": promise}
    terms = {name: plain(name, getattr(promise, name), _starts(topic)) for name in type(promise).model_fields}
    window = terms.get("report_within", UNKNOWN).known
    if topic == Reason.LOST and window and window.event is Event.DELIVERY:
        # A parcel that never came has a day on which it should have come.
        terms["report_within"] = replace(terms["report_within"], value=replace(window, event=Event.ESTIMATED_DELIVERY))
    known = [term for term in terms.values() if term.known is not None]
    if isinstance(promise, PromisedReturn) and known:
        terms["offered"] = Term("yes", known[0].origin)
    return terms
