"""The sheet an officer sends back: the rows that were not taken, why, and what to do."""

from collections.abc import Collection, Mapping, Sequence

from creator.i18n import Text, _
from creator.intake.understanding import LeftOut, Row, Understanding
from creator.intake.writer import SheetOut, Value, write_workbook


def error_sheet(
    understanding: Understanding,
    excluded: Collection[int] = (),
    reasons: Mapping[int, str | Text] | None = None,
) -> bytes:
    """An .xlsx of the faulty rows and the `excluded` ones (by row number), as they were written.

    `reasons` adds the officer's own words for a row. Written in the current language.
    """
    reasons = reasons or {}
    columns = [(column.letter, column.header) for column in understanding.columns]
    headings = [name or letter for letter, name in columns]
    entries: list[Row | LeftOut] = [*understanding.rows, *understanding.left_out]
    chosen = [
        row
        for row in sorted(entries, key=lambda entry: entry.number)
        if row.number in excluded or (isinstance(row, Row) and row.faulty)
    ]
    rows = [_line(row, [letter for letter, _name in columns], reasons) for row in chosen]
    header: list[str | Text] = [_("行号"), *headings, _("问题"), _("办法")]
    return write_workbook([SheetOut(str(_("未导入的行")), header, rows)])


def _line(
    row: Row | LeftOut, letters: Sequence[str], reasons: Mapping[int, str | Text]
) -> list[Value]:
    wrong, remedies = [], []
    if row.number in reasons:
        wrong.append(str(reasons[row.number]))
    elif isinstance(row, LeftOut):
        wrong.append(str(row.reason))
    if isinstance(row, Row):
        wrong += [f"{problem.cell}　{problem.text}" for problem in row.problems]
        remedies += [f"{problem.cell}　{problem.remedy}" for problem in row.problems]
    raw = [row.raw.get(letter, "") for letter in letters]
    return [row.number, *raw, "\n".join(wrong), "\n".join(remedies)]
