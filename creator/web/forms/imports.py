"""Forms of an import: the file, a row put right or left out, and the last word."""

from collections.abc import Collection, Sequence
from typing import Any

from wtforms import HiddenField

from creator.i18n import _
from creator.intake.amounts import FEN
from creator.intake.columns import APPLICATION
from creator.intake.understanding import FoundColumn, Problem
from creator.intake.words import LONGEST_TEXT, cleaned
from creator.services.previews import Preview, PreviewRow
from creator.web.forms.base import Form
from creator.web.forms.fields import FileField, TextField, TickField

SHEETS = ".xlsx,.csv"
MONEY = frozenset(column.id for column in APPLICATION if column.money)


class UploadForm(Form):
    """A summary, as the office keeps it."""

    file = FileField(
        _("申报汇总表"), accept=SHEETS, hint=_("Excel 另存为 .xlsx，或 .csv；最大 10 MB。")
    )
    again = TickField(_("这份文件导入过，仍要再导入一次"))


class ExcludeForm(Form):
    """Why a row is left out; the reason goes into the sheet that is sent back."""

    reason = TextField(_("剔除的理由"), limit=500, hint=_("会写进退回的错误表，申报单位看得到。"))


class ConfirmForm(Form):
    """The button that stores everything; `seen` names the preview it stood under."""

    seen = HiddenField()


class RowForm(Form):
    """The cells of one row, each as it reads now, its problems beside it."""

    def __init__(self, letters: Sequence[str], noted: Collection[str], **kwargs: Any) -> None:
        self.letters, self.noted = letters, noted
        super().__init__(**kwargs)
        for letter in letters:
            # What a draft needs is said where it is missing; "optional" would be wrong for some.
            self[letter].flags.unmarked = True

    def wrong(self) -> list[Any]:
        """The fields with something to put right or to complete, in the order of the sheet."""
        return [self[letter] for letter in self.letters if self._is_noted(letter)]

    def others(self) -> list[Any]:
        """The rest of the row."""
        return [self[letter] for letter in self.letters if not self._is_noted(letter)]

    def _is_noted(self, letter: str) -> bool:
        return bool(self[letter].errors) or letter in self.noted

    def changed(self, row: PreviewRow) -> dict[str, str]:
        """Cell -> what it should say now, for those that were changed."""
        return {
            f"{letter}{row.number}": self[letter].data or ""
            for letter in self.letters
            if (self[letter].data or "") != shown(row, letter)
        }


def shown(row: PreviewRow, letter: str) -> str:
    """A cell as one line."""
    return cleaned(row.row.raw.get(letter, ""))[:LONGEST_TEXT]


def row_form(seen: Preview, row: PreviewRow) -> RowForm:
    """The form of a row: one field a known column, filled with what the cell says."""
    columns = [column for column in seen.understanding.columns if column.id]
    fields = {
        column.letter: TextField(
            f"{column.letter}　{column.header}",
            limit=LONGEST_TEXT,
            needed=False,
            hint=_hint(seen, row, column),
        )
        for column in columns
    }
    letters = [column.letter for column in columns]
    noted = {_letter(one) for one in row.row.problems}
    made = type("FilledRowForm", (RowForm,), fields)
    values = {letter: shown(row, letter) for letter in letters}
    form: RowForm = made(letters, noted, data=values)
    if not form.is_submitted() and row.excluded is None:
        for one in row.row.problems:
            if one.fatal:
                form.refuse(f"{one.text}{one.remedy}", _letter(one))
    return form


def _letter(one: Problem) -> str:
    return one.cell.rstrip("0123456789:")


def _hint(seen: Preview, row: PreviewRow, column: FoundColumn) -> str:
    """The unit of amounts, what was done to understand the cell, and what can wait."""
    found = []
    if column.id in MONEY:
        found.append(_("单位：{unit}。也可以连单位写，例如 26000元。", unit=_unit(seen, column)))
    cell = row.row.cells.get(column.id or "")
    if cell and cell.note:
        found.append(cell.note)
    waits = (one for one in row.row.problems if one.column == column.id and not one.fatal)
    return " ".join(map(str, [*found, *(f"{one.text}{one.remedy}" for one in waits)]))


def _unit(seen: Preview, column: FoundColumn) -> str:
    return column.unit if column.unit and column.unit in FEN else seen.understanding.unit
