"""Long lists, one page at a time. Two queries whatever the length: how many, and the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import request
from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session

SIZE = 50


def _address(**changed: object) -> str:
    """This page with other filters. What the reader typed stays a filter: `url_for` would take
    `_scheme`, `endpoint` or the page's own number from it.
    """
    kept = {**request.args.to_dict(), **changed}
    said = urlencode({name: value for name, value in kept.items() if value is not None})
    return f"{quote(request.path)}?{said}" if said else quote(request.path)


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and where the others are."""

    rows: Sequence[Any]
    number: int
    total: int
    size: int = SIZE

    @property
    def before(self) -> int:
        """How many rows stand on earlier pages."""
        return (self.number - 1) * self.size

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    def link(self, number: int) -> str:
        """The address of another page of the same list, filters kept."""
        return _address(page=number)


def page_of(session: Session, rows: Select[Any], *, size: int = SIZE, scalars: bool = True) -> Page:
    """The page the address asks for (`?page=2`); a number too large gives the last one.

    The statement must have a total order, or a row may appear twice.
    """
    total = count_of(session, rows, scalars=scalars)
    number = _asked(total, size)
    slice_ = rows.limit(size).offset((number - 1) * size)
    found = session.scalars(slice_) if scalars else session.execute(slice_)
    return Page(list(found.unique() if scalars else found), number, total, size)


def count_of(session: Session, rows: Select[Any], *, scalars: bool = True) -> int:
    """How many rows a statement finds."""
    bare = rows.order_by(None)
    if scalars:
        bare = bare.with_only_columns(literal(1), maintain_column_froms=True)
    return session.scalar(select(func.count()).select_from(bare.subquery())) or 0


def part_of(rows: Sequence[Any], *, size: int = SIZE) -> Page:
    """The page the address asks for of rows that had to be reckoned all together."""
    number = _asked(len(rows), size)
    return Page(rows[(number - 1) * size : number * size], number, len(rows), size)


def _asked(total: int, size: int) -> int:
    wanted = request.args.get("page", "1")
    asked = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
    return min(max(asked, 1), max(1, -(-total // size)))


@dataclass(frozen=True)
class Order:
    """How a list is sorted (`?sort=amount`, `?sort=-amount`); only by words the page allows."""

    columns: Mapping[str, ColumnElement[Any] | Any]
    word: str
    down: bool

    def apply(self, rows: Select[Any], *then: Any) -> Select[Any]:
        """The statement in this order; `then` settles ties (end with the primary key)."""
        column = self.columns[self.word]
        return rows.order_by(column.desc() if self.down else column.asc(), *then)

    def said(self, word: str) -> str:
        """What `aria-sort` says of a column."""
        if word != self.word:
            return "none"
        return "descending" if self.down else "ascending"

    def link(self, word: str) -> str:
        """The address of the list sorted by this column; a second click turns it round."""
        turn = word == self.word and not self.down
        return _address(sort=f"-{word}" if turn else word, page=None)


def order_of(columns: Mapping[str, Any], default: str) -> Order:
    """The order the address asks for; a word that is not allowed means the default."""
    asked = request.args.get("sort", default)
    known = asked.removeprefix("-") in columns
    chosen = asked if known else default
    return Order(columns, chosen.removeprefix("-"), chosen.startswith("-"))
