"""Statements on columns, without the session's work on objects: a third of the price of a row."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Executable, Insert, insert, inspect
from sqlalchemy.orm import Session

from creator.db.base import Base


def ask(
    session: Session, query: Executable, values: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """Rows of columns. Objects that wait to be added go first; changes of objects that wait are
    not seen, so this is for columns the unit has not changed."""
    if session.new:
        session.flush()
    return session.connection().execute(query, values or {})


def keep(session: Session, row: Base) -> None:
    """Insert a row that nobody in this unit holds on to, by its columns."""
    given = inspect(row).dict
    known = {key: given[key] for key in given if key in row.bare().columns}
    session.connection().execute(_into(type(row)), known)


@cache
def _into(kind: type[Base]) -> Insert:
    return insert(kind.bare())
