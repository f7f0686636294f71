"""From the sheets of a file to an understanding of the one that matters."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openpyxl.utils.cell import coordinate_to_tuple

from creator.i18n import Text, _, listed
from creator.intake.cells import Sheet
from creator.intake.checks import Check
from creator.intake.columns import Column
from creator.intake.grid import Grid
from creator.intake.header import Header, find_header
from creator.intake.rows import correct, read_rows
from creator.intake.setting import Expectations
from creator.intake.understanding import NotReadable, Problem, Row, Understanding


def understand(
    grids: Sequence[Grid],
    columns: Sequence[Column],
    expected: Expectations,
    checks: Sequence[Check] = (),
) -> Understanding:
    """Read the likeliest sheet (or the one named) as a table of these columns.

    Raises `NotReadable` when no sheet has such a header.
    """
    grid, header = _choose(grids, columns, expected)
    corrections = {coordinate_to_tuple(at): text for at, text in expected.corrections.items()}
    corrected = {at: grid.at(*coordinate_to_tuple(at)).raw for at in expected.corrections}
    sheet = Sheet(correct(grid, corrections), header, columns, expected, corrected)
    rows, left_out = read_rows(sheet)
    return Understanding(
        sheet=grid.name,
        header_row=header.row,
        unit=sheet.unit,
        unit_stated=_unit_stated(sheet),
        columns=header.columns,
        rows=tuple(_with_findings(sheet, rows, checks)),
        left_out=tuple(left_out),
        remarks=tuple(_remarks(sheet, grids)),
    )


def _choose(
    grids: Sequence[Grid], columns: Sequence[Column], expected: Expectations
) -> tuple[Grid, Header]:
    best: tuple[int, Grid, Header] | None = None
    for grid in grids:
        if expected.sheet not in (None, grid.name):
            continue
        header = find_header(grid, columns, expected.columns)
        if header and (best is None or len(header.places) > best[0]):
            best = len(header.places), grid, header
    if best is None:
        names = listed(str(column.label) for column in columns if column.stake == "needed")
        raise NotReadable(
            _("找不到表头：没有一行写着“{names}”等列名。", names=names),
            _("请核对是否选对了文件和工作表，表头要在前 30 行内。"),
        )
    return best[1], best[2]


def _with_findings(sheet: Sheet, rows: Sequence[Row], checks: Sequence[Check]) -> Iterator[Row]:
    found: dict[int, list[Problem]] = {}
    for check in checks:
        for number, problem in check(sheet, rows):
            found.setdefault(number, []).append(problem)
    for row in rows:
        more = found.get(row.number)
        yield replace(row, problems=(*row.problems, *more)) if more else row


def _unit_stated(sheet: Sheet) -> bool:
    money = {c.id for c in sheet.columns if c.money}
    units = [column.unit for column in sheet.header.columns if column.id in money]
    return bool(sheet.expected.unit or sheet.header.unit or (units and all(units)))


def _remarks(sheet: Sheet, grids: Sequence[Grid]) -> Iterator[Text]:
    known = sheet.header.places
    if any(column.money and column.id in known for column in sheet.columns) and not _unit_stated(
        sheet
    ):
        yield _("表中没有写金额单位，按元读取。")
    for column in sheet.columns:
        if column.id not in known and column.id in sheet.expected.required:
            yield _("表中没有“{column}”一列。", column=column.label)
    for grid in grids:
        if grid.name != sheet.grid.name and find_header(grid, sheet.columns):
            yield _("工作表“{sheet}”也是这样的表，没有读取；请选它再读一次。", sheet=grid.name)
