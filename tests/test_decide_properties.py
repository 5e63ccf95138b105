"""What `decide` never does, whatever the supplier, the promises, the market and the order."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policy_gen import policy
from policy_gen.calendar import Calendar
from policy_gen.decide import decide
from policy_gen.decide.by_store import by_store, given_for
from policy_gen.decide.lateness import Delays, agreed
from policy_gen.decide.order import Way
from policy_gen.decide.verdict import estimated
from policy_gen.deriving.jurisdiction import Jurisdiction, LegalRight, in_force
from policy_gen.deriving.terms import Terms
from policy_gen.durations import Duration, Event, Unit, fewest_days, most_days, parse
from policy_gen.provenance import Scope
from policy_gen.records.reasons import CANCELLATION, CHOICES, FAULTS, Reason
from policy_gen.records.rights import Bearer, Ground
from policy_gen.records.vocabulary import Payer
from policy_gen.rim import judging, lawbook
from policy_gen.rim.clocks import calendar_of
from policy_gen.rim.judging import Asked
from tests.shops import RETURNS, SUPPLIER
from tests.test_law_properties import DAYS, MARKETS, PROMISES, SUPPLIED, SUPPLIERS, store

TIMES_OF_THE_WAY = st.fixed_dictionaries(
    {}, optional={"ships_within": st.sampled_from(["3 business days", "2-7 days", "40 days"]),
                  "delivers_within": st.sampled_from(["12-25 days after shipping", "60 days after shipping"])},
)  # fmt: skip
SUPPLIERS_WITH_TIMES = st.builds(
    lambda profile, times: {"profile": profile, **times}, st.sampled_from(["aliexpress", "cjdropshipping", "printful"]),
    TIMES_OF_THE_WAY,
)  # fmt: skip
FAST = settings(max_examples=60, deadline=None)
REASONS = [*FAULTS, *CHOICES, CANCELLATION, Reason.LOST, Reason.LATE]
TIMES = st.datetimes(datetime(2027, 12, 1), datetime(2029, 3, 31))  # noqa: DTZ001 - each test has its own zone
GAPS = st.tuples(st.integers(0, 20), st.integers(0, 60), st.integers(0, 5), st.integers(0, 900))


@st.composite
def orders(draw: st.DrawFn, reasons: Any = REASONS) -> Asked:
    """An order that has been shipped; one in three of those that may be on their way still is."""
    reason, market = draw(st.sampled_from(reasons)), draw(st.sampled_from(MARKETS))
    ordered = draw(st.dates(date(2027, 12, 20), date(2029, 3, 2)))
    shipping, travelling, noticing, waiting = draw(GAPS)
    shipped = ordered + timedelta(days=shipping)
    delivered = shipped + timedelta(days=travelling)
    facts = {"ordered": str(ordered), "shipped": str(shipped)}
    on = delivered + timedelta(days=noticing + waiting)
    if reason in FAULTS or (reason not in (Reason.LOST, Reason.LATE) and draw(st.integers(0, 2))):
        facts |= {"delivered": str(delivered), "noticed": str(delivered + timedelta(days=noticing))}
    else:
        facts |= {"delivered": "no"}
    return Asked(reason, market, str(on), facts, told=draw(st.booleans()))


def end_of(time: Duration, starts: dict[Event, date]) -> date | None:
    """The first day on which a time can end, reckoned without the tool's own calendar; None without its start."""
    start = starts.get(time.event or Event.DELIVERY)
    if start is None or time.unit is Unit.HOURS:
        return None
    if time.unit is Unit.MONTHS:
        return _months_later(start, time.high)
    return start + timedelta(days=fewest_days(time.high, time.unit))


def _months_later(start: date, months: int) -> date:
    """By stepping back from a day that no month has until there is such a day."""
    years, month = divmod(start.month - 1 + months, 12)
    for day in range(start.day, 0, -1):
        with suppress(ValueError):
            return date(start.year + years, month + 1, day)
    raise AssertionError("every month has a first day")


def starts_of(asked: Asked) -> dict[Event, date]:
    names = {"ordered": Event.ORDER, "shipped": Event.DISPATCH, "delivered": Event.DELIVERY, "noticed": Event.NOTICING}
    found = {event: date.fromisoformat(asked.facts[name]) for name, event in names.items()
             if asked.facts.get(name, "no") != "no"}  # fmt: skip
    return {**found, Event.REQUEST: date.fromisoformat(asked.on), Event.CANCELLATION: date.fromisoformat(asked.on)}


