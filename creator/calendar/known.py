"""The years whose holidays are published: rows for the calendar table, from `chinesecalendar`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

from creator.calendar.days import WorkCalendar

_SATURDAY = 5
_CHINESE = {holiday.value: holiday.chinese for holiday in Holiday}


@dataclass(frozen=True)
class CalendarDay:
    """One row of the calendar table; `name` is the holiday, also on a day worked in its stead."""

    day: date
    is_workday: bool
    name: str = ""


def load_known(first: int | None = None, last: int | None = None) -> list[CalendarDay]:
    """Every day of the published years (or of those between `first` and `last`), in order."""
    known = range(min(holidays).year, max(holidays).year + 1)
    years = [y for y in known if (first or y) <= y <= (last or y)]
    free = {day: _CHINESE.get(name, name) for day, name in holidays.items()}
    worked = {day: _CHINESE.get(name, name) for day, name in workdays.items()}
    return [row for year in years for row in year_from_notice(year, free, worked)]


def year_from_notice(
    year: int, free: Mapping[date, str], worked: Mapping[date, str]
) -> Iterator[CalendarDay]:
    """A whole year from a State Council notice: its days off and its worked weekend days, named.

    This is how a year that the library does not know enters the table. Other days follow the week.
    """
    day = date(year, 1, 1)
    while day.year == year:
        if day in worked:
            yield CalendarDay(day, True, worked[day])
        elif day in free:
            yield CalendarDay(day, False, free[day])
        else:
            yield CalendarDay(day, day.weekday() < _SATURDAY)
        day += timedelta(days=1)


@lru_cache
def known_calendar() -> WorkCalendar:
    """The published years as a calendar, for what has no database at hand."""
    return WorkCalendar({row.day: row.is_workday for row in load_known()})
