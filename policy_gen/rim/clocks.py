"""The calendars of markets: the clock of the capital, the week, and the public holidays where they are known."""

from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from policy_gen.calendar import WEEKENDS, Calendar
from policy_gen.durations import WORKING_WEEK
from policy_gen.records import markets
from policy_gen.rim import files
from policy_gen.rim.lawbook import FOLDER


@cache
def calendar_of(market: str) -> Calendar:
    """How a market counts time; a part of a country that has no clock of its own goes by the country's."""

    def is_holiday(day: date) -> bool:
        return day in _holidays(market)

    return Calendar(ZoneInfo(_zone(market)), _weekend(market), is_holiday)


@cache
def _zones() -> dict[str, str]:
    data: Any = files.read_source(files.shipped(FOLDER, "calendars.yaml"), f"{FOLDER}/calendars.yaml").data
    return {code: str(zone) for code, zone in data["zones"].items()}


def _zone(market: str) -> str:
    named, country = _zones(), markets.country(market)
    zone = named.get(market) or named.get(country)
    return zone or next(iter(get_global("territory_zones").get(country, ())), "UTC")


def _weekend(market: str) -> frozenset[int]:
    try:
        week = Locale.parse(f"und_{markets.country(market)}")
    except UnknownLocaleError:
        # A group of countries, or a place where nobody lives.
        return WEEKENDS[WORKING_WEEK]
    length = (week.weekend_end - week.weekend_start) % 7 + 1
    return frozenset((week.weekend_start + number) % 7 for number in range(length))


@cache
def _holidays(market: str) -> frozenset[date] | dict[date, str]:
    """The public holidays of a market and of its country; none where nobody knows them."""
    # Here, as only times in business days need it.
    from holidays import country_holidays, list_supported_countries

    country, part = markets.country(market), market.partition("-")[2] or None
    known = list_supported_countries(include_aliases=False)
    if country not in known:
        return frozenset()
    return country_holidays(country, subdiv=part if part in known[country] else None)
