"""What a reader of cells is told about the sheet, and what it answers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from creator.i18n import Label, Text
from creator.intake.grid import Written

BASIC = frozenset(
    {
        *("title", "organisation", "identifier", "sponsor", "category", "tier"),
        *("amount", "period", "contact", "phone"),
    }
)


@dataclass(frozen=True)
class Choice:
    """A tier or a category an application may name; `cap` in 分, None for no cap."""

    id: str
    label: str | Label
    cap: int | None = None
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every word that means this choice in a sheet."""
        label = self.label
        labels = (label.zh, label.en) if isinstance(label, Label) else (label,)
        return (self.id, *labels, *self.also)


@dataclass(frozen=True)
class Expectations:
    """What the programme and the officer say before a sheet is read.

    `most`: 分 that anybody may ask for, where nobody applies for a tier.
    `required`: columns whose absence is reported (add `hearing_date`, `hearing_attendance` where
    a resident hearing is due; `sponsor` is asked of filed groups only). `may_wait`: kinds of
    problem that shall not be fatal here. `sheet`: which sheet, by name. `unit`: overrules what the
    sheet says. `columns`: letter -> column id, placed by hand (empty: ignore). `excluded`: row
    numbers left out by the officer. `corrections`: cell address -> what it should say.
    """

    tiers: tuple[Choice, ...] = ()
    most: int | None = None
    categories: tuple[Choice, ...] = ()
    required: Collection[str] = BASIC
    may_wait: Collection[str] = ()
    sheet: str | None = None
    unit: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    excluded: Collection[int] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """What readers need: the unit of the column's amounts and the words that may be chosen."""

    unit: str
    expected: Expectations


class Read(NamedTuple):
    """What a cell means; `note` says what was done to understand it."""

    value: Any
    note: Text | None = None


class Unreadable(ValueError):
    """A cell holds something, but not what its column wants."""

    def __init__(self, text: Text, remedy: Text, kind: str = "unreadable") -> None:
        super().__init__(str(text))
        self.text = text
        self.remedy = remedy
        self.kind = kind


Reader = Callable[[Written, Setting], Read]
