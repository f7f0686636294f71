"""What stands in which cell, whatever kind of file it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from openpyxl.utils import get_column_letter

MOST_ROWS = 10_000
MOST_COLUMNS = 100


@dataclass(frozen=True)
class Written:
    """One cell as the file holds it.

    `value` is text, number, date or None; `formula` its formula, if any; `merged_from` the row
    whose value it shares by being merged with it; `error` an error value such as #REF!.
    """

    value: object
    formula: str = ""
    merged_from: int | None = None
    error: bool = False

    @property
    def raw(self) -> str:
        """As a person would see it."""
        if self.value is None:
            return self.formula
        if isinstance(self.value, datetime):
            return self.value.isoformat(" ", "minutes").removesuffix(" 00:00")
        if isinstance(self.value, date):
            return self.value.isoformat()
        if isinstance(self.value, float):
            return plain_number(self.value)
        return str(self.value)

    @property
    def lost(self) -> bool:
        """A formula whose result the file does not hold, or an error value."""
        return self.error or (bool(self.formula) and self.value is None)


NOTHING = Written(None)


@dataclass(frozen=True)
class Grid:
    """One sheet: row number -> column number (both from 1) -> cell; empty cells are absent."""

    name: str
    rows: Mapping[int, Mapping[int, Written]] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Written:
        return self.rows.get(row, {}).get(column, NOTHING)

    def raw_row(self, row: int) -> dict[str, str]:
        """The row as people see it, by column letter; cells merged into it are left out."""
        return {
            get_column_letter(column): cell.raw
            for column, cell in self.rows.get(row, {}).items()
            if cell.merged_from is None
        }


def plain_number(number: float) -> str:
    """A float without exponent and without binary noise (15 digits, as Excel shows)."""
    return f"{Decimal(f'{number:.15g}').normalize():f}"
