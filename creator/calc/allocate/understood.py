"""A rule file as it was understood, for the summary."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from creator.calc.allocate.outcome import yuan
from creator.programme.keys import Table, keys_of
from creator.programme.kinds import Many, Money


def understood(table: Any) -> Mapping[str, object]:
    """A rule file as it was read, with every default, in the words of the file."""
    return {
        written: _value(field.metadata["kind"], getattr(table, field.name))
        for written, field in keys_of(type(table)).items()
    }


def _value(kind: object, value: Any) -> object:
    if value is None:
        return None
    if isinstance(kind, Money):
        return yuan(value)
    if isinstance(kind, Table):
        return understood(value)
    if isinstance(kind, Many):
        return [_value(kind.of, item) for item in value]
    return str(value) if isinstance(value, Fraction) else value
