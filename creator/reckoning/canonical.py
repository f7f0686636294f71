"""One way to write a result as bytes, so that it can be sealed by digest and replayed.

JSON with sorted keys and no blanks. Decimals become strings without trailing zeros (9 and 9.00 are
the same mark), sets become sorted lists, a `Text` becomes its sentence and parameters (not its
words in somebody's language). A float is refused: two machines may write it differently.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from creator.i18n import Text


def canonical(value: object) -> str:
    """`value` as canonical JSON. `TypeError` for a float or a key that is no string."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: object) -> str:
    """sha256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, Text):
        return {"msgid": value.msgid, "params": _plain(value.params)}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return _plain_many(value)


def _plain_many(value: object) -> Any:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a canonical key is a string")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted((_plain(item) for item in value), key=canonical)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def digits(value: Decimal) -> str:
    """A number in plain notation, without an exponent and without trailing zeros."""
    if not value.is_finite():
        raise TypeError("only finite decimals have a canonical form")
    written = format(value, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written
