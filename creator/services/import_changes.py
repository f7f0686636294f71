"""What the officer does to an uploaded summary before it is stored: leave out, put right.

Kept in the batch beside the file, never written into it.
"""

import re

from creator.i18n import _
from creator.intake.words import LONGEST_TEXT, cleaned
from creator.models.proposal import ImportBatch
from creator.services.imports import lock, preview
from creator.services.previews import Preview, PreviewRow
from creator.services.refused import Invalid
from creator.services.work import Work

_CELL = re.compile(r"[A-Z]{1,3}([1-9]\d{0,6})")
_LONGEST_REASON = 500


def exclude(work: Work, batch: ImportBatch, row: int, reason: str) -> None:
    """Leave a row out, for a reason. Raises `Invalid`, `Refused` once the batch is stored."""
    lock(work, batch)
    why = " ".join(reason.split())
    if not why:
        raise Invalid("reason", _("请写明剔除这一行的理由。"))
    if len(why) > _LONGEST_REASON:
        raise Invalid("reason", _("最多 {limit} 个字。", limit=_LONGEST_REASON))
    _row(preview(work, batch), row)
    batch.exclusions = {**batch.exclusions, str(row): why}


def exclude_faulty(work: Work, batch: ImportBatch) -> int:
    """Leave out every row that still has a problem, for that problem; returns how many."""
    lock(work, batch)
    faulty = preview(work, batch).faulty
    batch.exclusions = {**batch.exclusions, **{str(row.number): why(row) for row in faulty}}
    return len(faulty)


def why(row: PreviewRow) -> str:
    """The problems that keep a row from being stored, as one reason."""
    wrong = [str(problem.text) for problem in row.row.problems if problem.fatal]
    return "".join(text if text.endswith("。") else f"{text}。" for text in wrong)[:_LONGEST_REASON]


def include(work: Work, batch: ImportBatch, row: int) -> None:
    """Take a row in again. Raises `Refused` once the batch is stored."""
    lock(work, batch)
    batch.exclusions = {at: kept for at, kept in batch.exclusions.items() if at != str(row)}


def correct(work: Work, batch: ImportBatch, cell: str, value: str | None) -> None:
    """Let a cell (`B19`) say something else; None takes a correction back, "" empties the cell.

    Raises `Invalid` for a cell outside the rows read, `Refused` once the batch is stored.
    """
    lock(work, batch)
    match = _CELL.fullmatch(cell)
    if match is None:
        raise Invalid("cell", _("请写单元格，例如 B19。"))
    seen = preview(work, batch)
    _row(seen, int(match[1]))
    if cell.removesuffix(match[1]) not in {one.letter for one in seen.understanding.columns}:
        raise Invalid("cell", _("“{cell}”不在表格里。", cell=cell))
    kept = {at: text for at, text in batch.corrections.items() if at != cell}
    if value is not None:
        kept[cell] = cleaned(value)[:LONGEST_TEXT]
    batch.corrections = kept


def _row(seen: Preview, number: int) -> PreviewRow:
    found = next((row for row in seen.rows if row.number == number), None)
    if found is None:
        raise Invalid("row", _("第 {row} 行不是项目行。", row=number))
    return found
