"""Who opened which proposal or sheet, and who took which list (查阅记录).

Rows are written after the page, in a unit of their own.
"""

from datetime import datetime, timedelta

from flask import g

from creator.db import Database
from creator.models.access import AccessRow
from creator.models.subject import Subject
from creator.services.work import Work

ANEW = timedelta(minutes=10)
"""Turning back to the same page within this time is the same opening."""
_MOST = 10_000

_recent: dict[tuple[int | None, int, str], datetime] = {}


def note_opening(work: Work, subject: Subject, what: str) -> None:
    """Remember that this request shows content of a subject; `what`: `proposal`, `sheet` …"""
    key = (work.actor.person_id, subject.id, what)
    if key not in _recent or work.now - _recent[key] >= ANEW:
        g.setdefault("openings", []).append((key, work.now))


def note_export(work: Work, subject: Subject, what: str) -> None:
    """Remember that this request hands out a list as a file; each time, for files travel."""
    key = (work.actor.person_id, subject.id, f"export.{what}")
    g.setdefault("openings", []).append((key, work.now))


def write_openings(database: Database) -> None:
    """Write what the request noted. A page that failed shows nothing and notes nothing."""
    noted = g.pop("openings", [])
    if not noted:
        return
    rows = [
        AccessRow(person_id=person, subject_id=subject, what=what, at=at)
        for (person, subject, what), at in noted
    ]
    database.write(lambda session: session.add_all(rows))
    if len(_recent) > _MOST:
        _recent.clear()
    _recent.update(noted)
