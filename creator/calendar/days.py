"""Which days are worked in China, and stepping from one working day to another."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from creator.clock import local

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def version_of(days: Mapping[date, bool]) -> str:
    """A short name for exactly this calendar, such as `2004-2026/1a2b3c4d`.

    Printed on notices, so that a deadline can be recounted later with the calendar of its day.
    """
    if not days:
        return "none"
    first, last = min(days).year, max(days).year
    lines = "".join(f"{day}{'w' if worked else 'f'}\n" for day, worked in sorted(days.items()))
    return f"{first}-{last}/{hashlib.sha256(lines.encode()).hexdigest()[:8]}"


class WorkCalendar:
    """The working days the State Council has announced; Monday to Friday where it has not yet.

    `days` says of each known date whether it is worked (weekends worked for a holiday, 调休,
    included). Dates it lacks are provisional: they follow the week and may change.
    """

    def __init__(self, days: Mapping[date, bool], version: str | None = None) -> None:
        self._days = dict(days)
        self.version = version or version_of(self._days)

    def provisional(self, day: date) -> bool:
        """True when nobody has announced yet whether this day is worked."""
        return day not in self._days

    def is_working_day(self, day: date) -> bool:
        """True when offices work on this day."""
        worked = self._days.get(day)
        return day.weekday() < _SATURDAY if worked is None else worked

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it, when n is negative); `day` itself for 0.

        The day itself never counts, worked or not: Friday, Saturday and Sunday plus one working
        day are all Monday.
        """
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        for _nth in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after `after`, up to and including `until`; 0 if none."""
        length = (until - after).days
        days = (after + timedelta(days=k) for k in range(1, length + 1))
        return sum(self.is_working_day(day) for day in days)

    def working_days_left(self, now: datetime, due_at: datetime) -> int:
        """Working days from tomorrow to the day of `due_at`: 0 on the last day and afterwards.

        This is the number people read (“还剩 3 个工作日”); for a hold use `remaining`.
        """
        return self.working_days_between(local(now).date(), last_day(due_at))

    def any_provisional(self, after: date, until: date) -> bool:
        """True when a day after `after`, up to and including `until`, is provisional."""
        length = (until - after).days
        return any(self.provisional(after + timedelta(days=k)) for k in range(1, length + 1))


def last_day(due_at: datetime) -> date:
    """The Chinese day on which an instant falls, 24:00 belonging to the day it ends."""
    return local(due_at - timedelta(microseconds=1)).date()
