"""Whether the suppliers of one group of products can be merged: a claim must open before another supplier's closes."""

from collections.abc import Iterator
from dataclasses import dataclass

from policy_gen.deriving.expansion import Supplier
from policy_gen.deriving.terms import Terms
from policy_gen.durations import WORKING_WEEK, Duration, Event, Order, compare, fewest_days, most_days
from policy_gen.findings import Finding, Span, finding
from policy_gen.provenance import Answer, Fact, Scope, Term
from policy_gen.records.reasons import FAULTS, PARCELS, Reason
from policy_gen.rules.given import Given

HELP = "split the group: list its products under one supplier each, or give each supplier products of its own"
ESTIMATED = (Event.ESTIMATED_DELIVERY, Event.DELIVERY)


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a claim opens or closes at a supplier, in the supplier's own words."""

    supplier: Supplier
    term: Term[Duration]

    def days(self, at_most: bool) -> int | None:
        """The days from dispatch, at most or at least; None where they are not known."""
        time = self.term.sure
        count = most_days if at_most else fewest_days
        days = count(time.high if at_most else time.low, time.unit, self.supplier.working_week)
        if time.event is Event.DISPATCH:
            return days
        carrier = self.supplier.general.get("delivers_within")
        on_its_way = carrier and (carrier.worst or carrier.reckoned)
        if time.event not in ESTIMATED or not on_its_way:
            return None
        return days + count(on_its_way.high if at_most else on_its_way.low, on_its_way.unit, WORKING_WEEK)


def feasibility(given: Given) -> Iterator[Finding]:
    """One finding for each pair of suppliers of which one listens to a claim only when the other no longer does."""
    told = set()
    for reason in (*PARCELS, *FAULTS):
        for opens in _moments(given.terms, "report_opens", reason):
            for closes in _moments(given.terms, "report_within", reason):
                if opens.supplier is not closes.supplier and _too_late(opens, closes):
                    pair = (opens.supplier.name, closes.supplier.name)
                    if pair not in told:
                        yield _clash(reason, opens, closes)
                    told.add(pair)


def _moments(terms: Terms, name: str, reason: Reason) -> list[_Moment]:
    scope = Scope(reason)
    return [
        _Moment(supplier, term.made(term.sure.after(terms.frame(supplier, scope).delivery), ""))
        for supplier in terms.groups[None]
        for term in terms.supplied_by(supplier, name, scope)
        if term.known is not None
    ]


def _too_late(opens: _Moment, closes: _Moment) -> bool:
    """Whether the one surely opens after the other has closed."""
    first, last = opens.days(at_most=False), closes.days(at_most=True)
    if opens.term.sure.event is closes.term.sure.event:
        return compare(opens.term.sure.shortest, closes.term.sure.longest) is Order.BETTER
    return first is not None and last is not None and first > last


def _clash(reason: Reason, opens: _Moment, closes: _Moment) -> Finding:
    message = (
        f"these suppliers can't fulfil the same products: a claim for `{reason}` opens {opens.term.value} at "
        f"{opens.supplier.name}, and closes {closes.term.value} at {closes.supplier.name}"
    )
    return finding("SUP010", message, HELP, *_places(opens), *_places(closes))


def _places(moment: _Moment) -> Iterator[Span]:
    for origin in moment.term.leaves():
        if isinstance(origin, Fact | Answer):
            yield origin.span
            return
