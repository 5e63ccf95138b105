"""Lost and late parcels, and parcels that are said to be delivered."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from policy_gen.durations import Duration, Event
from policy_gen.provenance import Scope, Term
from policy_gen.records.reasons import Reason
from policy_gen.rules.clause import Clause, Row, present
from policy_gen.rules.given import Given, all_or_some, timed
from policy_gen.rules.more_rights import pays_back

ID = "parcels"
SOURCE = "What a page must say, D5: the estimate, when to write, what we then do"


def derive(given: Given) -> Clause:
    """Every page has it: a lost parcel is always answered."""
    lost, missing = given.offers.lost.terms, given.offers.not_received
    ships, delivers = given.published("ships_within"), given.published("delivers_within")
    window, opens = lost.get("report_within"), reports_open(given)
    if window and counts_from_estimate(window) and not delivers.known:
        window = None
    parts = present(
        ships_within=ships,
        delivers_within=delivers,
        report_opens=opens,
        report_within=window,
        evidence=lost.get("evidence"),
        remedies=_remedies(given),
        not_received_remedies=missing.terms.get("remedies") if missing else None,
        not_received_within=missing.terms.get("report_within") if missing else None,
        email=given.terms.store.email,
    ) | all_or_some(given, _owed_money(given), "not_received_refund")
    if len(parts["remedies"].sure) > 1:
        parts |= all_or_some(given, _choosing(given), "customer_chooses")
    refunds = given.rows_by_market(lambda market: _refunds(given, market))
    return Clause(ID, parts, {"refunds": refunds} if refunds else {})


def _refunds(given: Given, market: str | None) -> Iterator[Row]:
    """How long the money for a lost parcel takes; where the law gives money back, it is one of the remedies."""
    lost = given.offers.lost.terms
    times = given.refund_of(Reason.LOST, lost.get("refunds_within"), market)
    yield from timed("refunds_within", map(_from_message, times))


def _from_message(time: Term[Any]) -> Term[Any]:
    """The time as it counts for a lost parcel: nobody cancels there, the message that it didn't come does."""
    if time.sure.event is not Event.CANCELLATION:
        return time
    return time.made(replace(time.sure, event=Event.REQUEST), "a message that a parcel is lost cancels the order")


def _choosing(given: Given) -> tuple[str, ...]:
    """The markets whose law lets the customer choose what an order becomes that does not come."""
    stated = {market: given.terms.laws.stated(market, "delivery").get("late", ()) for market in given.markets}
    return tuple(market for market, late in stated.items() if any(one.value == "customer_chooses" for one in late))


def _owed_money(given: Given) -> tuple[str, ...]:
    """The markets in which a parcel that never reached the customer is the store's loss, whatever the carrier says."""
    laws = given.terms.laws
    owed = {market: laws.owed(market, Reason.LOST) for market in given.markets}
    return tuple(market for market, right in owed.items() if right is not None and pays_back(right))


def _remedies(given: Given) -> Term[Any]:
    """What a customer gets for a lost parcel: what the store gives, and what any law of its markets adds."""
    own = given.offers.lost.terms["remedies"]
    for market in given.markets:
        own = given.terms.with_law("remedies", own, Scope(Reason.LOST, market))[0]
    return own


def reports_open(given: Given) -> Term[Duration] | None:
    """From when on a lost parcel can be reported, where the page can say so."""
    opens = given.terms.published("report_opens", Scope(Reason.LOST))
    known = opens.known and not (counts_from_estimate(opens) and not given.published("delivers_within").known)
    return opens if known else None


def counts_from_estimate(window: Term[Duration]) -> bool:
    """Whether a window needs the estimated day of delivery, which the page only has with the carrier's time."""
    return window.known is not None and window.known.event is Event.ESTIMATED_DELIVERY
