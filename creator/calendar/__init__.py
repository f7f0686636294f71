"""Chinese working days and the deadlines counted in them. Pure: the calendar is handed in."""

from creator.calendar.days import WorkCalendar, version_of
from creator.calendar.deadlines import (
    Deadline,
    Period,
    Span,
    deadline,
    remaining,
    remind_at,
)
from creator.calendar.known import CalendarDay, known_calendar, load_known, year_from_notice

__all__ = [
    "CalendarDay",
    "Deadline",
    "Period",
    "Span",
    "WorkCalendar",
    "deadline",
    "known_calendar",
    "load_known",
    "remaining",
    "remind_at",
    "version_of",
    "year_from_notice",
]
