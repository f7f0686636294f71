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
    """Insert a row that nobody in this unit holds on to, by its columns.

    Rows it refers to go first. Raises `TypeError` for what a table has no column for.
    """
    given = {key: value for key, value in inspect(row).dict.items() if not key.startswith("_")}
    if unknown := given.keys() - row.bare().columns.keys():
        raise TypeError(f"{type(row).__name__} is kept by its columns, not by {sorted(unknown)}")
    if session.new:
        session.flush()
    session.connection().execute(_into(type(row)), given)


@cache
def _into(kind: type[Base]) -> Insert:
    return insert(kind.bare())
