"""What was made of a sheet: rows, their problems, and what was left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from creator.i18n import Text
from creator.money import show


class NotReadable(ValueError):
    """The file cannot be read at all; `text` says why, `remedy` what to do about it."""

    def __init__(self, text: Text, remedy: Text) -> None:
        super().__init__(str(text))
        self.text = text
        self.remedy = remedy


@dataclass(frozen=True)
class ShownMoney:
    """An amount inside a sentence, written as the reader's language writes it."""

    fen: int

    def __str__(self) -> str:
        return show(self.fen)


@dataclass(frozen=True)
class Cell:
    """One cell: as written, as understood (None: nothing), and what was done to understand it."""

    raw: str
    value: Any
    note: Text | None = None


@dataclass(frozen=True)
class Problem:
    """Something wrong at a cell (`B19`). `fatal`: no draft can be made of the row as it stands.

    Kinds: missing, unreadable, unknown_word, formula, merged, too_long, implausible, over_cap,
    doubled, contradiction.
    """

    cell: str
    column: str
    kind: str
    text: Text
    remedy: Text
    fatal: bool


@dataclass(frozen=True)
class Row:
    """One row of the sheet, by its number there; `raw` is all of it, by column letter."""

    number: int
    cells: Mapping[str, Cell]
    problems: tuple[Problem, ...]
    raw: Mapping[str, str] = field(default_factory=dict)

    @property
    def faulty(self) -> bool:
        """True when the row must be corrected or excluded before it can become a draft."""
        return any(problem.fatal for problem in self.problems)

    def value(self, column: str) -> Any:
        """What was understood in this column; None when it is empty, unreadable or absent."""
        cell = self.cells.get(column)
        return cell.value if cell else None


@dataclass(frozen=True)
class LeftOut:
    """A row that is no entry: a total, a note, a repeated header, or one the officer excluded."""

    number: int
    raw: Mapping[str, str]
    reason: Text


@dataclass(frozen=True)
class FoundColumn:
    """A column of the sheet; `id` is None when nobody knows what it holds."""

    letter: str
    header: str
    id: str | None
    unit: str | None = None


@dataclass(frozen=True)
class Understanding:
    """A whole sheet, understood. `unit` is what amounts are in where a cell does not say."""

    sheet: str
    header_row: int
    unit: str
    unit_stated: bool
    columns: tuple[FoundColumn, ...]
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[Text, ...] = ()

    @property
    def clean(self) -> Sequence[Row]:
        """The rows that can become drafts, though something may be missing in them."""
        return [row for row in self.rows if not row.faulty]

    @property
    def faulty(self) -> Sequence[Row]:
        """The rows that need a correction or must be excluded."""
        return [row for row in self.rows if row.faulty]

    @property
    def unknown_columns(self) -> Sequence[FoundColumn]:
        """The columns that nobody could place."""
        return [column for column in self.columns if column.id is None]
