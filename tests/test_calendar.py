"""Days, months and business days, as markets count them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_gen.calendar import WEEKENDS, Calendar, Moment, later_day, later_month
from policy_gen.durations import Unit, fewest_days, most_days
from policy_gen.records import markets
from policy_gen.rim import lawbook
from policy_gen.rim.clocks import calendar_of

DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WEEK = Calendar(UTC)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-12-15", 24, "2028-12-15"),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_its_last(day: str, months: int, end: str) -> None:
    assert later_month(date.fromisoformat(day), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "amount", "end"),
    [
        ("2026-11-20", 1, "2026-11-23"),  # Friday to Monday
        ("2026-11-21", 1, "2026-11-23"),  # Saturday to Monday
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-22", 5, "2026-11-27"),
    ],
)
def test_business_days_leave_weekends_out(day: str, amount: int, end: str) -> None:
    assert WEEK.later(date.fromisoformat(day), amount, Unit.BUSINESS_DAYS) == date.fromisoformat(end)


@given(DATES, st.integers(1, 200), st.sampled_from(list(Unit)), st.sampled_from(sorted(WEEKENDS)))
def test_a_time_is_never_shorter_or_longer_than_the_page_reckons(day: date, amount: int, unit: Unit, week: int) -> None:
    if unit is Unit.HOURS:
        return
    end = Calendar(UTC, WEEKENDS[week]).later(day, amount, unit)
    assert fewest_days(amount, unit, week) <= (end - day).days <= most_days(amount, unit, week)


@settings(deadline=None)  # the first of each market loads its holidays
@given(DATES, st.integers(1, 60), st.sampled_from(["DE", "KR", "US", "US-CA", "JP", "IL", "BR", "GB", "TH", "EU"]))
def test_holidays_make_a_time_longer_and_never_shorter(day: date, amount: int, market: str) -> None:
    with_holidays = calendar_of(market)
    without = Calendar(with_holidays.zone, with_holidays.weekend)
    end = with_holidays.later(day, amount, Unit.BUSINESS_DAYS)
    assert end >= without.later(day, amount, Unit.BUSINESS_DAYS)
    assert not with_holidays.is_free(end)
    between = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert sum(not with_holidays.is_free(one) for one in between) == amount


def test_christmas_is_no_business_day() -> None:
    assert calendar_of("DE").later(date(2026, 12, 23), 2, Unit.BUSINESS_DAYS) == date(2026, 12, 28)
    assert calendar_of("KR").later(date(2026, 2, 13), 1, Unit.BUSINESS_DAYS) == date(2026, 2, 19)  # lunar new year


def test_a_market_has_the_weekend_of_its_country() -> None:
    assert {code: sorted(calendar_of(code).weekend) for code in ("DE", "IL", "IN", "EU", "AQ")} == {
        "DE": [5, 6], "IL": [4, 5], "IN": [6], "EU": [5, 6], "AQ": [5, 6],
    }  # fmt: skip


def test_every_market_has_the_clock_of_a_place() -> None:
    codes = [*markets.countries(), *(id.upper() for id in lawbook.shipped()), *lawbook.members()]
    assert all(isinstance(calendar_of(code).zone, ZoneInfo) for code in codes)
    assert not [code for code in codes if str(calendar_of(code).zone) == "UTC"]
    assert str(calendar_of("US-CA").zone) == "America/Los_Angeles"
    assert str(calendar_of("US-TX").zone) == "America/New_York"  # as the country's capital
    assert str(calendar_of("KR").zone) == "Asia/Seoul"


def test_hours_pass_while_clocks_change() -> None:
    berlin = calendar_of("DE")
    before = datetime(2027, 3, 27, 12, tzinfo=berlin.zone)
    assert berlin.hours_later(before, 24) == datetime(2027, 3, 28, 13, tzinfo=berlin.zone)


def test_a_time_belongs_to_the_day_of_the_place() -> None:
    at = datetime(2026, 12, 31, 20, tzinfo=UTC)
    assert calendar_of("KR").moment(at).day == date(2027, 1, 1)
    assert calendar_of("US").moment(at).day == date(2026, 12, 31)


def test_moments_of_one_day_come_in_order_only_with_their_times() -> None:
    day = date(2026, 12, 1)
    morning, evening = (Moment(day, datetime(2026, 12, 1, hour, tzinfo=UTC)) for hour in (8, 20))
    assert morning < evening
    assert not Moment(day) < evening
    assert not morning < Moment(day)


def test_there_is_a_last_day() -> None:
    assert later_day(date.max, 1) == date.max
    assert later_month(date(9999, 12, 1), 2) == date.max
    assert WEEK.later(date(9999, 12, 30), 9, Unit.BUSINESS_DAYS) == date.max


def test_a_day_on_which_nobody_works_waits_for_the_next_working_day() -> None:
    holidays = Calendar(UTC, is_holiday=lambda day: day in (date(2026, 12, 25), date(2026, 12, 28)))
    found = {day: str(holidays.working_day(date.fromisoformat(day))) for day in ("2026-12-24", "2026-12-25")}
    assert found == {"2026-12-24": "2026-12-24", "2026-12-25": "2026-12-29"}


@given(DATES)
def test_a_working_day_is_never_earlier_and_never_free(day: date) -> None:
    found = WEEK.working_day(day)
    assert day <= found <= later_day(day, 2)
    assert not WEEK.is_free(found)
