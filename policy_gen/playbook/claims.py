"""What each supplier gives back for some reasons, until when it may be asked, and what it wants to see."""

from collections.abc import Iterable, Iterator
from typing import Any

from policy_gen.deriving.offers import collected
from policy_gen.durations import Duration, Unit
from policy_gen.playbook.desk import Desk, Side
from policy_gen.playbook.telling import Parts, fee, merged, value, values, word, words
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import CHOICES, Reason
from policy_gen.records.vocabulary import Coverage, Payer
from policy_gen.rules.clause import Row, by_value, present


def claims(desk: Desk, reasons: Iterable[Reason], market: str | None = None) -> tuple[Row, ...]:
    """A row for each supplier and set of reasons that it treats alike, what it covers first; for all markets or one."""
    scopes = tuple(Scope(reason, market) for reason in reasons)
    return tuple(row for side in desk.sides for row in _of_side(side, scopes))


def _of_side(side: Side, scopes: tuple[Scope, ...]) -> Iterator[Row]:
    groups: dict[Any, tuple[list[Term[Reason]], Row]] = {}
    for scope in scopes:
        reason = Reason(scope.reason or "")
        covered = side.given.terms.mirror("covered", scope)
        row = _covered(side, scope) if covered.known is Coverage.COVERED else word("covered", covered)
        key = tuple((name, str(term.value)) for name, term in row.items())
        groups.setdefault(key, ([], row))[0].append(Term(reason, covered.origin))
    for terms, row in sorted(groups.values(), key=lambda group: "covered_covered" not in group[1]):
        yield {"supplier": side.name, "reasons": collected(terms), **row}


def _covered(side: Side, scope: Scope) -> Row:
    return merged(
        word("covered", side.given.terms.mirror("covered", scope)),
        _last_day(side, scope),
        values(
            remedies=side.said("remedies", scope),
            evidence=side.said("evidence", scope),
            refunds_within=side.said("refunds_within", scope),
        ),
        by_value("send_back", side.said("send_back", scope)),
        present(
            opens=side.said("report_opens", scope),
            opens_soonest=_soonest(side, scope),
            store_evidence=side.said("store_evidence", scope),
            store_evidence_on_request=side.said("store_evidence_on_request", scope),
            send_back_within=side.said("send_back_within", scope),
            send_back_to=side.said("send_back_to", scope),
        ),
        words("before", side.said("before_claiming", scope)),
        _postage(side, scope),
        fee("fee", side.said("restocking_fee", scope)) if scope.reason in CHOICES else {},
    )


def _soonest(side: Side, scope: Scope) -> Term[Any] | None:
    """From when on the supplier may listen at the earliest, where that hangs on something that nobody has said."""
    times = {term.sure: term for term in side.given.terms.supplied("report_opens", scope) if term.known is not None}
    alike = {(time.unit, time.event) for time in times}
    return min(times.values(), key=lambda term: term.sure.high) if len(times) > 1 and len(alike) == 1 else None


def _last_day(side: Side, scope: Scope) -> Parts:
    """The supplier's last day, and the day until which a customer's message leaves time to claim."""
    closes, kept = side.closes(scope), side.kept(scope)
    clock = side.said("customer_reports_within", scope)
    return merged(value("closes", closes), _told(closes, kept), present(clock=clock))


def _told(closes: Term[Duration], kept: Term[Duration]) -> Parts:
    """Until when a customer's message comes in time, and the days that are left for the claim then."""
    if closes.known is None or kept.known is None or not kept.known.high or closes.known.event is not kept.known.event:
        return {}
    left = closes.known.high - kept.known.high
    if left <= 0:
        return {"tell_within": kept}
    days = Duration(left, left, Unit.DAYS)
    return {"tell_within": kept, "leaves": closes.made(days, f"{closes.value} − {kept.value} = {days}", kept)}


def _postage(side: Side, scope: Scope) -> Parts:
    """Who pays the way back, in the supplier's own words: the store and its customer are one side to it."""
    said = {term.value for term in side.given.terms.supplied("return_postage", scope)}
    term = side.said("return_postage", scope)
    name = "supplier" if said == {Payer.SUPPLIER} else "unknown" if term.known is None else "store"
    return {f"postage_{name}": term.made(name, "")}
