"""The rows: for each reason, market and product group what the customer gets, what the supplier gives, the gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from policy_gen.cover.gaps import WITHIN_SUPPLIER, Found, Gap, fee, gaps, refund_time
from policy_gen.cover.sides import NOT_KNOWN, Customer, Supplied, Voice, Window, customer, has_right, supplied
from policy_gen.deriving.comparison import KINDS
from policy_gen.deriving.offers import Offer, offers
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import CANCELLATION, CHOICES, FAULTS, PARCELS, Reason
from policy_gen.records.scalars import Fee


@dataclass(frozen=True, slots=True)
class Row:
    """What one reason comes to in one market for one product group; None stands for all of them.

    `reason` is one of `Reason` or `cancellation`.
    """

    reason: str
    market: str | None
    group: str | None
    customer: Customer
    supplied: Supplied
    gaps: tuple[Found, ...]

    @property
    def is_open(self) -> bool:
        """Whether the supplier doesn't, or may not, give back all that the customer gets; later counts as given."""
        return any(found.gap is not Gap.REFUND_TIME for found in self.gaps)

    @property
    def said(self) -> tuple[Any, ...]:
        """What is shown of it, reason and market aside."""
        return (self.customer.window, self.customer.voice(), self.supplied.window, self.supplied.handling, self.gaps)

    @property
    def left(self) -> int | None:
        """The days that a promise leaves of the store's own time to pass a message on, where that is less than all."""
        mine, its = self.customer.window, self.supplied.window
        if mine.days is None or its.days is None or mine.event is not its.event or mine.days > its.days:
            return None
        left = its.days - mine.days
        return left if left < self.supplied.handling else None


@dataclass(frozen=True, slots=True)
class Line:
    """Rows that say the same: the reasons and the markets that they are for, and the first of them."""

    reasons: tuple[str, ...]
    markets: tuple[str, ...]
    row: Row


def rows(terms: Terms) -> tuple[Row, ...]:
    """Every row in the order of the page: faults, choices, parcels, cancelling; each by the markets of `sells_to`."""
    found = [row for group in terms.groups for row in _of_group(terms, group)]
    return tuple(found)


def _of_group(terms: Terms, group: str | None) -> Iterator[Row]:
    own = offers(terms, None, group)
    offered: dict[Reason, Offer] = {offer.reason: offer for offer in (*own.returns, own.lost)}
    if own.not_received:
        offered[Reason.DELIVERED_NOT_RECEIVED] = own.not_received
    markets = tuple(terms.laws.markets) or (None,)
    for reason in (*FAULTS, *CHOICES, *PARCELS):
        for market in markets:
            scope = Scope(reason, market, group)
            by_law = has_right(terms, scope)
            if reason in offered or by_law:
                yield _row(terms, offered.get(reason), scope, by_law)
    for market in markets:
        yield from _cancelling(terms, Scope(CANCELLATION, market, group))


def _row(terms: Terms, offer: Offer | None, scope: Scope, by_law: bool) -> Row:
    reason = Reason(scope.reason or "")
    ours, its = customer(terms, offer, scope), supplied(terms, scope)
    return Row(reason, scope.market, scope.group, ours, its, gaps(reason, ours, its, by_law))


def _cancelling(terms: Terms, scope: Scope) -> Iterator[Row]:
    """Cancelling has no days to draw: it ends with a stage, or counts from the order."""
    certain, asked = (terms.published(name, scope) for name in ("certain_until", "asked_until"))
    if certain.known is None and asked.known is None:
        return
    until, sure = terms.mirror("certain_until", scope), certain.known is not None
    words = _cut_off(certain.known) if certain.known else f"a request {_cut_off(asked.sure)}, nothing certain"
    money = {"restocking_fee": _kept(terms, scope), "refunds_within": terms.published("refunds_within", scope).known}
    names = {"report_within": "certain_until", "restocking_fee": "fee", "refunds_within": "refunds_within"}
    voices = {name: _voice(terms, ours, scope) for name, ours in names.items()}
    ours = Customer(Window(words), {name: value for name, value in money.items() if value is not None}, voices)
    its = _stops(terms, scope)
    found = list(_too_late(ours, its, certain.known, until.known)) if sure else []
    its_fee = terms.mirror("fee", scope).known
    if its_fee is not None:
        found += fee(money["restocking_fee"], its_fee, ours.voice("restocking_fee"))
    found += refund_time(ours, terms.mirror("refunds_within", scope).known)
    yield Row(CANCELLATION, scope.market, scope.group, ours, its, tuple(found))


def _kept(terms: Terms, scope: Scope) -> Any:
    kept: Term[Any] = terms.published("fee", scope)
    return Fee(0) if kept.known is None else kept.value


def _voice(terms: Terms, name: str, scope: Scope) -> Voice:
    if terms.laws.floors(name, scope) and terms.with_law(name, terms.own(name, scope), scope)[0].origin is not (
        terms.own(name, scope).origin
    ):
        return Voice.LAW
    return Voice.SUPPLIER if terms.promised(name, scope) is None else Voice.STORE


def _stops(terms: Terms, scope: Scope) -> Supplied:
    """Until when the supplier stops an order, and whether it must agree."""
    certain, asked = (terms.mirror(name, scope).known for name in ("certain_until", "asked_until"))
    parts = [_cut_off(certain)] if certain else []
    parts += [f"a request {_cut_off(asked)}, if it agrees"] if asked and asked != certain else []
    return Supplied(True, Window(", then ".join(parts)) if parts else NOT_KNOWN)


def _cut_off(until: Duration) -> str:
    return str(until) if until.is_stage else f"within {until}"


def _too_late(ours: Customer, its: Supplied, promised: Any, until: Any) -> Iterator[Found]:
    if until is not None and KINDS["certain_until"].order(promised, until) in WITHIN_SUPPLIER:
        return
    if its.window is NOT_KNOWN:
        yield Found(Gap.CUT_OFF, ours.voice(), "not known until when the supplier stops an order", is_known=False)
    else:
        yield Found(Gap.CUT_OFF, ours.voice(), f"orders that it doesn't stop: you promise {ours.window.words}")


def joined_markets(found: Iterable[Row]) -> tuple[Line, ...]:
    """The rows as lines: those of one reason and group that say the same in several markets are one."""
    lines: dict[tuple[Any, ...], Line] = {}
    for row in found:
        key = (row.reason, row.group, row.said)
        line = lines.get(key, Line((row.reason,), (), row))
        lines[key] = replace(line, markets=(*line.markets, row.market) if row.market else ())
    return tuple(lines.values())


def joined_reasons(lines: Iterable[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines of each reason and group; reasons whose lines all say the same together."""
    by_reason: dict[tuple[str, str | None], list[Line]] = {}
    for line in lines:
        by_reason.setdefault((line.row.reason, line.row.group), []).append(line)
    chapters: dict[tuple[Any, ...], tuple[Line, ...]] = {}
    for (reason, group), ones in by_reason.items():
        key = (group, reason == CANCELLATION, *((line.markets, line.row.said) for line in ones))
        if key in chapters:
            chapters[key] = tuple(replace(line, reasons=(*line.reasons, reason)) for line in chapters[key])
        else:
            chapters[key] = tuple(ones)
    return tuple(chapters.values())
