"""Rows gathered for many tables and written with Core, parents first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from creator.db import Base

Row = dict[str, Any]
_CHUNK = 1000
NAMED = ("person", "organisation", "subject")  # tables whose ids we choose ourselves


def table(name: str) -> Table:
    return Base.metadata.tables[name]


def rows(session: Session, name: str, **equal: Any) -> list[Row]:
    """The rows of a table, as plain values, in the order of their keys."""
    found = table(name)
    query = select(found).order_by(*found.primary_key.columns)
    for column, value in equal.items():
        query = query.where(found.c[column] == value)
    return [dict(row) for row in session.execute(query).mappings()]


@dataclass
class Batch:
    """What is to be written. Rows of a table are written in the order in which they came."""

    session: Session
    _rows: dict[str, list[Row]] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)

    def new_id(self, name: str) -> int:
        if name not in self._last:
            self._last[name] = self.session.scalar(select(func.max(table(name).c.id))) or 0
        self._last[name] += 1
        return self._last[name]

    def add(self, into: str, row: Mapping[str, Any], /, **changed: Any) -> None:
        """A row with some values changed; a number the database gives itself is left to it."""
        own = {"id"} - changed.keys() if into not in (*NAMED, *_JOINED) else set()
        copied = {key: value for key, value in row.items() if key not in own}
        self._rows.setdefault(into, []).append({**copied, **changed})

    def write(self) -> None:
        """Insert everything and go on gathering anew."""
        for name in _in_order(self._rows):
            for at in range(0, len(self._rows[name]), _CHUNK):
                self.session.execute(insert(table(name)), self._rows[name][at : at + _CHUNK])
        if self.session.get_bind().dialect.name == "postgresql":
            for name in NAMED:
                self.session.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "
                        f"(SELECT max(id) FROM {name}))"
                    )
                )
        self._rows.clear()


_JOINED = ("edition", "proposal", "review")  # they share their id with `subject`


def _in_order(names: Iterable[str]) -> list[str]:
    """Tables after those they refer to."""
    wanted = set(names)
    return [found.name for found in Base.metadata.sorted_tables if found.name in wanted]
