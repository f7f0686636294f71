"""One cell of a row: found, read, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from creator.i18n import Text, _
from creator.intake.columns import Column
from creator.intake.grid import NOTHING, Grid, Written
from creator.intake.header import Header
from creator.intake.setting import Expectations, Setting, Unreadable
from creator.intake.understanding import Cell, Problem
from creator.intake.words import bare

_SHOWN = 60
_NOTHING_SAID = frozenset({"", "无", "没有", "暂无"})  # “/” and “—” are bare of letters, hence ""
_ALWAYS_FATAL = frozenset({"over_cap", "doubled"})


@dataclass(frozen=True)
class Sheet:
    """A sheet whose header is known, with all that is needed to read its rows."""

    grid: Grid
    header: Header
    columns: Sequence[Column]
    expected: Expectations
    corrected: Mapping[str, str]  # address -> what stood there before

    @property
    def unit(self) -> str:
        """What amounts are in where neither column nor cell says: 元, unless the sheet says."""
        return self.expected.unit or self.header.unit or "元"

    def column(self, id_: str) -> Column:
        return next(column for column in self.columns if column.id == id_)

    def unit_of(self, place: int) -> str:
        found = self.header.units.get(place)
        return found if found in ("元", "千元", "万元") and not self.expected.unit else self.unit


def problem(sheet: Sheet, column: Column, row: int, kind: str, text: Text, remedy: Text) -> Problem:
    """A problem at this column of this row; whether it is fatal follows from column and kind."""
    strict = column.stake == "strict" and kind not in ("missing", "contradiction")
    fatal = column.stake == "needed" or strict or kind in _ALWAYS_FATAL
    return Problem(
        sheet.header.address(column.id, row), column.id, kind, text, remedy,
        fatal and kind not in sheet.expected.may_wait,
    )  # fmt: skip


def missing(sheet: Sheet, column: Column, row: int) -> Problem:
    """The column is empty though the programme asks for it."""
    return problem(
        sheet, column, row, "missing",
        _("没有填“{column}”。", column=column.label), _("请在提交申报前补上。"),
    )  # fmt: skip


def read_cell(sheet: Sheet, column: Column, row: int) -> tuple[Cell | None, Problem | None]:
    """Read one column of one row. A sheet without the column gives neither, unless it is needed."""
    places = sheet.header.places.get(column.id, ())
    written, place = _first_written(sheet.grid, row, places)
    if bare(written.raw) in _NOTHING_SAID and not written.lost:
        asked = column.id in sheet.expected.required and column.id != "sponsor" and bool(places)
        asked = asked or column.stake == "needed"
        return (Cell(written.raw, None) if places else None), (
            missing(sheet, column, row) if asked else None
        )
    try:
        cell = _understand(sheet, column, written, place)
    except Unreadable as refused:
        fault = problem(sheet, column, row, refused.kind, refused.text, refused.remedy)
        return Cell(written.raw, None), fault
    before = sheet.corrected.get(sheet.header.address(column.id, row))
    if before is not None:
        note = _("经办人已更正，原为“{before}”", before=before[:_SHOWN])
        cell = Cell(cell.raw, cell.value, note)
    return cell, None


def _first_written(grid: Grid, row: int, places: Sequence[int]) -> tuple[Written, int]:
    """Several columns may hold the same thing (a code in one, a filing number in another)."""
    for place in places:
        written = grid.at(row, place)
        if written.lost or bare(written.raw) not in _NOTHING_SAID:
            return written, place
    return (grid.at(row, places[0]), places[0]) if places else (NOTHING, 0)


def _understand(sheet: Sheet, column: Column, written: Written, place: int) -> Cell:
    if written.error:
        raise Unreadable(
            _("单元格里是错误值 {value}。", value=str(written.value)[:_SHOWN]),
            _("请改成应填的内容。"),
        )
    if written.lost:
        raise Unreadable(
            _("单元格里是公式，文件没有保存它的结果：{formula}", formula=written.formula[:_SHOWN]),
            _("请把公式换成它的结果（选择性粘贴为“数值”）。"),
            kind="formula",
        )
    if written.merged_from is not None and not column.shared:
        raise Unreadable(
            _("与第 {row} 行合并为一格，看不出各是多少。", row=written.merged_from),
            _("请取消合并，每行分别填写。"),
            kind="merged",
        )
    read = column.read(written, Setting(sheet.unit_of(place), sheet.expected))
    note = read.note
    if written.formula:
        note = _("公式，取文件保存的结果“{value}”", value=written.raw[:_SHOWN])
    elif written.merged_from is not None:
        note = _("与第 {row} 行合并，取同一内容", row=written.merged_from)
    return Cell(written.raw, read.value, note)
