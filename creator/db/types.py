"""Column types that behave alike on SQLite and PostgreSQL.

Each type has `fit(value)`: what may be stored, or a `ValueError`. `Base` calls it when an attribute
is set, and the type calls it again when a statement is bound, so Core statements keep it too.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

from creator.db.text import fit_line, fit_prose

# 64 bits on both: amounts in 分 outgrow 32 bits. SQLite numbers its rows only as INTEGER.
Number: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")


class Line(TypeDecorator[str]):
    """One line of text of at most `length` characters; see `creator.db.text.fit_line`."""

    impl = String
    cache_ok = True

    def __init__(self, length: int = 200) -> None:
        super().__init__(length)
        self.length = length

    def fit(self, value: str) -> str:
        return fit_line(value, self.length)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.fit(value)


class Prose(TypeDecorator[str]):
    """Text of several lines, of at most `length` characters; see `creator.db.text.fit_prose`."""

    impl = Text
    cache_ok = True

    def __init__(self, length: int = 20_000) -> None:
        super().__init__()
        self.length = length

    def fit(self, value: str) -> str:
        return fit_prose(value, self.length)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.fit(value)


class _SqliteInstant(sqlite.DATETIME):
    """Reads what we wrote and nothing else: other readers take any letter between day and hour,
    so that a changed bit there would go unseen."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _instant_of


def _instant_of(text: str | None) -> datetime | None:
    if text is None:
        return None
    if len(text) != 26 or text[10] != " " or text[19] != ".":
        raise ValueError(f"{text!r} is not an instant as it is stored")
    return datetime.fromisoformat(f"{text}+00:00")


_SQLITE_INSTANT: TypeEngine[datetime] = _SqliteInstant()  # type: ignore[no-untyped-call]


class Instant(TypeDecorator[datetime]):
    """An instant: aware `datetime`s only, stored and read back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        sqlite_here = dialect.name == "sqlite"
        return _SQLITE_INSTANT if sqlite_here else dialect.type_descriptor(self.impl)

    def fit(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone: no one can say which instant it is")
        return value.astimezone(UTC)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else self.fit(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        # PostgreSQL answers in the zone of the connection.
        return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A `Decimal` of `places` decimals, stored as a whole number: SQLite has no decimals.

    A value with more decimals than that is refused, never rounded: rounding is a rule of the
    programme and happens in `reckoning/`.
    """

    impl = Number
    cache_ok = True

    def __init__(self, places: int = 4) -> None:
        super().__init__()
        self.places = places

    def fit(self, value: Decimal | int) -> Decimal:
        number = Decimal(value)
        if not number.is_finite() or number != round(number, self.places):
            raise ValueError(f"{value} is not a number of at most {self.places} decimals")
        return round(number, self.places)

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Any:
        return None if value is None else int(self.fit(value).scaleb(self.places))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


class Json(TypeDecorator[Any]):
    """Plain data (objects, lists, texts, numbers, booleans); `None` is SQL's NULL.

    Kept as JSON text on both databases, so that the order of keys comes back. A change inside the
    value is not noticed: assign a new one.
    """

    impl = JSON(none_as_null=True)
    cache_ok = True

    def fit(self, value: Any) -> Any:
        return _plain(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.fit(value)


def _plain(value: Any) -> Any:
    for kinds, fit in _PLAIN.items():
        if isinstance(value, kinds):
            return fit(value)
    raise ValueError(f"{type(value).__name__} is not plain data")


def _plain_object(value: dict[str, Any]) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise ValueError("the keys of stored data are texts")
    return {fit_prose(key): _plain(item) for key, item in value.items()}


def _plain_float(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be stored")
    return value


_PLAIN: dict[Any, Callable[[Any], Any]] = {
    str: fit_prose,
    (bool, int, type(None)): lambda value: value,
    float: _plain_float,
    dict: _plain_object,
    (list, tuple): lambda value: [_plain(item) for item in value],
}