def rights_in_time(terms: Terms, asked: Asked) -> Iterator[tuple[LegalRight, date | None, date]]:
    """The rights that the customer surely has, each with its last day, if it has one, and the day whose law holds."""
    starts, market = starts_of(asked), judging.page_market(terms, asked.market)
    day = max(date.fromisoformat(str(terms.laws.day)), starts[Event.ORDER])
    reason = Reason.CHANGE_OF_MIND if asked.reason == CANCELLATION else asked.reason
    for law in terms.laws.markets.get(market) or lawbook.laws_of(market):
        for right in law.rights.values():
            if reason not in right.reasons or not right.basis.holds(day) or right.ground is not Ground.STATUTORY:
                continue
            window = right.value("within", day)
            times = [one for one in window.sure if isinstance(one, Duration)] if window else []
            # Later than what is always soon enough, nobody is sure of the right.
            times += [soon.sure] if (soon := right.value("soon_enough", day)) else []
            ends = [end_of(time, starts) for time in times]
            if all(end is not None and end >= starts[Event.REQUEST] for end in ends):
                yield right, min((end for end in ends if end), default=None), day


@st.composite
def waiting(draw: st.DrawFn, reasons: Any) -> Asked:
    """An order that is not there yet when the customer writes: not shipped, on its way, or there only later."""
    reason, market = draw(st.sampled_from(reasons)), draw(st.sampled_from(MARKETS))
    ordered = draw(st.dates(date(2027, 12, 20), date(2029, 3, 2)))
    on = ordered + timedelta(days=draw(st.integers(0, 150)))
    shipped = draw(st.none() | st.integers(0, (on - ordered).days).map(lambda days: ordered + timedelta(days=days)))
    facts = {"ordered": str(ordered), "shipped": str(shipped or "no"), "delivered": "no"}
    # One that is lost never arrives.
    if shipped and reason != Reason.LOST and draw(st.booleans()):
        facts["delivered"] = str(on + timedelta(days=draw(st.integers(1, 20))))
    return Asked(reason, market, str(on), facts)


MORE = 12
"""More days than holidays can make a time longer by."""


def surely_late(terms: Terms, asked: Asked) -> list[tuple[Jurisdiction, LegalRight]]:
    """The rights to which a law surely says that an order is late, reckoned without the tool's own calendar."""
    starts, market = starts_of(asked), judging.page_market(terms, asked.market)
    day, on = max(date.fromisoformat(str(terms.laws.day)), starts[Event.ORDER]), starts[Event.REQUEST]
    ships = terms.published("ships_within", Scope()).known
    found = []
    for law in terms.laws.markets.get(market) or lawbook.laws_of(market):
        said = {name: term.value for name, terms in law.delivery.items() if (term := in_force(terms, day))}
        if said.get("shipping_is_enough") and starts.get(Event.DISPATCH, on) < on:
            continue  # where shipping is enough, what has left is not late any more
        stated = ships if ships and said.get("ship_as_stated") else None
        times = [(stated or said.get("ship_within"), Event.DISPATCH)]
        times += [(said.get("at_most"), Event.DELIVERY)] if not said.get("shipping_is_enough") else []
        ends = [(_longest(time, starts[Event.ORDER]), event) for time, event in times if isinstance(time, Duration)]
        if any(end < on and not (starts.get(event) or date.max) <= end for end, event in ends):
            rights = [one for one in law.rights.values() if Reason.LATE in one.reasons and one.basis.holds(day)]
            found += [(law, right) for right in rights]
    return found


def _longest(time: Duration, start: date) -> date:
    business = time.unit is Unit.BUSINESS_DAYS
    return start + timedelta(days=most_days(time.high, time.unit) + (MORE if business else 0))


# --- Never less than the law ---------------------------------------------------------------------


