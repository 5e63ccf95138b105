"""Which part of the page says what a verdict says, so that the page itself can be quoted."""

from collections.abc import Iterator
from dataclasses import dataclass

from policy_gen.cover.sides import Voice
from policy_gen.decide.order import Way
from policy_gen.decide.verdict import Verdict
from policy_gen.records.reasons import CHOICES, FAULTS, Reason
from policy_gen.rules import cancellation, change_of_mind, legal_rights, parcels, something_wrong
from policy_gen.rules.clause import Clause, Row

BY_LAW = {
    **dict.fromkeys(FAULTS, ("guarantee", "guarantee_reasonable", "guarantee_product_life", "wrong_within_1",
                             "fault_money_back", "faults")),
    **dict.fromkeys((Reason.LOST, Reason.DELIVERED_NOT_RECEIVED), ("lost_money_back", "seller_bears_loss")),
    Reason.LATE: ("late_end_after_grace", "late_cancel_and_refund", "late_ends_unless_agreed", "late_customer_chooses"),
    **dict.fromkeys(CHOICES, ("choice_within", "untold", "untold_places", "breach_disclosure", "breach_copy")),
}  # fmt: skip
"""The parts of "Your legal rights" that tell of a right, the plainest one first."""
OF_PARCELS = {
    Reason.LOST: ("report_within",),
    Reason.DELIVERED_NOT_RECEIVED: ("not_received_within", "not_received_remedies"),
}
"""The parts of "Lost and late parcels" that tell of what the store gives for a reason."""
ALWAYS = dict.fromkeys((Reason.LOST, Reason.DELIVERED_NOT_RECEIVED), ("remedies",))
"""What the page says of a lost parcel in any case, whoever gives it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A part of a clause: of its own, or of the one row of a list; without a part it is the whole row."""

    clause: Clause
    part: str = ""
    rows: str = ""
    row: Row | None = None


def quotes(verdict: Verdict, clauses: tuple[Clause, ...]) -> Iterator[Quote]:
    """The parts that say it, the one that says it best first."""
    by_id = {clause.id: clause for clause in clauses}
    if verdict.opens is not None:
        yield from _of_parcels(("report_opens",), by_id)
    for way in sorted(verdict.ways, key=lambda way: (not way.stops, way.voice is Voice.LAW)):
        yield from _of_way(way, verdict, by_id)
    if verdict.entitled is False and verdict.order.is_choice and change_of_mind.ID in by_id:
        clause = by_id[change_of_mind.ID]
        yield from (Quote(clause, part) for part in ("only_faults", "refused") if part in clause.parts)
    yield from _of_parcels(ALWAYS.get(verdict.order.returned_as, ()), by_id)


def _of_way(way: Way, verdict: Verdict, by_id: dict[str, Clause]) -> Iterator[Quote]:
    reason, stops = verdict.order.returned_as, by_id.get(cancellation.ID)
    if way.stops and stops is not None:
        stem = "may_cancel" if way.voice is Voice.LAW else way.name
        yield from (Quote(stops, part) for part in stops.parts if part.startswith(stem))
    elif way.voice is Voice.STORE and reason in (*FAULTS, *CHOICES):
        clause = by_id[change_of_mind.ID if reason in CHOICES else something_wrong.ID]
        yield from _in_rows(verdict, clause, "groups", ("report_within", "remedies"))
    elif way.voice is Voice.STORE:
        yield from _of_parcels(OF_PARCELS.get(reason, ()), by_id)
    elif way.voice is Voice.LAW:
        if reason in CHOICES:
            yield from _in_rows(verdict, by_id[change_of_mind.ID], "rights", ("",))
        if legal_rights.ID in by_id:
            yield from _in_rows(verdict, by_id[legal_rights.ID], "groups", BY_LAW.get(reason, ()))


def _of_parcels(parts: tuple[str, ...], by_id: dict[str, Clause]) -> Iterator[Quote]:
    clause = by_id[parcels.ID]
    yield from (Quote(clause, part) for part in parts if part in clause.parts)


def _in_rows(verdict: Verdict, clause: Clause, rows: str, parts: tuple[str, ...]) -> Iterator[Quote]:
    """The parts of the rows that are for the order's reason and market."""
    found = [row for row in clause.rows.get(rows, ()) if _is_for(row, verdict)]
    yield from (Quote(clause, part, rows, row) for part in parts for row in found if not part or part in row)


def _is_for(row: Row, verdict: Verdict) -> bool:
    reasons = row["reasons"].sure if "reasons" in row else (verdict.order.returned_as,)
    markets = row["markets"].sure if "markets" in row else (verdict.order.market,)
    return verdict.order.returned_as in reasons and verdict.order.market in markets
