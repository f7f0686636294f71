"""Results as files: a CSV beside the old one that then takes its place, a JSON summary.

Numbers are written in plain notation with every digit they have and no trailing zeros; sentences
in both languages. The same results give the same bytes.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Protocol

from creator.calc.whole import whole
from creator.i18n import Label, Text, both
from creator.reckoning.canonical import digits, quoted


class SupportsWrite(Protocol):
    """A file, as far as a table needs one."""

    def write(self, text: str, /) -> object: ...


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as a whole or not at all; a file of that name is replaced."""
    with whole(path) as file:
        _write(file, header, rows)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The same table as text."""
    stream = StringIO(newline="")
    _write(stream, header, rows)
    return stream.getvalue()


def _write(file: SupportsWrite, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)


def cell(value: object) -> str:
    """A value as a cell; nothing is an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, float):
        raise TypeError("a result is never a float: say how many digits it has")
    return str(value)


def summary(data: Mapping[str, object]) -> Iterator[str]:
    """The JSON of a result, in pieces: keys in order, exact numbers as texts, both languages.

    A long list may be an iterator: its items are written one by one and need not be kept.
    """
    yield "{"
    between = "\n"
    for key in sorted(data):
        value = data[key]
        yield f"{between}  {quoted(key)}: "
        if isinstance(value, Iterator):
            yield from _one_by_one(value)
        else:
            yield _json(value, "\n  ")
        between = ",\n"
    yield "}" if between == "\n" else "\n}"


def _one_by_one(items: Iterator[object]) -> Iterator[str]:
    between = "[\n    "
    for item in items:
        yield between + _json(item, "\n    ")
        between = ",\n    "
    yield "[]" if between.startswith("[") else "\n  ]"


def _json(value: object, line: str) -> str:
    """A value as JSON; `line` is the break and the blanks before its closing bracket."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Decimal):
        return f'"{digits(value)}"'
    return _json_of_many(value, line)


def _json_of_many(value: object, line: str) -> str:
    if isinstance(value, Text | Label):
        value = both(value)
    elif is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    inside = f"{line}  "
    if isinstance(value, Mapping):
        named = {str(key): item for key, item in value.items()}
        pairs = [f"{quoted(key)}: {_json(named[key], inside)}" for key in sorted(named)]
        return _bracketed("{", pairs, "}", line)
    if isinstance(value, frozenset | set):
        return _bracketed("[", sorted(_json(item, inside) for item in value), "]", line)
    if isinstance(value, Iterable):
        return _bracketed("[", [_json(item, inside) for item in value], "]", line)
    raise TypeError(f"{type(value).__name__} has no form in a summary")


def _bracketed(opening: str, items: Sequence[str], closing: str, line: str) -> str:
    if not items:
        return opening + closing
    return f"{opening}{line}  {f',{line}  '.join(items)}{line}{closing}"
