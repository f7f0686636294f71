"""Faults that know their place, and a walk over everything in a programme."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from creator.i18n import Text
from creator.programme.fault import Fault, Severity
from creator.programme.programme import Programme


def blame(
    programme: Programme, path: str, text: Text, remedy: Text, severity: Severity = "error"
) -> Fault:
    """A fault at this dotted path (`rounds.0.panel`) of the programme's file."""
    name, line = programme.source.place(path)
    return Fault(name, line, text, remedy, severity)


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every table of a programme with its dotted path, lists of them included."""
    if dataclasses.is_dataclass(value):
        yield path, value
        for field in dataclasses.fields(value):
            if "kind" in field.metadata:
                name = field.metadata["written"] or field.name
                inside = f"{path}.{name}" if path else name
                yield from walk(getattr(value, field.name), inside)
    elif isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
        yield path, value
        for i, item in enumerate(value):
            yield from walk(item, f"{path}.{i}")
