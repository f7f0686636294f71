"""One way to write a result as bytes, so that it can be sealed by digest and replayed.

JSON with sorted keys and no blanks. Decimals become strings without trailing zeros (9 and 9.00 are
the same mark), sets become sorted lists, a `Text` becomes its sentence and parameters (not its
words in somebody's language). A float is refused: two machines may write it differently.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from creator.i18n import Text


def canonical(value: object) -> str:
    """`value` as canonical JSON. `TypeError` for a float or a key that is no string."""
    # A result set has millions of values: their forms are found by type, without asking twice.
    form = _FORMS.get(type(value)) or _form(value)
    return form(value)


def digest(value: object) -> str:
    """sha256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


class Seal:
    """The digest of a mapping too large to be held at once: give its items in order of keys."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256(b"{")
        self._last: str | None = None

    def add(self, key: str, value: object) -> None:
        """One more item. Raises `ValueError` out of order."""
        if self._last is not None and key <= self._last:
            raise ValueError(f"{key} after {self._last}")
        comma = "" if self._last is None else ","
        self._hash.update(f"{comma}{quoted(key)}:{canonical(value)}".encode())
        self._last = key

    @property
    def digest(self) -> str:
        """What `digest` gives for the whole mapping."""
        whole = self._hash.copy()
        whole.update(b"}")
        return whole.hexdigest()


@lru_cache(maxsize=100_000)  # equal numbers are written alike
def digits(value: Decimal) -> str:
    """A number in plain notation, without an exponent and without trailing zeros."""
    if not value.is_finite():
        raise TypeError("only finite decimals have a canonical form")
    written = format(value, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros: sealed, thawed or read from a file, it is one word in
    a sentence."""
    return Decimal(digits(value))


def quoted(text: str) -> str:
    """A string of canonical JSON."""
    written: str = encode_basestring(text)
    return written


def _mapping(value: Mapping[Any, object]) -> str:
    if not set(map(type, value)) <= {str} and not all(isinstance(key, str) for key in value):
        raise TypeError("a canonical key is a string")
    inside = ",".join([f"{quoted(key)}:{canonical(value[key])}" for key in sorted(value)])
    return f"{{{inside}}}"


def _list(value: list[object]) -> str:
    return f"[{','.join([canonical(item) for item in value])}]"


def _set(value: frozenset[object]) -> str:
    return f"[{','.join(sorted([canonical(item) for item in value]))}]"


def _text(value: Text) -> str:
    params = value.params
    inside = ",".join([f"{quoted(name)}:{canonical(params[name])}" for name in sorted(params)])
    return f'{{"msgid":{quoted(value.msgid)},"params":{{{inside}}}}}'


@lru_cache
def _keys(cls: type) -> tuple[tuple[str, str], ...]:
    """The fields of a dataclass in order, and their names as keys of JSON."""
    names = sorted(field.name for field in fields(cls))
    return tuple((name, quoted(name)) for name in names)


def _dataclass(value: object) -> str:
    cls: type = type(value)
    keys = _keys(cls)
    return f"{{{','.join([f'{key}:{canonical(getattr(value, name))}' for name, key in keys])}}}"


def _decimal(value: Decimal) -> str:
    return f'"{digits(value)}"'


_FORMS: dict[type, Callable[[Any], str]] = {
    type(None): json.dumps,
    bool: json.dumps,
    int: int.__repr__,
    str: quoted,
    Decimal: _decimal,
    Text: _text,
    dict: _mapping,
    list: _list,
    tuple: _list,
    frozenset: _set,
    set: _set,
}


def _form(value: object) -> Callable[[Any], str]:
    """The form of a type that is not among the plain ones; remembered for the next value."""
    form = _FORMS[type(value)] = _found(value)
    return form


def _found(value: object) -> Callable[[Any], str]:
    if is_dataclass(value) and not isinstance(value, Text | type):
        return _dataclass
    for known in (bool, int, str, Decimal, Text, Mapping, tuple, list, frozenset, set):
        if isinstance(value, known):
            return _mapping if known is Mapping else _FORMS[known]
    raise TypeError(f"{type(value).__name__} has no canonical form")
