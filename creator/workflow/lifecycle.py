"""A lifecycle as its file writes it: options still open, parameters still `$names`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from creator.i18n import Label
from creator.workflow.lines import Lines
from creator.workflow.parts import Scalar


@dataclass(frozen=True)
class Option:
    """A switch an edition turns on or off, and the other switches it needs or excludes."""

    id: str
    label: Label
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Param:
    """A value an edition may set between `min` and `max`; `money` is in 元, as files write it."""

    id: str
    type: str
    default: Scalar
    min: Scalar | None
    max: Scalar | None
    choices: Mapping[str, Label]
    label: Label


@dataclass(frozen=True)
class Lifecycle:
    """A file that passed the strict reader. `document` is its content, `lines` where it stands."""

    path: str
    id: str
    label: Label
    options: Mapping[str, Option]
    params: Mapping[str, Param]
    document: Mapping[str, Any]
    lines: Lines


def lifecycle_of(document: Mapping[str, Any], lines: Lines) -> Lifecycle:
    """The typed face of a document whose shape is known to be right."""
    return Lifecycle(
        path=lines.path,
        id=document["id"],
        label=Label(**document["label"]),
        options={name: _option(name, raw) for name, raw in document.get("options", {}).items()},
        params={name: _param(name, raw) for name, raw in document.get("params", {}).items()},
        document=document,
        lines=lines,
    )


def _option(name: str, raw: Mapping[str, Any]) -> Option:
    return Option(
        id=name,
        label=Label(**raw["label"]),
        needs=tuple(raw.get("needs", ())),
        excludes=tuple(raw.get("excludes", ())),
    )


def _param(name: str, raw: Mapping[str, Any]) -> Param:
    return Param(
        id=name,
        type=raw["type"],
        default=raw["default"],
        min=raw.get("min"),
        max=raw.get("max"),
        choices={value: Label(**label) for value, label in raw.get("choices", {}).items()},
        label=Label(**raw["label"]),
    )
