"""What the store's own page gives for an order: the cut-offs of cancelling, and the offer for a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policy_gen.cover.sides import Voice
from policy_gen.decide.clock import Clock
from policy_gen.decide.lateness import Delays
from policy_gen.decide.order import OPEN, SHUT, Gate, Limit, Order, Way, limit
from policy_gen.deriving.offers import Offer, offers
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration, Event
from policy_gen.provenance import Default, Scope, Term
from policy_gen.records.reasons import CANCELLATION, Reason
from policy_gen.records.vocabulary import Remedy
from policy_gen.rules.cancelling import cut_offs, fee
from policy_gen.rules.given import Given
from policy_gen.rules.parcels import counts_from_estimate, reports_open

MONEY_BACK: Term[Any] = Term((Remedy.REFUND,), Default("cancelled", "who pays for a stopped order gets the money back"))
NAMES = ("remedies", "return_postage", "evidence", "condition", "send_back", "restocking_fee")


def given_for(terms: Terms) -> Given:
    """What the page is made of."""
    return Given(terms, offers(terms))


def by_store(given: Given, order: Order, clock: Clock, delays: Delays) -> Iterator[Way]:
    """Every way that the store's page opens."""
    if order.is_choice:
        yield from _stopping(given, order, clock)
    offer = offered(given, order)
    if offer is not None:
        limits = tuple(limit(clock, term) for term in _windows(given, offer))
        gate = _gate(given, order, delays, limits)
        yield Way(Voice.STORE, offer.reason, offer.because, limits, _values(given, offer, order), gate=gate)


def offered(given: Given, order: Order) -> Offer | None:
    """The page's offer for a reason in a market, if there is one."""
    made = (*given.offers.faults, *given.choices(order.market), given.offers.lost)
    named = {offer.reason: offer for offer in made}
    if given.offers.not_received is not None:
        named[Reason.DELIVERED_NOT_RECEIVED] = given.offers.not_received
    return named.get(order.returned_as)


def refused(given: Given, order: Order) -> Term[Reason] | None:
    """What says that the store takes nothing back for the reason, if something does."""
    return next((term for term in given.offers.refused if term.value == order.returned_as), None)


def _gate(given: Given, order: Order, delays: Delays, limits: tuple[Limit, ...]) -> Gate:
    """From when on an offer is there: goods go back once they have come, and a parcel is lost once a time is over."""
    if order.is_choice:
        return _arrived(order, delays.clock)
    return _lost(given, delays, limits) if order.reason == Reason.LOST else OPEN


def _arrived(order: Order, clock: Clock) -> Gate:
    came, shipped = clock.at(Event.DELIVERY), order.given.get(Event.DISPATCH, clock.on)
    if not clock.on < came.last:
        return OPEN
    if shipped is None or clock.on < shipped:
        return SHUT
    if Event.DELIVERY not in order.given:
        return Gate(None, lacking=("delivered",))
    if Event.DISPATCH not in order.given and order.given[Event.DELIVERY] is None:
        return Gate(None, lacking=("shipped",))
    return Gate(False, Event.DELIVERY)


def _lost(given: Given, delays: Delays, limits: tuple[Limit, ...]) -> Gate:
    """From when on a parcel counts as lost: from the day that the page names, if that comes before the last one."""
    term = reports_open(given)
    opens = delays.clock.end(term.sure) if term is not None else None
    if opens is None or not opens.is_known or any(one.end.last.day <= opens.last.day for one in limits):
        return delays.until_estimate()
    is_early = delays.clock.on < opens.first
    return Gate(False, Event.DELIVERY, opens.first, term=term) if is_early else Gate(term=term)


def _windows(given: Given, offer: Offer) -> Iterator[Term[Duration]]:
    window = offer.terms.get("report_within")
    # Without the carrier's time the page has no estimate, and gives no last day.
    is_said = window and not (counts_from_estimate(window) and not given.published("delivers_within").known)
    if window and is_said:
        yield window


def _stopping(given: Given, order: Order, clock: Clock) -> Iterator[Way]:
    """Stopping the order: for certain until one moment, on request until another."""
    times = given.refund_of(CANCELLATION, given.cancelling("refunds_within"), order.market)
    got: Mapping[str, tuple[Term[Any], ...]] = {
        "remedies": (MONEY_BACK,),
        "refunds_within": times,
        "restocking_fee": tuple(fee(given).values()),
    }
    for name, term in cut_offs(given).items():
        asks = name == "asked_until" and order.supplier != "agrees"
        refused = asks and order.supplier == "refuses"
        given_back = {**got, "refunds_within": tuple(map(_once_agreed, times))} if asks else got
        yield Way(Voice.STORE, name, term, (limit(clock, term),), given_back, stops=True, asks=asks, refused=refused)


def _once_agreed(time: Term[Duration]) -> Term[Duration]:
    """The time as it counts for an order that somebody must agree to stop: only that cancels it."""
    if time.sure.event is not Event.CANCELLATION:
        return time
    return time.made(
        replace(time.sure, event=Event.DECISION), "who asks for an order to be stopped cancels nothing yet"
    )


def _values(given: Given, offer: Offer, order: Order) -> Mapping[str, tuple[Term[Any], ...]]:
    said: dict[str, tuple[Term[Any], ...]] = {name: (offer.terms[name],) for name in NAMES if name in offer.terms}
    topic = offer.reason
    if topic == Reason.LOST and order.market:
        said["remedies"] = given.terms.with_law("remedies", offer.terms["remedies"], Scope(topic, order.market))
    return {**said, "refunds_within": given.refund_of(topic, offer.terms.get("refunds_within"), order.market)}
