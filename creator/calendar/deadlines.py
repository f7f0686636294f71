"""When a period ends, when to remind of it, and what is left of it while it is held.

The rule (民法典 §201): the day of the event does not count, and a period counted in days ends at
24:00 of its last day, Asia/Shanghai. Hours are exact.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, Protocol

from creator.calendar.days import WorkCalendar, last_day
from creator.clock import SHANGHAI, end_of_day, local
from creator.i18n import Text, _

REMINDER_AT = time(9, 0)
_HOUR = timedelta(hours=1)

WEEKDAYS = (
    _("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"),
)  # fmt: skip


class Period(Protocol):
    """A length of time: so many working days (`wd`), calendar days (`d`) or hours (`h`)."""

    @property
    def amount(self) -> int: ...

    @property
    def unit(self) -> Literal["wd", "d", "h"]: ...


@dataclass(frozen=True)
class Span:
    """The plainest `Period`, for what is left of one."""

    amount: int
    unit: Literal["wd", "d", "h"] = "wd"


@dataclass(frozen=True)
class Deadline:
    """The end of a period: `due_at` (UTC) is the first instant that is too late."""

    due_at: datetime
    last_day: date
    rule: Text
    calendar_version: str
    provisional: bool


def deadline(
    calendar: WorkCalendar,
    start: datetime,
    period: Period,
    *,
    event: Text | None = None,
    roll: bool = False,
) -> Deadline:
    """The end of `period` begun by an event at `start` (any aware instant).

    `event` names what happened (`_("公示")`) for the explanation. With `roll`, a period of calendar
    days whose last day is not worked ends on the next working day (民法典 §203). Raises
    ValueError for a negative period: those are reminders, see `remind_at`.
    """
    if period.amount < 0:
        raise ValueError(f"a period cannot run backwards: {period.amount}{period.unit}")
    if period.unit == "h":
        return _after_hours(calendar, start, period.amount)
    day = local(start).date()
    last = _last_counted(calendar, day, period, roll)
    provisional = calendar.any_provisional(day, last)
    return Deadline(
        end_of_day(last),
        last,
        _explain(period, last, event or _("起算"), provisional),
        calendar.version,
        provisional,
    )


def _last_counted(calendar: WorkCalendar, day: date, period: Period, roll: bool) -> date:
    if period.unit == "wd":
        return calendar.add_working_days(day, period.amount)
    last = day + timedelta(days=period.amount)
    return calendar.next_working_day(last) if roll else last


def _after_hours(calendar: WorkCalendar, start: datetime, hours: int) -> Deadline:
    due_at = start + hours * _HOUR
    shown = local(due_at)
    rule = _("{n} 小时，至 {day}（{weekday}）{time}", n=hours, day=shown.date(),
             weekday=WEEKDAYS[shown.weekday()], time=f"{shown:%H:%M}")  # fmt: skip
    return Deadline(due_at, last_day(due_at), rule, calendar.version, False)


def _explain(period: Period, last: date, event: Text, provisional: bool) -> Text:
    """The sentence people read beside a deadline; every form of it is a whole sentence."""
    words = {"n": period.amount, "event": event, "day": last, "weekday": WEEKDAYS[last.weekday()]}
    if period.unit == "d" and not provisional:
        return _("{n} 日，不含{event}当日，至 {day}（{weekday}）24:00", **words)
    if period.unit == "d":
        return _("{n} 日，不含{event}当日，至 {day}（{weekday}）24:00"
                 "（该年放假安排尚未公布，日期可能调整）", **words)  # fmt: skip
    if not provisional:
        return _("{n} 个工作日，不含{event}当日，至 {day}（{weekday}）24:00", **words)
    return _("{n} 个工作日，不含{event}当日，至 {day}（{weekday}）24:00"
             "（该年放假安排尚未公布，暂按周一至周五计算）", **words)  # fmt: skip


def remind_at(calendar: WorkCalendar, due_at: datetime, period: Period) -> datetime:
    """The instant to remind of `due_at`: `-2wd` is 09:00 two working days before its day.

    The sign of the period does not matter. Hours are exact. 24:00 belongs to the day it ends.
    """
    amount = abs(period.amount)
    if period.unit == "h":
        return due_at - amount * _HOUR
    last = last_day(due_at)
    if period.unit == "wd":
        day = calendar.add_working_days(last, -amount)
    else:
        day = last - timedelta(days=amount)
    return datetime.combine(day, REMINDER_AT, SHANGHAI).astimezone(UTC)


def remaining(
    calendar: WorkCalendar,
    started_at: datetime,
    held_at: datetime,
    due_at: datetime,
    unit: Literal["wd", "d", "h"] = "wd",
) -> Span:
    """What is left of a period when it is held; `deadline(resumed_at, ...)` takes it up again.

    The day of the hold was not a whole day, so it stays among the days that are left, unless it
    is the day of the event, which never counts. Whatever the holds, the whole days before and
    after them add up to the period. Hours are rounded up. Nothing is left after the deadline.
    """
    if held_at >= due_at:
        return Span(0, unit)
    if unit == "h":
        return Span(-((held_at - due_at) // _HOUR), unit)
    counted_from = max(local(started_at).date(), local(held_at).date() - timedelta(days=1))
    last = last_day(due_at)
    if unit == "d":
        return Span((last - counted_from).days, unit)
    return Span(calendar.working_days_between(counted_from, last), unit)
