"""The rows below a header: which are entries, and reading those."""

import re
from collections.abc import Mapping

from creator.i18n import Text, _
from creator.intake.cells import Sheet, read_cell
from creator.intake.grid import Grid, Written
from creator.intake.understanding import LeftOut, Row
from creator.intake.words import bare

_TOTAL = re.compile(r".{0,6}(?:合计|总计|小计|共计|累计).{0,12}")
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|附件|填表|制表|填报|审核|审批|盖章|签字|联系人|单位负责人)"
)
_NOTE_CELLS = 4  # a line such as “填表人：… 审核人：… 日期：…” fills no more
_REPEATED = 3


def read_rows(sheet: Sheet) -> tuple[list[Row], list[LeftOut]]:
    """Rows below the header: entries, and those left out with a reason; blank ones are neither."""
    rows, left_out = [], []
    for number in sorted(sheet.grid.rows):
        raw = sheet.grid.raw_row(number)
        if number <= sheet.header.row or not raw:
            continue
        reason = _no_entry(sheet, number, raw)
        if reason is None and number in sheet.expected.excluded:
            reason = _("经办人剔除。")
        if reason is None:
            rows.append(_read_row(sheet, number, raw))
        else:
            left_out.append(LeftOut(number, raw, reason))
    return rows, left_out


def _read_row(sheet: Sheet, number: int, raw: Mapping[str, str]) -> Row:
    cells, problems = {}, []
    for column in sheet.columns:
        cell, problem = read_cell(sheet, column, number)
        if cell:
            cells[column.id] = cell
        if problem:
            problems.append(problem)
    return Row(number, cells, tuple(problems), raw)


def _no_entry(sheet: Sheet, number: int, raw: Mapping[str, str]) -> Text | None:
    """Why this row is not an entry, or None."""
    texts = [bare(text) for text in raw.values()]
    needed = [c for c in sheet.columns if c.stake == "needed"]
    filled = [c for c in needed if _is_filled(sheet, c.id, number)]
    if len(filled) < len(needed) or len(needed) == 1:
        if any(_TOTAL.fullmatch(text) for text in texts[:2]):
            return _("合计行，不是项目。")
        if len(texts) <= _NOTE_CELLS and _NOTE.match(texts[0]):
            return _("说明文字，不是项目。")
    if sum(text in sheet.header.texts for text in texts) >= _REPEATED:
        return _("重复的表头。")
    if not filled:
        return _("没有可以辨认的内容，例如只有序号。")
    return None


def _is_filled(sheet: Sheet, column: str, row: int) -> bool:
    cells = (sheet.grid.at(row, place) for place in sheet.header.places.get(column, ()))
    return any(cell.raw.strip() for cell in cells)


def correct(grid: Grid, corrections: Mapping[tuple[int, int], str]) -> Grid:
    """The grid with some cells, by row and column number, saying something else; "" empties one."""
    rows = {number: dict(cells) for number, cells in grid.rows.items()}
    for (row, column), text in corrections.items():
        cells = rows.setdefault(row, {})
        cells.pop(column, None)
        if text.strip():
            cells[column] = Written(text)
    return Grid(grid.name, rows)
