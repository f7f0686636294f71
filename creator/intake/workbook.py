"""An .xlsx file -> `Grid`s. Bounded: the declared dimension of a sheet is not believed."""

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from creator.i18n import _
from creator.intake.grid import MOST_COLUMNS, MOST_ROWS, Grid, Written
from creator.intake.package import check_package
from creator.intake.understanding import NotReadable

_LAST_ROW_OF_EXCEL = 1_048_576
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_MOST_MERGED_CELLS = 100_000

Cells = dict[int, dict[int, Written]]


def read_workbook(data: bytes) -> list[Grid]:
    """The visible sheets, in order. Raises `NotReadable`."""
    check_package(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on ornaments it does not keep
            return _grids(data)
    except NotReadable:
        raise
    except Exception as error:  # openpyxl trips over a broken part in any way whatever
        raise NotReadable(
            _("文件已损坏，或者不是标准的 Excel 工作簿。"),
            _("请在 Excel 或 WPS 中打开，另存为“.xlsx”，再上传。"),
        ) from error


def _grids(data: bytes) -> list[Grid]:
    book = load_workbook(BytesIO(data), read_only=True)
    sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    cells = {sheet.title: dict(_rows(sheet)) for sheet in sheets}
    if any(
        cell.formula for rows in cells.values() for row in rows.values() for cell in row.values()
    ):
        _fill_results(data, cells)
    with ZipFile(BytesIO(data)) as package:
        for sheet in sheets:
            # openpyxl knows merged cells only of sheets held in memory, where a merged
            # A1:XFD1048576 is built cell by cell; so they are looked up in the part itself.
            _spread_merged(package.read(sheet._worksheet_path), cells[sheet.title])
    return [Grid(title, rows) for title, rows in cells.items()]


def _rows(sheet: Any) -> Iterator[tuple[int, dict[int, Written]]]:
    sheet.reset_dimensions()
    every = sheet.iter_rows(max_col=MOST_COLUMNS)
    before: object = None
    for number, row in enumerate(islice(every, _LAST_ROW_OF_EXCEL + 1), start=1):
        if row is before and number <= _LAST_ROW_OF_EXCEL:
            continue  # absent rows are filled with one and the same tuple; there may be a million
        before = row
        cells = ((cell.column, _written(cell)) for cell in row if cell.value is not None)
        written = {column: cell for column, cell in cells if cell is not None}
        if number > MOST_ROWS and (written or number > _LAST_ROW_OF_EXCEL):
            raise NotReadable(
                _("工作表“{sheet}”超过 {n} 行。", sheet=sheet.title, n=MOST_ROWS),
                _("请删去表格下方远处的内容，或分成几份上传。"),
            )
        if written:
            yield number, written


def _written(cell: Any) -> Written | None:
    if cell.data_type == "f":
        formula = getattr(cell.value, "text", None) or str(cell.value)
        return Written(None, formula)
    if isinstance(cell.value, str) and not cell.value.strip():
        return None
    return Written(cell.value, error=cell.data_type == "e")


def _fill_results(data: bytes, cells: dict[str, Cells]) -> None:
    """Give each formula the result that the office program saved beside it, if it did."""
    book: Any = load_workbook(BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        if sheet.title not in cells:
            continue
        rows = cells[sheet.title]
        for number, results in _rows(sheet):
            for column, result in results.items():
                old = rows.get(number, {}).get(column)
                if old is not None and old.formula:
                    rows[number][column] = Written(result.value, old.formula, error=result.error)


def _spread_merged(part: bytes, rows: Cells) -> None:
    """Let the lower cells of a merged column know the value they share."""
    budget = _MOST_MERGED_CELLS
    last_row = max(rows, default=0)
    for found in _MERGED.finditer(part):
        left, top, _right, bottom = range_boundaries(found[1].decode())
        if left is None or top is None or bottom is None or left not in rows.get(top, {}):
            continue
        shared = rows[top][left]
        below = range(top + 1, min(bottom, last_row) + 1)
        budget -= len(below)
        if budget < 0:
            return
        for row in below:
            if row in rows:
                spread = Written(shared.value, shared.formula, top, shared.error)
                rows[row].setdefault(left, spread)
