"""The working-day calendar as the instance's table has it."""

from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from creator.calendar import WorkCalendar, known_calendar
from creator.models.instance import WorkDay

_KEY = "work_calendar"
_EXTENT = select(
    func.count(),
    func.coalesce(func.sum(case((WorkDay.works, 1), else_=0)), 0),
    func.min(WorkDay.day),
    func.max(WorkDay.day),
)
_read: dict[str, tuple[tuple[Any, ...], WorkCalendar]] = {}
"""Database -> extent of its table, and the calendar read from it."""


def work_calendar(session: Session) -> WorkCalendar:
    """The calendar in force; an empty table means the published years.

    The table has thousands of rows and grows once a year: they are read again only when their
    number, the number of working days among them, or the first or last day is another.
    """
    if _KEY not in session.info:
        session.info[_KEY] = _calendar(session)
    found: WorkCalendar = session.info[_KEY]
    return found


def _calendar(session: Session) -> WorkCalendar:
    extent = tuple(session.execute(_EXTENT).one())
    if not extent[0]:
        return known_calendar()
    place = _place(session)
    if place not in _read or _read[place][0] != extent:
        rows = session.execute(select(WorkDay.day, WorkDay.works)).all()
        _read[place] = (extent, WorkCalendar({row.day: row.works for row in rows}))
    return _read[place][1]


def _place(session: Session) -> str:
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    return engine.url.render_as_string(hide_password=True)
