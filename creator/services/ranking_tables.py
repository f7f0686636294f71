"""The ranking as a workbook (名次表): words as text cells, amounts in 元 as numbers."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.services.boards import Board, Row
from creator.services.rankings import board
from creator.services.work import Work

_COLUMNS: tuple[tuple[Text, int, Callable[[Row], Any]], ...] = (
    (_("名次"), 6, lambda row: row.place.rank),
    (_("编号"), 16, lambda row: row.proposal.number),
    (_("项目"), 36, lambda row: row.proposal.title),
    (_("申报单位"), 30, lambda row: row.proposal.organisation),
    (_("档次"), 10, lambda row: str(row.tier or "")),
    (_("得分"), 10, lambda row: row.place.total),
    (_("申请金额（元）"), 16, lambda row: _yuan(row.proposal.requested_fen)),
    (_("拟资助（元）"), 16, lambda row: _yuan(row.outcome.amount)),
    (_("累计（元）"), 16, lambda row: _yuan(row.spent)),
    (_("说明"), 50, lambda row: explained(row)),
)


def explained(row: Row) -> str:
    """Why it stands where it stands and gets what it gets."""
    return " ".join(str(text) for text in (*(b.text for b in row.place.broken), *row.outcome.steps))


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


def workbook(work: Work, edition: Edition) -> bytes:
    """The board as an .xlsx file; whoever may not see the board may not have it either."""
    found = board(work, edition)
    stream = BytesIO()
    # A title that begins with "=" is a title: nothing typed by people becomes a formula or a link.
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, plain) as book:
        _fill(book, found)
    return stream.getvalue()


def _fill(book: Any, found: Board) -> None:
    sheet = book.add_worksheet(str(_("排名")))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for number, (label, width, _value) in enumerate(_COLUMNS):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, str(label), bold)
    for line, row in enumerate(found.rows, start=1):
        for number, (_label, _width, value) in enumerate(_COLUMNS):
            _write(sheet, line, number, value(row), wrapped)
    names = sorted({dot.name for row in found.rows for dot in row.dots})
    _fill_totals(sheet, found, names, bold)
    sheet.freeze_panes(1, 3)


def _fill_totals(sheet: Any, found: Board, names: list[str], bold: Any) -> None:
    """Each expert's total, under the names of the board."""
    for offset, name in enumerate(names, start=len(_COLUMNS)):
        sheet.write_string(0, offset, name, bold)
    for line, row in enumerate(found.rows, start=1):
        given = {dot.name: dot.total for dot in row.dots}
        for offset, name in enumerate(names, start=len(_COLUMNS)):
            _write(sheet, line, offset, given.get(name), None)


def _write(sheet: Any, line: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(line, column, None)
    elif isinstance(value, str):
        sheet.write_string(line, column, value, style)
    else:
        sheet.write_number(line, column, float(value))
