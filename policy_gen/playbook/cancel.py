"""A customer wants to cancel: what to do by how far the order is, at the supplier first and in the shop afterwards."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from policy_gen.deriving.joined import Owed
from policy_gen.deriving.keeping import OF_CANCELLING, settled
from policy_gen.durations import BACK, Duration, Event
from policy_gen.playbook.desk import Desk, Side
from policy_gen.playbook.platform import cancelling
from policy_gen.playbook.telling import end, fee, merged, value, values, word
from policy_gen.provenance import Term
from policy_gen.records.reasons import Reason
from policy_gen.records.record import UNKNOWN
from policy_gen.records.scalars import Interest
from policy_gen.rules.cancelling import answer_within, named_ends
from policy_gen.rules.cancelling import fee as customers_fee
from policy_gen.rules.clause import Clause, Row, by_value, present
from policy_gen.rules.given import Given, all_or_some, in_markets, markets_with, timed
from policy_gen.rules.refunds import cancelled

ID = "cancel"
SOURCE = "The article this project started from: cancel at the supplier, write to it, then cancel in the shop"

NOTHING_THERE = "who has not received anything has nothing to send back yet"


def derive(desk: Desk) -> Clause:
    """Every playbook has it."""
    given = desk.given
    rows = {
        "unpaid": tuple(row for side in desk.sides for row in _unpaid(side)),
        "paid": tuple(row for side in desk.sides for row in _paid(side)),
        "apps": tuple(row for side in desk.sides for row in _apps(side)),
        "whatever": whatever_it_says(given),
        "refunds": given.rows_by_market(lambda market: cancelled(given, market)),
    }
    parts = merged(
        cancelling(desk),
        named_ends(given),
        customers_fee(given),
        present(answer_within=answer_within(given)),
        markets_with(given, Reason.CHANGE_OF_MIND, "withdrawal"),
        all_or_some(given, given.terms.laws.may_cancel(), "may_cancel"),
    )
    return Clause(ID, parts, {name: lines for name, lines in rows.items() if lines})


def whatever_it_says(given: Given) -> tuple[Row, ...]:
    """The markets whose law lets customers cancel until the parcel arrives, with the day on which the money is due."""
    return _where_they_may(given, lambda market, right: cancelled(given, market))


def once_sent(given: Given) -> tuple[Row, ...]:
    """The same for a parcel that has left: then the law may let the store wait until it is back.

    A time that counts from the goods has the wait for them in it. One that counts from the message where the customer
    has not received anything starts with it, and the store waits for nothing.
    """

    def due(market: str, right: Owed) -> Iterator[Row]:
        for row in timed("refunds_within", right.all("refunds_within")):
            event = row["refunds_within"].sure.event if "refunds_within" in row else None
            if event is Event.RETURN_IF_ANY:
                yield {**row, **_from_the_message(row["refunds_within"])}
            else:
                yield row if event in BACK else {**row, **by_value("withhold", right.one("withhold_until"))}

    return _where_they_may(given, due)


def _from_the_message(time: Term[Duration]) -> Row:
    start = time.made(replace(time.sure, event=Event.REQUEST), NOTHING_THERE)
    return {"refunds_within": start, "withhold_nothing": time.made("nothing", NOTHING_THERE)}


def _where_they_may(given: Given, due: Callable[[str, Owed], Iterable[Row]]) -> tuple[Row, ...]:
    laws = given.terms.laws
    may_cancel = laws.may_cancel()

    def rows_of(market: str | None) -> Iterator[Row]:
        right = laws.owed(market, Reason.CHANGE_OF_MIND) if market in may_cancel and market else None
        if market and right:
            interest = right.one("late_interest")
            late = present(interest=interest.made(Interest(interest.sure.amount), "") if interest else None)
            # Where the law names no time it still lets them cancel.
            yield from ({**row, **late} for row in (tuple(due(market, right)) or ({},)))

    rows = given.rows_by_market(rows_of)
    return tuple({"markets": in_markets(given, given.markets), **row} for row in rows)


def _apps(side: Side) -> Iterator[Row]:
    """The apps that pass orders on to a supplier, and how an order is found in each."""
    for name, terms in side.supplier.apps:
        yield merged(
            {"supplier": side.name, "app": terms["how"].made(name, "")},
            values(how=terms["how"], syncs_within=terms["syncs_within"]),
        )


def _unpaid(side: Side) -> Iterator[Row]:
    """What happens to an order that the merchant has passed on and not paid."""
    rows = [_stage(side, terms, is_for_all) for terms, is_for_all in side.stages() if _is_before_payment(terms)]
    yield from rows or [{"supplier": side.name, "stage_unknown": side.name}]


def _paid(side: Side) -> Iterator[Row]:
    """The stages that a paid order goes through; those after the first go on where it ends."""
    rows = [_stage(side, terms, is_for_all) for terms, is_for_all in side.stages() if not _is_before_payment(terms)]
    yield from rows[:1] or [merged({"supplier": side.name, "stage_unknown": side.name}, contact(side))]
    yield from ({**_without_repeating(rows[0], row), "later": side.name} for row in rows[1:])


def _without_repeating(first: Row, row: Row) -> Row:
    """A later stage, whose steps are not told again where they are those of the first."""
    if "how" not in row or "how" not in first or row["how"].value != first["how"].value:
        return row
    told = ("how", "how_reported", "not_cancellable")
    return {"same_way": row["how"], **{name: term for name, term in row.items() if name not in told}}


def _is_before_payment(terms: Row) -> bool:
    until: Term[Duration] = terms["until"]
    return until.known is not None and until.known.is_stage and until.known.event is Event.PAYMENT


def _stage(side: Side, terms: Row, is_for_all: bool) -> Row:
    return merged(
        {"supplier": side.name},
        {} if is_for_all else {"only_some": side.name},
        end("until", terms["until"]),
        word("approver", terms["approver"]),
        word("silence", terms["silence"]),
        value("how", terms.get("how", UNKNOWN)),
        fee("fee", terms["fee"]),
        values(
            reply_within=settled("reply_within", terms["reply_within"]),
            refunds_within=settled("refunds_within", terms["refunds_within"], OF_CANCELLING),
        ),
        present(locked_for=terms.get("locked_for")),
        present(not_cancellable=terms["not_cancellable"]),
        contact(side),
    )


def contact(side: Side) -> Row:
    """How the supplier is reached."""
    return merged(word("contact", side.fact("contact")), present(contact_at=side.fact("contact_at")))
