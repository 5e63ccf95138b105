"""Durations: how people write them, how many calendar days they can be, and which of two surely ends later."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_gen.durations import (
    AT_ONCE,
    EVENTS,
    SEQUENCE,
    WITHOUT_DELAY,
    Duration,
    Event,
    Order,
    Unit,
    compare,
    fewest_days,
    later_end,
    most_days,
    parse,
    parse_cutoff,
    sooner_end,
    total,
)

UNITS = st.sampled_from(list(Unit))
AMOUNTS = st.integers(1, 400)
EVERY_EVENT = st.sampled_from(list(Event))


@st.composite
def times(draw: st.DrawFn, events: st.SearchStrategy[Event] = EVERY_EVENT) -> Duration:
    low = draw(AMOUNTS)
    return Duration(low, low + draw(st.sampled_from([0, 0, 3])), draw(UNITS), draw(events))


single = times().map(lambda time: time.longest)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "event"),
    [
        ("24 hours", 24, 24, Unit.HOURS, None),
        ("72h", 72, 72, Unit.HOURS, None),
        ("1 day", 1, 1, Unit.DAYS, None),
        ("15 days after delivery", 15, 15, Unit.DAYS, Event.DELIVERY),
        ("15 days from delivery", 15, 15, Unit.DAYS, Event.DELIVERY),
        ("15 days after receipt confirmed", 15, 15, Unit.DAYS, Event.DELIVERY),
        ("15 days after completed", 15, 15, Unit.DAYS, Event.DELIVERY),
        ("12 hours after the order", 12, 12, Unit.HOURS, Event.ORDER),
        ("7 business days", 7, 7, Unit.BUSINESS_DAYS, None),
        ("7 Working Days", 7, 7, Unit.BUSINESS_DAYS, None),
        ("3-15 business days", 3, 15, Unit.BUSINESS_DAYS, None),
        ("3 to 15 business days", 3, 15, Unit.BUSINESS_DAYS, None),
        ("3 – 15 days", 3, 15, Unit.DAYS, None),
        ("2 weeks", 14, 14, Unit.DAYS, None),
        ("1-2 weeks after shipping", 7, 14, Unit.DAYS, Event.DISPATCH),
        ("6 months", 6, 6, Unit.MONTHS, None),
        ("2 years", 24, 24, Unit.MONTHS, None),
        ("15 days after estimated delivery", 15, 15, Unit.DAYS, Event.ESTIMATED_DELIVERY),
        ("P15D", 15, 15, Unit.DAYS, None),
        ("P2W after delivery", 14, 14, Unit.DAYS, Event.DELIVERY),
        ("P1M", 1, 1, Unit.MONTHS, None),
        ("P1Y", 12, 12, Unit.MONTHS, None),
        ("PT24H", 24, 24, Unit.HOURS, None),
        ("  15   days  after   delivery ", 15, 15, Unit.DAYS, Event.DELIVERY),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, low: int, high: int, unit: Unit, event: Event | None) -> None:
    assert parse(text) == Duration(low, high, unit, event)


@pytest.mark.parametrize("text", ["", "soon", "15", "days", "15 moons", "-3 days", "3.5 days", "99999 days", "P", "PT"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse(text)


def test_a_range_that_runs_backwards_an_unknown_event_and_no_time_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="runs backwards"):
        parse("15-3 days")
    with pytest.raises(ValueError, match="not clear which event `lunch` is"):
        parse("3 days after lunch")
    with pytest.raises(ValueError, match="no time"):
        parse("0 days")


@pytest.mark.parametrize(("text", "event"), EVENTS.items())
def test_every_event_is_read_with_and_without_its_article(text: str, event: Event) -> None:
    assert parse(f"3 days after {text}").event is event
    assert parse(f"3 days after the {text}").event is event


@pytest.mark.parametrize(
    ("text", "event"),
    [("shipped", Event.DISPATCH), ("Processing", Event.PROCESSING), ("production", Event.PRODUCTION)],
)
def test_a_cut_off_named_by_a_stage_ends_when_the_stage_begins(text: str, event: Event) -> None:
    cut_off = parse_cutoff(text)
    assert cut_off == Duration(0, 0, Unit.DAYS, event)
    assert cut_off.is_stage


def test_a_cut_off_without_an_event_counts_from_the_order() -> None:
    assert parse_cutoff("24 hours") == Duration(24, 24, Unit.HOURS, Event.ORDER)
    assert parse_cutoff("2 days after payment").event is Event.PAYMENT


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (parse("1 day"), "1 day"),
        (parse("1 hour after order"), "1 hour after order"),
        (parse("3-15 business days"), "3-15 business days"),
        (parse_cutoff("shipped"), "until shipped"),
        (parse_cutoff("processing"), "until processing"),
    ],
)
def test_a_duration_prints_as_it_is_written(time: Duration, words: str) -> None:
    assert str(time) == words


@given(single)
def test_what_is_printed_is_read_as_the_same_duration(time: Duration) -> None:
    assert parse(str(time)) == time


@pytest.mark.parametrize(("amount", "fewest", "most"), [(1, 1, 3), (3, 3, 5), (5, 5, 7), (6, 8, 10), (15, 19, 21)])
def test_business_days_are_so_many_calendar_days_at_least_and_at_most(amount: int, fewest: int, most: int) -> None:
    assert fewest_days(amount, Unit.BUSINESS_DAYS) == fewest
    assert most_days(amount, Unit.BUSINESS_DAYS) == most


def test_a_week_of_six_working_days_has_one_day_off() -> None:
    assert (fewest_days(15, Unit.BUSINESS_DAYS, 6), most_days(15, Unit.BUSINESS_DAYS, 6)) == (17, 18)


@pytest.mark.parametrize("week", [5, 6])
@given(start=st.integers(0, 6), amount=st.integers(1, 60))
def test_no_run_of_business_days_is_shorter_or_longer_than_that(week: int, start: int, amount: int) -> None:
    day, left = start, amount
    while left:
        day += 1
        left -= day % 7 < week
    assert fewest_days(amount, Unit.BUSINESS_DAYS, week) <= day - start <= most_days(amount, Unit.BUSINESS_DAYS, week)


def test_hours_are_whole_days_only_once_they_are_over() -> None:
    assert (fewest_days(47, Unit.HOURS), most_days(47, Unit.HOURS)) == (1, 2)
    assert (fewest_days(48, Unit.HOURS), most_days(48, Unit.HOURS)) == (2, 2)


@pytest.mark.parametrize(
    ("months", "fewest", "most"), [(1, 28, 31), (2, 59, 62), (12, 365, 366), (24, 730, 731), (60, 1825, 1827)]
)
def test_months_are_as_short_and_as_long_as_a_calendar_has_them(months: int, fewest: int, most: int) -> None:
    assert (fewest_days(months, Unit.MONTHS), most_days(months, Unit.MONTHS)) == (fewest, most)


@pytest.mark.parametrize("months", [*range(1, 14), 18, 23, 24, 25, 36, 47, 48, 49, 60, 72, 96, 120])
def test_no_run_of_months_is_shorter_or_longer_than_that(months: int) -> None:
    found = set()
    for start in (date(2024, 1, 1) + timedelta(days) for days in range(8 * 366)):
        years, month = divmod(start.month - 1 + months, 12)
        last = monthrange(start.year + years, month + 1)[1]
        found.add((date(start.year + years, month + 1, min(start.day, last)) - start).days)
    # A month from 31 January ends on 28 February: its day is never later than the last one.
    assert fewest_days(months, Unit.MONTHS) <= min(found)
    assert max(found) <= most_days(months, Unit.MONTHS)
    if months % 12 == 0:
        assert max(found) == most_days(months, Unit.MONTHS)


@given(AMOUNTS, UNITS)
def test_the_fewest_days_are_never_more_than_the_most_and_grow_with_the_amount(amount: int, unit: Unit) -> None:
    assert fewest_days(amount, unit) <= most_days(amount, unit)
    assert fewest_days(amount, unit) <= fewest_days(amount + 1, unit)
    assert most_days(amount, unit) <= most_days(amount + 1, unit)


def _order(one: str, other: str) -> Order:
    return compare(parse(one), parse(other))


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [
        ("15 days after delivery", "13 days after delivery"),
        ("15 business days after delivery", "19 days after delivery"),
        ("21 days after delivery", "15 business days after delivery"),
        ("49 hours after delivery", "2 days after delivery"),
        ("1 month after delivery", "28 days after delivery"),
        ("15 days after delivery", "15 days after shipping"),
        ("15 days after shipping", "15 days after order"),
        ("10 days after noticing", "10 days after order"),
        ("3-15 days after delivery", "3 days after delivery"),
    ],
)
def test_what_always_ends_later_is_better_and_the_other_way_round_worse(longer: str, shorter: str) -> None:
    assert _order(longer, shorter) is Order.BETTER
    assert _order(shorter, longer) is Order.WORSE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15 business days after delivery", "20 days after delivery"),
        ("1 month after delivery", "30 days after delivery"),
        ("10 days after delivery", "30 days after order"),
        ("10 days after delivery", "10 days after estimated delivery"),
        ("10 days after decision", "5 days after return received"),
        ("3-15 days after delivery", "10 days after delivery"),
        ("10 days after delivery", "10 days"),
    ],
)
def test_what_does_not_always_end_later_does_not_compare(one: str, other: str) -> None:
    assert _order(one, other) is Order.INCOMPARABLE
    assert _order(other, one) is Order.INCOMPARABLE


def test_the_goods_or_the_proof_of_sending_never_come_after_the_goods() -> None:
    assert _order("14 days after return received", "14 days after return or proof") is Order.BETTER
    assert _order("14 days after return or proof", "15 days after return received") is Order.WORSE
    assert _order("14 days after return or proof", "10 days after return received") is Order.INCOMPARABLE
    # Goods come back because of a message.
    assert _order("14 days after return or proof", "14 days after request") is Order.BETTER


@pytest.mark.parametrize("goods", ["return received", "return or proof"])
def test_where_there_may_be_nothing_to_send_back_a_time_starts_with_the_message_or_the_goods(goods: str) -> None:
    if_any = f"14 days after {goods} or else request"
    assert str(parse(if_any)) == if_any
    assert _order(if_any, "14 days after request") is Order.BETTER
    assert _order(f"14 days after {goods}", if_any) is Order.BETTER
    assert _order(if_any, "15 days after return received") is Order.WORSE
    assert _order(if_any, "10 days after return received") is Order.INCOMPARABLE
    assert _order(if_any, "14 days after delivery") is Order.INCOMPARABLE


@pytest.mark.parametrize("end", [sooner_end, later_end])
def test_what_times_count_from_may_be_joined_in_any_grouping(
    end: Callable[[Duration, Duration], Duration | None],
) -> None:
    def joined(one: Duration | None, other: Duration | None) -> Duration | None:
        return None if one is None or other is None else end(one, other)

    times = [Duration(3, 3, Unit.DAYS, event) for event in Event]
    for one, other in product(times, times):
        assert joined(one, other) == joined(other, one)
        for third in times:
            assert joined(joined(one, other), third) == joined(one, joined(other, third))


def test_a_day_is_twenty_four_hours() -> None:
    assert _order("24 hours after delivery", "1 day after delivery") is Order.EQUAL


def test_a_stage_and_a_time_after_the_order_do_not_compare_and_two_stages_do() -> None:
    shipped, processing = parse_cutoff("shipped"), parse_cutoff("processing")
    assert compare(shipped, parse_cutoff("12 hours")) is Order.INCOMPARABLE
    assert compare(shipped, processing) is Order.BETTER


FLIPPED = {
    Order.BETTER: Order.WORSE, Order.WORSE: Order.BETTER, Order.EQUAL: Order.EQUAL,
    Order.INCOMPARABLE: Order.INCOMPARABLE,
}  # fmt: skip
AT_LEAST = (Order.BETTER, Order.EQUAL)


@given(times(), times())
def test_turned_round_a_comparison_says_the_opposite(one: Duration, other: Duration) -> None:
    assert compare(one, other) is FLIPPED[compare(other, one)]


near = times(st.sampled_from([Event.ORDER, Event.DISPATCH, Event.DELIVERY, Event.DECISION]))


@given(near, near, near)
def test_what_ends_no_sooner_than_the_later_ends_no_sooner_than_the_sooner(
    one: Duration, other: Duration, third: Duration
) -> None:
    if compare(one, other) in AT_LEAST and compare(other, third) in AT_LEAST:
        assert compare(one, third) in AT_LEAST


ANY = st.one_of(times(), st.sampled_from([AT_ONCE, WITHOUT_DELAY]))
"""A time, or one of those that have no number."""


@given(times())
def test_nothing_is_sooner_than_at_once_and_without_undue_delay_has_no_number(time: Duration) -> None:
    assert compare(time, AT_ONCE) is compare(WITHOUT_DELAY, AT_ONCE) is Order.BETTER
    assert compare(time, WITHOUT_DELAY) is compare(WITHOUT_DELAY, time) is Order.INCOMPARABLE
    assert later_end(time, AT_ONCE) == later_end(AT_ONCE, time) == time
    assert later_end(WITHOUT_DELAY, AT_ONCE) == WITHOUT_DELAY
    assert later_end(time, WITHOUT_DELAY) is None
    assert [str(one) for one in (AT_ONCE, WITHOUT_DELAY)] == ["at once", "without undue delay"]
    # What is left of a time that is used up is a number, and none of these.
    assert str(Duration(0, 0, Unit.DAYS)) == "0 days"


@given(ANY, ANY)
def test_the_sooner_end_of_two_is_never_after_either(one: Duration, other: Duration) -> None:
    end = sooner_end(one, other)
    assert compare(one, end) in AT_LEAST
    assert compare(other, end) in AT_LEAST


@given(ANY, ANY)
def test_the_later_end_of_two_is_never_before_either(one: Duration, other: Duration) -> None:
    end = later_end(one, other)
    if end is not None:
        assert compare(end, one) in AT_LEAST
        assert compare(end, other) in AT_LEAST


def test_there_is_no_later_end_only_where_neither_event_always_comes_last() -> None:
    assert later_end(parse("5 days after decision"), parse("5 days after return received")) is None
    assert later_end(parse("5 days after order"), parse("3 days after delivery")) == parse("5 days after delivery")


def test_of_two_units_the_sooner_end_keeps_hours_and_the_later_end_is_in_days() -> None:
    assert sooner_end(parse("48 hours"), parse("15 days")) == parse("48 hours")
    assert sooner_end(parse("3 business days"), parse("4 days")) == parse("3 days")
    assert later_end(parse("3 business days"), parse("4 days")) == parse("5 days")
    assert sooner_end(parse("24 hours after order"), parse_cutoff("shipped")).high == 0


def test_waiting_times_add_up_in_days_where_their_units_differ_and_in_their_own_where_not() -> None:
    assert total([parse("72 hours"), parse("2 business days")], Event.REQUEST) == parse("7 days after request")
    assert total([parse("3 days"), parse("1-2 days")], Event.REQUEST) == parse("5 days after request")
    assert total([parse("48 hours"), parse("24 hours")], Event.REQUEST) == parse("72 hours after request")


def test_the_events_of_every_order_stand_in_their_order() -> None:
    names = " ".join(SEQUENCE)
    assert names == "order payment processing production shipping delivery"
