"""Time is read in one place, so that tests and rehearsals can set it.

Instants are aware `datetime`s in UTC; what people see is Asia/Shanghai.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that can tell the present instant (aware, UTC)."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock that stands where it is put: tests, rehearsals and the demo's jumps."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def advance(self, step: timedelta) -> None:
        self.instant += step


def local(instant: datetime) -> datetime:
    """The instant as a Chinese wall clock shows it."""
    return instant.astimezone(SHANGHAI)


def end_of_day(day: date) -> datetime:
    """24:00 of a Chinese calendar day, as a UTC instant (the first instant after the day)."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """00:00 of a Chinese calendar day, as a UTC instant."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
