"""Spreadsheets we hand out: whatever a person typed stays text and never becomes a formula."""

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, TypeGuard

from xlsxwriter import Workbook

from creator.i18n import Label, Text

Value = str | int | float | Decimal | date | Text | Label | None

_LONGEST_CELL = 32_767  # characters, Excel's limit
_LARGEST_EXACT = 10**15  # Excel keeps 15 digits; longer numbers are names and written as text
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31
_STARTS_FORMULA = tuple("=+-@\t\r＝＋－＠")
_WIDEST = 48
_NARROWEST = 8


@dataclass(frozen=True)
class SheetOut:
    """One sheet to write: its name, its headings, its rows. Dates are written as ISO text."""

    name: str
    header: Sequence[str | Text | Label]
    rows: Sequence[Sequence[Value]]


def write_workbook(sheets: Sequence[SheetOut]) -> bytes:
    """An .xlsx with these sheets; text cells are text, numbers numbers, nothing is a formula."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.name, taken))
            page.freeze_panes(1, 0)
            for row, cells in enumerate([sheet.header, *sheet.rows]):
                for column, value in enumerate(cells):
                    _write_cell(page, row, column, value, wrapped if row else bold)
            for column, width in enumerate(_widths(sheet)):
                page.set_column(column, column, width)
    return buffer.getvalue()


def write_commas(sheet: SheetOut) -> bytes:
    """The same as CSV for Excel: UTF-8 with BOM, CRLF, an apostrophe before likely formulas."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for cells in (sheet.header, *sheet.rows):
        writer.writerow([_harmless(value) for value in cells])
    return buffer.getvalue().encode("utf-8-sig")


def _write_cell(page: Any, row: int, column: int, value: Value, style: Any) -> None:
    if value is None or value == "":
        return
    if _is_number(value):
        page.write_number(row, column, value, style)
    else:
        page.write_string(row, column, plain_text(value), style)


def _is_number(value: Value) -> TypeGuard[int | float | Decimal]:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    number = Decimal(value)
    return number.is_finite() and abs(number) < _LARGEST_EXACT


def plain_text(value: Value) -> str:
    """As text a cell can hold: no control characters but line ends, no longer than Excel allows."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    kept = (c for c in text if c in "\n\t" or _is_xml(c))
    return "".join(kept)[:_LONGEST_CELL]


def _is_xml(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and char not in "\ufffe\uffff"


def _harmless(value: Value) -> str:
    if value is None:
        return ""
    text = plain_text(value)
    risky = not _is_number(value) and text.lstrip(" \n").startswith(_STARTS_FORMULA)
    return f"'{text}" if risky else text


def _sheet_name(wanted: str, taken: set[str]) -> str:
    base = _NOT_IN_SHEET_NAMES.sub(" ", plain_text(wanted))
    name, n = _shortened(base, _LONGEST_SHEET_NAME), 1
    while name.casefold() in taken:
        n += 1
        name = f"{_shortened(base, _LONGEST_SHEET_NAME - 4)} {n}"
    taken.add(name.casefold())
    return name


def _shortened(name: str, length: int) -> str:
    """At most so many UTF-16 units, which is how Excel counts."""
    units = name.strip("' \n\t").encode("utf-16-le")[: 2 * length]
    return units.decode("utf-16-le", "ignore").strip("' \n\t") or "Sheet"


def _widths(sheet: SheetOut) -> list[int]:
    """Wide enough for the longest line of each column; Chinese characters take two places."""
    table: list[Sequence[Value]] = [sheet.header, *sheet.rows]
    columns = max(map(len, table), default=0)
    widths = [_NARROWEST] * columns
    for cells in table:
        for column, value in enumerate(cells):
            longest = max(_width(line) for line in plain_text(value or "").split("\n"))
            widths[column] = min(_WIDEST, max(widths[column], longest + 2))
    return widths


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
