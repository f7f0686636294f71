"""The working-day calendar as the instance's table has it."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from creator.calendar import WorkCalendar, known_calendar
from creator.models.instance import WorkDay

_KEY = "work_calendar"
# Four questions that indexes answer: adding up thousands of rows took a tenth of every step.
_EXTENT = select(
    select(func.count()).select_from(WorkDay).scalar_subquery(),
    select(func.count()).select_from(WorkDay).where(~WorkDay.works).scalar_subquery(),
    select(func.min(WorkDay.day)).scalar_subquery(),
    select(func.max(WorkDay.day)).scalar_subquery(),
)
_read: dict[str, tuple[tuple[Any, ...], WorkCalendar]] = {}
"""Database -> extent of its table, and the calendar read from it."""


def work_calendar(session: Session) -> WorkCalendar:
    """The calendar in force; an empty table means the published years.

    The table has thousands of rows and grows once a year: they are read again only when their
    number, the number of days off among them, or the first or last day is another.
    """
    if _KEY not in session.info:
        session.info[_KEY] = _calendar(session)
    found: WorkCalendar = session.info[_KEY]
    return found


def _calendar(session: Session) -> WorkCalendar:
    extent = tuple(session.connection().execute(_EXTENT).one())
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
