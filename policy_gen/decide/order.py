"""An order that somebody asks about, and the ways in which its customer may be entitled to something."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from policy_gen.calendar import NEVER, Calendar, Moment
from policy_gen.cover.sides import Voice
from policy_gen.decide.clock import Clock, Given, Stretch, contradictions, events
from policy_gen.durations import Duration, Event, Unit
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import CANCELLATION, CHOICES, FAULTS, UNDELIVERABLE, Reason

NO_FACTS: Given = {}
REASONS = (*Reason, CANCELLATION)
"""Why a customer may write; who wants an order stopped needs no other reason."""
NOT_THERE = (Reason.LATE, Reason.LOST, *UNDELIVERABLE)
"""Reasons of which the parcel has not come, until somebody says when it did."""


@dataclass(frozen=True, slots=True)
class Order:
    """The facts of an order.

    `product` is what was ordered, where products have rules of their own. `market` is the one of the page, `is_sold_to`
    says that the store names it, and `told` that the customer was told before the order what the law asks. `supplier`
    is what the supplier says to a request to cancel: `agrees`, `refuses`, or nothing yet. `own_laws` are the ids of the
    laws of the customer's own place, which may be a part of the market.
    """

    reason: str
    market: str | None
    product: str | None
    on: Moment
    given: Given = field(default_factory=dict)
    told: bool = True
    supplier: str = ""
    is_sold_to: bool = True
    own_laws: tuple[str, ...] = ()

    @property
    def is_choice(self) -> bool:
        """Whether the customer no longer wants it: then stopping the order will do as well as returning the goods."""
        return self.reason in (*CHOICES, CANCELLATION)

    @property
    def placed_by(self) -> Moment:
        """When it was placed, or by when: nothing that happened to it came before that."""
        return self.given.get(Event.ORDER) or min((self.on, *(one for one in self.given.values() if one is not None)))

    @property
    def awaits_parcel(self) -> bool:
        """Whether the customer writes of a parcel that has not come."""
        return self.reason in NOT_THERE

    @property
    def returned_as(self) -> Reason:
        """The reason for which the goods would come back."""
        return Reason.CHANGE_OF_MIND if self.reason == CANCELLATION else Reason(self.reason)

    @property
    def scope(self) -> Scope:
        """What terms about the return are about."""
        return Scope(self.returned_as, self.market)

    @property
    def stopping(self) -> Scope:
        """What terms about stopping the order are about."""
        return Scope(CANCELLATION, self.market)

    def clock(self, calendar: Calendar) -> Clock:
        """The order's time axis on the calendar of the customer's place."""
        given = dict(self.given)
        if self.awaits_parcel:
            given.setdefault(Event.DELIVERY, None)
        return Clock(calendar, self.on, events(given, self.on, self.happened))

    @property
    def happened(self) -> tuple[Event, ...]:
        """What has surely happened before the message: a fault shows once the parcel is there."""
        return (Event.DISPATCH, Event.DELIVERY, Event.NOTICING) if self.reason in FAULTS else ()

    @property
    def contradictions(self) -> tuple[str, ...]:
        """What can't be, in words."""
        found = [*contradictions(self.given, self.on, self.happened)]
        if self.reason == Reason.LOST and self.given.get(Event.DELIVERY):
            found.append(
                f"delivered is {self.given[Event.DELIVERY]}, and a lost parcel never arrives: ask with "
                "`delivered_not_received` where only the carrier says so, else with `late`"
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Limit:
    """A time that ends a way, its end, whether the message comes before it, and the facts that would tell.

    `rolls` is what moved the end to a working day. `is_least` says that the time is the least that the customer has:
    after it nobody knows.
    """

    term: Term[Duration]
    end: Stretch
    in_time: bool | None
    lacking: tuple[str, ...] = ()
    rolls: Term[str] | None = None
    is_least: bool = False

    def __str__(self) -> str:
        rolls = f", and until the {self.rolls.sure.replace('_', ' ')}" if self.rolls is not None else ""
        return f"{'at least ' if self.is_least else ''}{self.term.value}{rolls}"


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a way is open yet; None where that hangs on the facts in `lacking`.

    Of one that is shut `awaits` is what may still open it: that it happens, or where there is a day that it doesn't
    happen by the day `opens`. Without `awaits` it stays shut. `term` is the time that opened it, or is still to end.
    """

    is_open: bool | None = True
    awaits: Event | None = None
    opens: Moment | None = None
    lacking: tuple[str, ...] = ()
    term: Term[Any] | None = None


OPEN, SHUT = Gate(), Gate(False)


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which the customer may be entitled: who gives it, until when, and what.

    All `limits` bind; without one there is no last day. `stops` says that the order would be stopped, `asks` that
    somebody must agree to it first, and `refused` that they didn't. `doubt` is what else it hangs on, in words,
    `gate` from when on it is there, and `values` what the customer gets, by the page's names. `has_document` says that
    its time starts with the contract document where that comes later than the goods.
    """

    voice: Voice
    name: str
    basis: Term[Any]
    limits: tuple[Limit, ...] = ()
    values: Mapping[str, tuple[Term[Any], ...]] = field(default_factory=dict)
    stops: bool = False
    asks: bool = False
    refused: bool = False
    doubt: str = ""
    gate: Gate = OPEN
    has_document: bool = False

    @property
    def in_time(self) -> bool | None:
        """Whether the message is in time; None where that hangs on something that is not known."""
        said = [limit.in_time for limit in self.limits]
        if self.refused or False in said:
            return False
        return None if None in said else True

    @property
    def holds(self) -> bool | None:
        """Whether the customer is entitled this way; None where it depends."""
        if not self.gate.is_open:
            return False if self.gate == SHUT or self.in_time is False else None
        return None if (self.asks or self.doubt) and self.in_time else self.in_time

    @property
    def end(self) -> Stretch | None:
        """The end of the limit that binds first; None where there is no last day."""
        if not self.limits:
            return None
        return Stretch(min(limit.end.first for limit in self.limits), min(limit.end.last for limit in self.limits))

    @property
    def lacking(self) -> tuple[str, ...]:
        """The facts on which it hangs."""
        facts = [name for limit in self.limits for name in limit.lacking]
        return tuple(dict.fromkeys([*self.gate.lacking, *facts, *([self.doubt] if self.doubt else [])]))

    def value(self, name: str) -> Any:
        """The first value under a name; None where there is none."""
        return next((term.known for term in self.values.get(name, ())), None)


def limit(clock: Clock, term: Term[Duration]) -> Limit:
    """The limit that a time of an order sets."""
    time = term.sure
    return ended(clock, Limit(term, clock.end(time), None))


def ended(clock: Clock, limit: Limit) -> Limit:
    """A limit with what its end means for the message."""
    time = limit.term.sure
    in_time = clock.within(limit.end, time.unit is Unit.HOURS and not time.is_stage)
    return replace(limit, in_time=in_time, lacking=clock.lacking(time) if in_time is None else ())


def rolled(clock: Clock, limit: Limit, rolls: Term[str]) -> Limit:
    """A limit that ends on a working day, as the law says in `rolls`."""
    end = clock.rolled(limit.end)
    return limit if end == limit.end else ended(clock, replace(limit, end=end, rolls=rolls))


def at_least(clock: Clock, term: Term[Duration], doubt: str) -> Limit:
    """A limit that comes no sooner than a time ends; when it does come is a doubt."""
    found = limit(clock, term)
    end = Stretch(found.end.first, NEVER)
    if found.in_time is False:
        return Limit(term, end, None, (doubt,), is_least=True)
    return replace(found, end=end, is_least=True)


def open_ended(term: Term[Duration]) -> Limit:
    """A limit that hasn't begun to run."""
    return Limit(term, Stretch(NEVER, NEVER), True)