@FAST
@given(SUPPLIERS, DAYS, PROMISES, orders(), st.booleans())
def test_a_customer_never_gets_less_than_the_law(
    supplier: Any, day: str, promise: Any, asked: Asked, is_named: bool
) -> None:
    terms = store(supplier, [asked.market] if is_named else ["TH"], day, promise)
    verdict = judging.verdict(terms, asked)
    if verdict.order.reason in (Reason.LATE, Reason.LOST) and not verdict.entitled:
        assert verdict.opens is not None or verdict.lacking or not surely_late(terms, asked)
        return
    for right, last, on in rights_in_time(terms, asked):
        assert verdict.entitled is True, right.id
        by_arrival = Reason.LATE in right.reasons
        assert verdict.until is None or by_arrival or (last is not None and verdict.until.last.day >= last), right.id
        for name in ("first_remedies", "remedies"):
            gives = right.value(name, on)
            assert gives is None or set(gives.sure) <= {*verdict.remedies, *verdict.then}, (right.id, name)
        bearer = right.value("return_postage", on)
        assert bearer is None or bearer.value is not Bearer.SELLER or verdict.payer in (Payer.STORE, None)
        refund = right.value("refunds_within", on)
        time = refund.value if refund else None
        if right.value("first_remedies", on) is not None:
            continue  # the money comes only if they don't help
        if isinstance(time, Duration) and time.unit is Unit.DAYS and time.event in (Event.REQUEST, Event.CANCELLATION):
            by = verdict.refund.by
            assert by is not None
            assert by.last.day <= starts_of(asked)[Event.REQUEST] + timedelta(days=time.high), right.id


@FAST
@given(SUPPLIERS, DAYS, PROMISES, orders([*FAULTS, *CHOICES]))
def test_who_was_told_nothing_never_has_less(supplier: Any, day: str, promise: Any, asked: Asked) -> None:
    terms = store(supplier, [asked.market], day, promise)
    told, not_told = (judging.verdict(terms, replace(asked, told=told)) for told in (True, False))
    assert not_told.entitled or not told.entitled
    if told.entitled:
        assert set(told.remedies) <= {*not_told.remedies, *not_told.then}
        assert not_told.payer is not Payer.CUSTOMER or told.payer is not Payer.STORE


@FAST
@given(SUPPLIERS_WITH_TIMES, DAYS, waiting([Reason.LATE, CANCELLATION, Reason.CHANGE_OF_MIND, Reason.CUSTOMS_HELD]))
@example({"profile": "aliexpress"}, "2026-12-01", Asked(CANCELLATION, "US", "2028-02-10", {"ordered": "2028-01-03", "shipped": "no"}))  # fmt: skip
def test_an_order_that_the_law_calls_late_is_never_refused(supplier: Any, day: str, asked: Asked) -> None:
    terms = store(supplier, [asked.market], day)
    late = surely_late(terms, asked)
    verdict = judging.verdict(terms, asked)
    waits = [law for law, _ in late if (term := in_force(law.delivery.get("late", ()), None))
             and term.value == "end_after_grace"]  # fmt: skip
    if late:
        assert verdict.entitled is not False
        assert verdict.entitled or len(waits) == len(late)
        last_date = replace(asked, facts={**asked.facts, "last_date": asked.facts["ordered"]})
        assert judging.verdict(terms, last_date).entitled is True


@FAST
@given(SUPPLIERS_WITH_TIMES, DAYS, waiting([Reason.LOST]))
def test_a_lost_parcel_is_waited_for_no_longer_than_the_law_says(supplier: Any, day: str, asked: Asked) -> None:
    terms = store(supplier, [asked.market], day, {"lost": {"report_within": "2 months"}})
    asked = replace(asked, facts={**asked.facts, "delivered": "no"})
    laws = terms.laws.markets.get(judging.page_market(terms, asked.market), ())
    on, ordered = date.fromisoformat(asked.on), date.fromisoformat(asked.facts["ordered"])
    for law in laws:
        most = in_force(law.delivery.get("at_most", ()), terms.laws.day)
        rights = [right for right in law.rights.values() if Reason.LOST in right.reasons]
        if rights and most and isinstance(most.value, Duration) and _longest(most.value, ordered) < on:
            assert judging.verdict(terms, asked).entitled is True


@FAST
@given(SUPPLIERS, DAYS, PROMISES, waiting([CANCELLATION, *CHOICES]))
def test_no_window_for_returns_gives_anything_before_the_goods_are_there(
    supplier: Any, day: str, promise: Any, asked: Asked
) -> None:
    terms = store(supplier, ["TH"], day, promise)
    returning = [way for way in _ways_of_store(terms, asked) if not way.stops]
    assert not any(way.holds for way in returning)
    if not surely_late(terms, asked) and not terms.laws.may_cancel() and asked.market == "TH":
        verdict = judging.verdict(terms, asked)
        assert not any(way.holds and not way.stops for way in verdict.ways)


