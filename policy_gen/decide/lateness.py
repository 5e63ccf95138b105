"""Whether an order is late or lost already: by what the page says of its way, and by the times of the law."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from policy_gen.calendar import NEVER, Moment
from policy_gen.decide.clock import FACTS, Clock, Stretch
from policy_gen.decide.order import OPEN, SHUT, Gate, Order
from policy_gen.deriving.jurisdiction import Jurisdiction, LegalRight, in_force
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration, Event
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import Reason

GONE = (Reason.LOST, Reason.DELIVERED_NOT_RECEIVED)
"""Reasons of goods that are gone: that they left late is no sign of it, and nobody waits for them."""
NOT_KNOWN = Stretch(NEVER, NEVER)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the page says of an order's way: by when it `ships`, and the day on which it `comes` at the latest.

    That day counts from the time in which it should have been shipped, however late it really was; `travels` is the
    time that says so. None is not said.
    """

    ships: Term[Duration] | None = None
    comes: Stretch | None = None
    travels: Term[Duration] | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a time, what must have happened by then, and the time itself."""

    end: Stretch
    event: Event
    term: Term[Any] | None = None


def agreed(terms: Terms, order: Order, clock: Clock) -> Agreed:
    """What an order's customer may count on by the page, or by the estimated day that somebody told."""
    said, travels = (terms.published(name, Scope()) for name in ("ships_within", "delivers_within"))
    ships = replace(said, value=said.sure.longest.after(Event.ORDER)) if said.known is not None else None
    told = order.given.get(Event.ESTIMATED_DELIVERY)
    if told is not None:
        return Agreed(ships, Stretch(told, told))
    if travels.known is None:
        return Agreed(ships)
    shipped, latest = clock.at(Event.DISPATCH), clock.end(ships.sure) if ships is not None else NOT_KNOWN
    first, last = min(shipped.first, latest.first), min(shipped.last, latest.last)
    # Of a time in hours the last of the day counts: nobody is late before.
    comes = (clock.after(Stretch(one, one), travels.sure).last for one in (first, last))
    return Agreed(ships, Stretch(*comes), travels)


@dataclass(frozen=True, slots=True)
class Delays:
    """What is due of an order, and whether it was missed; `day` is the one whose law holds."""

    order: Order
    clock: Clock
    agreed: Agreed
    day: date | None

    def gate(self, law: Jurisdiction, right: LegalRight) -> Gate:
        """Whether the order is late or lost as a right needs it: by the times of its law, and by what was agreed."""
        return self.since(self._dues(law, right))

    def last_date(self, law: Jurisdiction) -> Gate:
        """Whether the last date is over that a customer must set first, where the law of a late order says so."""
        late = self._said(law, "late")
        if late is None or late.value != "end_after_grace" or self.order.reason in GONE:
            return OPEN
        end = self.clock.at(Event.LAST_DATE)
        return self.since([Due(end, Event.DELIVERY)]) if end.is_known else Gate(None, lacking=("last_date",))

    def since(self, dues: Iterable[Due]) -> Gate:
        """Open once one of these was missed; shut for good once all that is due happened in time."""
        dues = tuple(dues)
        known = [due for due in dues if due.end.last != NEVER]
        missed = [_is_missed(due, self.clock) for due in known]
        if True in missed:
            return Gate(term=known[missed.index(True)].term)
        coming = [due for due in known if not _is_by(self.clock.at(due.event).last, due.end.last)]
        if not known or None in missed or (not coming and len(known) < len(dues)):
            return Gate(None, lacking=self._lacking(dues))
        # Past the soonest of their last days the order is late, whatever the others are.
        soonest = min(coming, key=lambda due: due.end.last.day, default=None)
        return SHUT if soonest is None else Gate(False, soonest.event, soonest.end.last, term=soonest.term)

    def until_estimate(self) -> Gate:
        """Whether the day is over on which the parcel should have come at the latest."""
        return self.since(self._coming())

    def _coming(self) -> Iterator[Due]:
        if self.agreed.comes is not None:
            yield Due(self.agreed.comes, Event.DELIVERY, self.agreed.travels)

    def _lacking(self, dues: tuple[Due, ...]) -> tuple[str, ...]:
        """The facts that would tell whether something was missed."""
        asked = ["ordered", "shipped"] if dues else ["ordered", "estimated"]
        if not self.order.awaits_parcel and any(due.event is Event.DELIVERY for due in dues):
            asked.append("delivered")
        return tuple(name for name in asked if FACTS[name] not in self.order.given) or ("estimated",)

    def _dues(self, law: Jurisdiction, right: LegalRight) -> Iterator[Due]:
        late = Reason.LATE in right.reasons and self.order.reason not in GONE
        if late:
            ships = self.agreed.ships if self._said(law, "ship_as_stated") else None
            ships = ships if ships is not None else self._said(law, "ship_within")
            yield from [Due(self.clock.end(ships.sure), Event.DISPATCH, ships)] if ships is not None else []
        if late and self._said(law, "shipping_is_enough"):
            return
        at_most = self._said(law, "at_most")
        if at_most is not None and isinstance(at_most.value, Duration):
            yield Due(self.clock.end(at_most.value), Event.DELIVERY, at_most)
        grace = right.value("broken_after", self.day)
        for due in self._coming():
            yield due if grace is None else replace(due, end=self.clock.after(due.end, grace.sure))

    def _said(self, law: Jurisdiction, name: str) -> Term[Any] | None:
        """What a law says of delivery under a name; None where it has no rule, or one that says no."""
        term = in_force(law.delivery.get(name, ()), self.day)
        return term if term is not None and term.value is not False else None


def _is_missed(due: Due, clock: Clock) -> bool | None:
    """Whether what is due came too late, or is still to come though its time is over."""
    happened, in_time = clock.at(due.event), clock.within(due.end)
    if in_time or _is_by(happened.last, due.end.first):
        return False
    return True if in_time is False and not _is_by(happened.first, due.end.last) else None


def _is_by(moment: Moment, end: Moment) -> bool:
    return moment.day <= end.day
