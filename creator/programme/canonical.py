"""Between the typed classes and plain JSON, both ways and without loss."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from creator.clock import SHANGHAI
from creator.i18n import Label
from creator.programme.duration import Duration


def dump(value: Any) -> Any:
    """JSON-ready data; keys are attribute names, exact numbers are texts, times end in +08:00."""
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Duration | Fraction):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [dump(item) for item in value]
    if dataclasses.is_dataclass(value):
        cls: Any = type(value)
        return {name: dump(getattr(value, name)) for name in _names(cls)}
    return value


def load(type_: Any, data: Any) -> Any:
    """The value of this type that `dump` gave as `data`.

    What was kept before a key existed reads as a file that does not write the key.
    """
    if data is None or type_ in (str, int, bool):
        return data
    if type_ in _FROM_TEXT:
        return _FROM_TEXT[type_](data)
    if type_ is Label:
        return Label(data["zh"], data["en"])
    if get_origin(type_) is tuple:
        return tuple(load(get_args(type_)[0], item) for item in data)
    hints = _hints(type_) if hasattr(type_, "__dataclass_fields__") else None
    if hints is not None:
        known = [name for name in _names(type_) if name in data]
        return type_(**{name: load(hints[name], data[name]) for name in known})
    return _one_of([choice for choice in get_args(type_) if choice is not NoneType], data)


def _one_of(choices: list[Any], data: Any) -> Any:
    return load(choices[0], data) if len(choices) == 1 else data


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(SHANGHAI)


_FROM_TEXT: dict[Any, Callable[[Any], Any]] = {
    Decimal: Decimal,
    Fraction: Fraction,
    Duration: Duration.parse,
    datetime: _moment,
    date: date.fromisoformat,
}


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls) if "kind" in f.metadata)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)