@FAST
@given(st.sampled_from(["KR", "IL"]), st.integers(0, 40), st.integers(-20, 20), st.integers(0, 60))
def test_a_time_starts_with_the_later_of_goods_and_document(market: str, ordered: int, document: int, day: int) -> None:
    terms = store(SUPPLIER, [market], "2026-12-01")
    delivered = date(2028, 2, 20)
    placed, came, on = (delivered + timedelta(days=days) for days in (-30 - ordered, document, day))
    facts = {"ordered": str(placed), "delivered": str(delivered), "contract": str(came)}
    window = {"KR": 7, "IL": 14}[market]
    for told in (True, False):
        verdict = judging.verdict(terms, Asked(Reason.CHANGE_OF_MIND, market, str(on), facts, told=told))
        of_law = [way for way in verdict.ways if way.voice == "law" and verdict.entitled]
        assert bool(of_law) == (on <= max(delivered, came) + timedelta(days=window))


# --- The same as the page ------------------------------------------------------------------------


def published(terms: Terms, market: str) -> Iterator[tuple[Reason, Duration]]:
    """The windows that the page gives customers of a market for each reason."""
    for clause in policy.derive(terms).clauses:
        if clause.id in ("something_wrong", "change_of_mind"):
            for row in clause.rows.get("groups", ()):
                if "report_within" in row and ("markets" not in row or market in row["markets"].sure):
                    yield from ((reason, row["report_within"].sure) for reason in row["reasons"].sure)


@FAST
@given(SUPPLIERS, DAYS, PROMISES, st.sampled_from(MARKETS), st.dates(date(2028, 1, 1), date(2029, 3, 1)))
@example("aliexpress", "2026-12-01", {}, "TH", date(2028, 1, 31))
def test_a_window_ends_when_the_page_says(supplier: Any, day: str, promise: Any, market: str, delivered: date) -> None:
    terms = store(supplier, [market], day, promise)
    ordered = delivered - timedelta(days=9)
    starts = {Event.DELIVERY: delivered, Event.ORDER: ordered}
    for reason, time in published(terms, market):
        facts = {"ordered": str(ordered), "delivered": str(delivered), "noticed": str(delivered)}
        first = end_of(time, starts)
        assert first is not None
        if first < delivered:
            continue  # what counts from the order may be over before the parcel comes
        way = None
        for on in (first + timedelta(days=number) for number in range(40)):
            way = _of_store(terms, Asked(reason, market, str(on), facts))
            if not way.in_time:
                last = on - timedelta(days=1)
                break
        assert way is not None
        assert last >= first
        if time.unit is not Unit.BUSINESS_DAYS:
            assert last == first, (reason, time)


def _of_store(terms: Terms, asked: Asked) -> Any:
    """The way that the store itself opens, in time or not."""
    return next(way for way in _ways_of_store(terms, asked) if not way.stops)


def _ways_of_store(terms: Terms, asked: Asked) -> list[Way]:
    order = asked.order(terms)
    clock = order.clock(asked.calendar)
    clock = estimated(agreed(terms, order, clock), order, clock)
    return [*by_store(given_for(terms), order, clock, Delays(order, clock, agreed(terms, order, clock), None))]


@FAST
@given(SUPPLIERS, PROMISES, orders(), DAYS)
def test_holidays_only_ever_make_a_deadline_later(supplier: Any, promise: Any, asked: Asked, day: str) -> None:
    terms = judging.with_law(store(supplier, [asked.market], day, promise), order := asked.order(
        store(supplier, [asked.market], day, promise)))  # fmt: skip
    calendar = calendar_of(asked.market)
    with_holidays, without = (
        decide(terms, order, one) for one in (calendar, Calendar(calendar.zone, calendar.weekend))
    )
    assert with_holidays.entitled or not without.entitled
    if with_holidays.entitled == without.entitled:
        for later, sooner in ((with_holidays.until, without.until), (with_holidays.refund.by, without.refund.by)):
            assert (later is None) == (sooner is None)
            assert later is None or sooner is None or later.last.day >= sooner.last.day
    assert with_holidays.claim == without.claim or with_holidays.claim.stops


