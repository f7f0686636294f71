"""What effects ask for. `fire()` carries it out, in the same transaction as the step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from creator.models.subject import Subject


@dataclass(frozen=True)
class Fact:
    """A value that belongs into the audit row: a digest, a number, an amount."""

    name: str
    value: str | int | bool | None


@dataclass(frozen=True)
class Add:
    """A row to add."""

    row: Any


@dataclass(frozen=True)
class Open:
    """A child subject to open, filled in but for what the gate itself sets."""

    child: str
    entity: Subject


@dataclass(frozen=True)
class Act:
    """A step on another subject, caused by this one; carried out right after the commit."""

    subject_id: int
    trigger: str
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Tell:
    """A letter to persons; `params` fill the template and hold plain data only."""

    people: Sequence[int]
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RereadTimers:
    """Dates of the edition changed or became known: its timers look them up again."""


Request = Fact | Add | Open | Act | Tell | RereadTimers
