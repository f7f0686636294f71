"""What an uploaded summary would become: every row understood, and what is wrong with it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from creator.i18n import Text, _
from creator.intake.applications import understand_applications
from creator.intake.columns import APPLICATION
from creator.intake.understanding import Problem, Row, Understanding
from creator.models.edition import Edition
from creator.programme.programme import Programme
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.times import shown
from creator.services import mapping, recognition
from creator.services.work import Work

_LONGEST = {"organisation": 100, "sponsor": 100, "contact": 60}
LABELS = {column.id: column.label for column in APPLICATION}


@dataclass(frozen=True)
class PreviewRow:
    """A row of the sheet, and the officer's reason when it is left out."""

    row: Row
    excluded: str | None = None

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def faulty(self) -> bool:
        """True while it stands in the way: faulty and not left out."""
        return self.excluded is None and self.row.faulty


@dataclass(frozen=True)
class Preview:
    """The whole sheet before anything is stored."""

    understanding: Understanding
    rows: tuple[PreviewRow, ...]
    remarks: tuple[Text, ...]
    digest: str
    """Changes with every exclusion and correction: tells a stale confirmation."""

    @property
    def faulty(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.faulty]

    @property
    def excluded(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.excluded is not None]

    @property
    def ready(self) -> list[Row]:
        """The rows that become drafts."""
        return [row.row for row in self.rows if row.excluded is None and not row.row.faulty]

    @property
    def obstacles(self) -> list[Refusal]:
        """Why nothing can be stored yet; empty when it can."""
        found = [
            Refusal(
                "import.row",
                _("第 {row} 行还有问题没有处理：请更正，或写明理由剔除。", row=row.number),
                f"row.{row.number}",
            )
            for row in self.faulty
        ]
        if not found and not self.ready:
            found.append(Refusal("import.empty", self._why_none()))
        return found

    def _why_none(self) -> Text:
        if not self.excluded:
            return _("没有可以导入的行。")
        first = self.excluded[0]
        return _(
            "没有可以导入的行：{n} 行都已剔除，例如第 {row} 行（{reason}）。",
            n=len(self.excluded),
            row=first.number,
            reason=first.excluded,
        )


def examine(
    work: Work,
    edition: Edition,
    data: bytes,
    name: str,
    *,
    exclusions: Mapping[int, str],
    corrections: Mapping[str, str],
) -> Preview:
    """Read a summary for an edition. Raises `NotReadable`. Four queries whatever its length."""
    programme = programme_of(work.session, edition)

    def read(excluded: frozenset[int]) -> Understanding:
        expected = mapping.expectations(programme, excluded, corrections)
        return understand_applications(data, name, expected)

    found = read(frozenset(exclusions))
    all_rows = read(frozenset()).rows if exclusions else ()
    left = {row.number: row for row in all_rows if row.number in exclusions}
    rows = sorted([*found.rows, *left.values()], key=lambda row: row.number)
    known = recognition.recognise(work, edition, rows)
    seen = [_complete(programme, known, found, row) for row in rows]
    whole = replace(
        found,
        rows=tuple(seen),
        left_out=tuple(row for row in found.left_out if row.number not in left),
    )
    return Preview(
        understanding=whole,
        rows=tuple(PreviewRow(row, exclusions.get(row.number)) for row in seen),
        remarks=(*found.remarks, *_remarks(work, programme, found)),
        digest=_digest(data, exclusions, corrections),
    )


def _digest(data: bytes, exclusions: Mapping[int, str], corrections: Mapping[str, str]) -> str:
    told = [sorted(exclusions.items()), sorted(corrections.items())]
    return hashlib.sha256(data + json.dumps(told).encode()).hexdigest()


def _complete(
    programme: Programme, known: recognition.Known, sheet: Understanding, row: Row
) -> Row:
    """The row with what only the database and the form can tell."""
    letters = {column.id: column.letter for column in sheet.columns if column.id}
    more = [
        Problem(_address(letters, one.column, row), one.column, one.kind, one.text, one.remedy,
                one.fatal)
        for one in (*_too_long(row), *_unfit(programme, row), *known.remarks_on(row))
    ]  # fmt: skip
    return replace(row, problems=(*row.problems, *more)) if more else row


def _address(letters: Mapping[str, str], column: str, row: Row) -> str:
    letter = letters.get(column)
    return f"{letter}{row.number}" if letter else f"{row.number}:{row.number}"


def _too_long(row: Row) -> Iterator[recognition.Remark]:
    for column, most in _LONGEST.items():
        if len(row.value(column) or "") > most:
            yield recognition.Remark(
                column, "too_long",
                _("“{column}”最多 {most} 字。", column=LABELS[column], most=most),
                _("请缩短后再导入。"), fatal=True,
            )  # fmt: skip


def _unfit(programme: Programme, row: Row) -> Iterator[recognition.Remark]:
    for column, text in mapping.answers_of(programme, row)[1].items():
        yield recognition.Remark(column, "unfit", text, _("这一格不会导入，请在申报书里填写。"))


def _remarks(work: Work, programme: Programme, found: Understanding) -> Iterator[Text]:
    if work.now >= programme.calendar.call_closes:
        yield _("征集已于 {closes} 截止：导入的草稿可能无法提交。",
                closes=shown(programme.calendar.call_closes))  # fmt: skip
    for column in found.columns:
        if column.id is None:
            yield _("不认识“{header}”一列（{letter}），未读取。",
                    header=column.header, letter=column.letter)  # fmt: skip
        elif not mapping.has_place(programme.form, column.id):
            yield _("申报书里没有“{header}”对应的项目，未导入。", header=column.header)
