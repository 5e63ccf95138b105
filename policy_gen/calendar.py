"""Pure dates: days, months and business days as a market counts them: its clock, its week and its public holidays."""

import calendar as gregorian
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from policy_gen.durations import WORKING_WEEK, Unit

SUNDAY, SATURDAY = 6, 5
WEEKENDS = {WORKING_WEEK: frozenset({SATURDAY, SUNDAY}), WORKING_WEEK + 1: frozenset({SUNDAY})}
"""The days that are free in a week of so many working days; Monday is 0."""


def no_holidays(day: date) -> bool:
    """The holidays of somebody of whom none are known."""
    return False


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in a market's zone, with the time on it where that is known; then the time names its zone, too."""

    day: date
    time: datetime | None = None

    def __lt__(self, other: "Moment") -> bool:
        """Whether it surely comes first: of the same day only where both times are known."""
        if self.day != other.day or self.time is None or other.time is None:
            return self.day < other.day
        return self.time < other.time

    def __str__(self) -> str:
        """As ISO 8601 writes it."""
        return self.time.isoformat() if self.time else self.day.isoformat()


EVER, NEVER = Moment(date.min), Moment(date.max)
"""What stands for no first and for no last day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How somebody counts days: `zone` is the clock, `weekend` the free days of a week, Monday is 0."""

    zone: tzinfo
    weekend: frozenset[int] = WEEKENDS[WORKING_WEEK]
    is_holiday: Callable[[date], bool] = no_holidays

    def moment(self, at: datetime) -> Moment:
        """The moment of a time, on this calendar's own clock."""
        here = at.astimezone(self.zone)
        return Moment(here.date(), here)

    def start(self, day: date) -> datetime:
        """The first instant of a day."""
        return datetime.combine(day, time(), self.zone)

    def first(self, moment: Moment) -> datetime:
        """The first instant that the moment can be."""
        return moment.time or self.start(moment.day)

    def last(self, moment: Moment) -> datetime:
        """The instant before which the moment surely is, or at which it is where its time is known."""
        return moment.time or self.start(later_day(moment.day, 1))

    def is_free(self, day: date) -> bool:
        """Whether nobody works on a day."""
        return day.weekday() in self.weekend or self.is_holiday(day)

    def later(self, day: date, amount: int, unit: Unit) -> date:
        """The last day of a time that counts from a day, which itself does not count."""
        match unit:
            case Unit.MONTHS:
                return later_month(day, amount)
            case Unit.BUSINESS_DAYS:
                return self._business_day(day, amount)
            case _:
                return later_day(day, amount)

    def working_day(self, day: date) -> date:
        """The day itself, or the first one after it on which somebody works."""
        return self._business_day(day, 1) if self.is_free(day) else day

    def hours_later(self, at: datetime, hours: int) -> datetime:
        """A time so many hours later, also where clocks change in between."""
        return (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(self.zone)

    def _business_day(self, day: date, amount: int) -> date:
        for one in _days_after(day):
            amount -= not self.is_free(one)
            if not amount:
                return one
        return date.max


def _days_after(day: date) -> Iterator[date]:
    while day < date.max:
        day = later_day(day, 1)
        yield day


def later_day(day: date, days: int) -> date:
    """A day so many days later; one that no calendar has any more is the last one."""
    return date.max if days > (date.max - day).days else day + timedelta(days=days)


def later_month(day: date, months: int) -> date:
    """The same day of a later month, its last one where the month is shorter: 31 January and a month is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))
