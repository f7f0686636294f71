"""How docs/programme.md writes the default of a key."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from creator.programme.duration import Duration
from creator.programme.presets import PRESETS


def shown(field: "dataclasses.Field[Any]") -> str:
    """`required`, a value, `–` for nothing, `see there` for a table with defaults of its own."""
    if field.name in PRESETS and field.default is dataclasses.MISSING:
        return "preset"
    return "required" if field.default is dataclasses.MISSING else _value(field.default)


def _value(value: object) -> str:
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | Duration | Fraction):
        return f"`{value}`"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, Sequence) and not dataclasses.is_dataclass(value[0]):
        return ", ".join(_value(item) for item in value)
    return "see there"
