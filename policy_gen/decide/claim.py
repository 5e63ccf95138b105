"""The supplier's side of an order: what it owes the merchant, and the last day to claim it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from policy_gen.calendar import WEEKENDS, Calendar, Moment, later_day
from policy_gen.cover.sides import supplied
from policy_gen.decide.clock import Clock, Stretch
from policy_gen.decide.order import Order
from policy_gen.deriving.expansion import Supplier
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration, Event
from policy_gen.provenance import Scope, Term
from policy_gen.records.record import UNKNOWN
from policy_gen.records.vocabulary import Remedy, Silence

CLOCKS = ("report_within", "customer_reports_within")
"""The times that end a claim: the merchant's own, and the one that the supplier sets for the end customer."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the merchant can claim: `covered` and `pays_postage` are None where nobody knows.

    `by` is the last moment, its first and last possible one, and `term` what says so; both are None where nobody knows
    until when, and where the time ends with a stage there is a term alone. `stops` says that it is about an order that
    the supplier would not send; then `reply` is the time that it has for an answer, and `silence` what none means.
    `opens` is the first day for claims that can't be made at once. `disputed` says whether a dispute can be opened
    about an order that has not shipped; None where nobody knows.
    """

    covered: bool | None
    by: Stretch | None = None
    term: Term[Duration] | None = None
    remedies: tuple[Remedy, ...] = ()
    pays_postage: bool | None = None
    stops: bool = False
    opens: Moment | None = None
    reply: Duration | None = None
    silence: Silence | None = None
    disputed: bool | None = None

    @property
    def last(self) -> Moment | None:
        """The last moment for a claim; None where it is not known.

        Of hours that count from a day without a time the first possible end is sure to be in time.
        """
        if self.by is None:
            return None
        hours = self.by.first.time is not None and later_day(self.by.first.day, 1) >= self.by.last.day
        return self.by.first if self.by.is_known or hours else None


def claim(terms: Terms, order: Order, clock: Clock) -> Claim:
    """What the supplier owes for an order."""
    return replace(_claim(terms, order, clock), disputed=_disputed(terms, order.scope))


def _disputed(terms: Terms, scope: Scope) -> bool | None:
    """Whether a dispute can be opened before anything is shipped: of several suppliers at the one that allows least."""
    said = [supplier.dispute.get("opens", UNKNOWN).known for supplier in terms.groups[scope.group]]
    if "after_shipping" in said:
        return False
    return None if None in said or not said else True


def _claim(terms: Terms, order: Order, clock: Clock) -> Claim:
    if order.is_choice and clock.at(Event.DISPATCH).last > clock.on:
        stopped = _stopped(terms, order, clock)
        if stopped is not None:
            return stopped
    given = supplied(terms, order.scope)
    if not given.covered:
        return Claim(given.covered)
    ends = list(_ends(terms, order.scope, clock))
    by, term = min(ends, key=lambda end: end[0].first.day) if ends and _all_known(terms, order.scope) else (None, None)
    return Claim(
        covered=True,
        by=by,
        term=term,
        remedies=given.values.get("remedies", ()),
        pays_postage=given.pays_postage,
        opens=_opens(terms, order.scope, clock),
    )


def _stopped(terms: Terms, order: Order, clock: Clock) -> Claim | None:
    """Asking the supplier not to send an order: as long as it takes such requests."""
    until = [terms.mirror(name, order.stopping) for name in ("asked_until", "certain_until")]
    term = next((one for one in until if one.known), None)
    if term is None:
        return None
    reply, silence = (terms.mirror(name, order.stopping).known for name in ("reply_within", "silence"))
    ends = clock.end(term.sure)
    return Claim(True, ends, term, (Remedy.REFUND,), stops=True, reply=reply, silence=silence)


def _all_known(terms: Terms, scope: Scope) -> bool:
    """Whether nothing that may hold for the order leaves open until when the supplier takes claims."""
    return all(_time(term) is not None for term in terms.supplied("report_within", scope))


def _ends(terms: Terms, scope: Scope, clock: Clock) -> Iterator[tuple[Stretch, Term[Duration]]]:
    """The ends of every time that may hold, at its shortest, on the supplier's own week and without holidays."""
    for name in CLOCKS:
        for term, supplier in _supplied(terms, name, scope):
            time = _time(term)
            if time is not None:
                counted = time.shortest.after(terms.frame(supplier, scope).delivery)
                week = Calendar(clock.calendar.zone, WEEKENDS[supplier.working_week])
                yield clock.end(counted, week), term


def _supplied(terms: Terms, name: str, scope: Scope) -> Iterator[tuple[Term[Any], Supplier]]:
    """The terms of all suppliers that could hold, each with its supplier."""
    for supplier in terms.groups[scope.group]:
        yield from ((term, supplier) for term in terms.supplied_by(supplier, name, scope))


def _time(term: Term[Any]) -> Duration | None:
    return term.worst if term.worst is not None else term.known


def _opens(terms: Terms, scope: Scope, clock: Clock) -> Moment | None:
    """The first day on which the supplier takes a claim, where that is still to come."""
    latest = [
        clock.end(replace(time, low=time.high).after(terms.frame(supplier, scope).delivery)).last
        for term, supplier in _supplied(terms, "report_opens", scope)
        if (time := _time(term)) is not None
    ]
    opens = max(latest, key=lambda moment: moment.day) if latest else None
    return opens if opens is not None and clock.on < opens else None
