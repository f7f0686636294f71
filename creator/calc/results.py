"""Results as files: a CSV beside the old one that then takes its place, a JSON summary.

Numbers are written in plain notation with every digit they have and no trailing zeros; sentences
in both languages. The same results give the same bytes.
"""

import csv
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from creator.i18n import Label, Text, both
from creator.reckoning.canonical import digits

_READABLE = 0o666


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as a whole or not at all; a file of that name is replaced."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        new = Path(file.name)
        try:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([cell(value) for value in row] for row in rows)
            file.flush()
            os.fsync(file.fileno())
            new.chmod(_READABLE & ~_umask())
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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


def summary(data: Mapping[str, object]) -> str:
    """The JSON of a result: keys in order, exact numbers as texts, sentences in both languages."""
    return json.dumps(_plain(data), ensure_ascii=False, indent=2, sort_keys=True)


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, Text | Label):
        return both(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(_plain(item) for item in value)
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no form in a summary")