# --- The last minute -----------------------------------------------------------------------------


@pytest.mark.parametrize("market", ["DE", "KR", "US", "US-CA", "BR", "AU"])
@given(TIMES)
@settings(max_examples=25, deadline=None)
def test_a_day_ends_at_midnight_in_the_capital(market: str, delivered: datetime) -> None:
    terms = store({**SUPPLIER, "returns": {**RETURNS, "report_within": "9 days"}}, ["TH"], "2026-12-01")
    zone = calendar_of(market).zone
    arrived = delivered.replace(microsecond=0, tzinfo=zone)
    facts = {"delivered": arrived.isoformat()}
    midnight = datetime.combine(arrived.date() + timedelta(days=8), datetime.min.time(), zone)
    for on, in_time in ((midnight - timedelta(seconds=1), True), (midnight + timedelta(seconds=1), False)):
        way = _of_store(terms, Asked(Reason.DAMAGED, market, on.isoformat(), facts))
        assert way.in_time is in_time


@given(TIMES, st.integers(1, 96), st.sampled_from(MARKETS))
@settings(max_examples=60, deadline=None)
def test_hours_end_to_the_minute_and_need_a_time(ordered: datetime, hours: int, market: str) -> None:
    terms = store(SUPPLIER, ["TH"], "2026-12-01", {"cancellation": {"until": f"{hours} hours after order"}})
    start = calendar_of("KR").moment(ordered.replace(microsecond=0, tzinfo=calendar_of("KR").zone)).time
    assert start is not None
    facts = {"ordered": start.isoformat(), "shipped": "no"}
    for seconds, in_time in ((0, True), (1, False)):
        on = calendar_of("KR").hours_later(start, hours) + timedelta(seconds=seconds)
        assert _certain(terms, Asked(CANCELLATION, market, on.isoformat(), facts)) is in_time
    day = start.astimezone(calendar_of(market).zone).date()
    dated = Asked(CANCELLATION, market, str(day), {"ordered": str(day), "shipped": "no"})
    assert _certain(terms, dated) is (None if hours < 24 else True)
    much_later = replace(dated, on=str(day + timedelta(days=hours // 24 + 2)))
    assert _certain(terms, much_later) is False


def _certain(terms: Terms, asked: Asked) -> bool | None:
    return next(way for way in _ways_of_store(terms, asked) if way.name == "certain_until").in_time


# --- The supplier --------------------------------------------------------------------------------


@FAST
@given(SUPPLIED, DAYS, orders([*FAULTS, *CHOICES]))
def test_nobody_is_told_to_claim_after_the_suppliers_last_day(returns: Any, day: str, asked: Asked) -> None:
    verdict = judging.verdict(store({**SUPPLIER, "returns": returns}, [asked.market], day), asked)
    if verdict.claim.covered and not verdict.claim.stops and verdict.claim.last is not None:
        last = end_of(parse(returns["report_within"]), starts_of(asked))
        assert last is not None
        weekend = (2 if "business" in returns["report_within"] else 0) * 2
        assert verdict.claim.last.day <= last + timedelta(days=weekend)
        if "business" not in returns["report_within"]:
            assert verdict.claim.last.day == last


# --- What is not known ---------------------------------------------------------------------------


EITHER = st.one_of(orders(), waiting([Reason.LATE, Reason.LOST, Reason.CUSTOMS_HELD, CANCELLATION, *CHOICES]))


@FAST
@given(SUPPLIERS_WITH_TIMES, DAYS, PROMISES, EITHER, st.sampled_from(["ordered", "shipped", "delivered", "noticed"]))
def test_a_fact_less_never_turns_the_answer_round(
    supplier: Any, day: str, promise: Any, asked: Asked, name: str
) -> None:
    terms = store(supplier, [asked.market], day, promise)
    whole = judging.verdict(terms, asked)
    less = judging.verdict(terms, _without(asked, name))
    assert less.entitled in (whole.entitled, None)
    if less.entitled is None and less.opens is None and whole.entitled is not None:
        assert name in less.lacking or less.claim.stops
    if less.claim.last is not None and whole.claim.last is not None and not less.claim.stops:
        assert less.claim.last.day <= whole.claim.last.day


def _without(asked: Asked, name: str) -> Asked:
    return replace(asked, facts={one: day for one, day in asked.facts.items() if one != name})
