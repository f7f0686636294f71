"""An application to be read: what `parts/answers.html` shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from creator.i18n import Label
from creator.models.proposal import Attachment
from creator.programme.words import WORDS
from creator.services.reading import Answered, Part
from creator.web.parts import Column, File

_NUMBERS = ("money", "decimal", "integer")


@dataclass(frozen=True)
class ShownAnswer:
    """One question: words, a table, or files."""

    label: Label
    text: str
    columns: Sequence[Column]
    rows: Sequence[dict[str, str]]
    files: Sequence[File]


@dataclass(frozen=True)
class ShownPart:
    """A section of the form."""

    label: Label
    answers: Sequence[ShownAnswer]


def shown_parts(parts: Iterable[Part]) -> list[ShownPart]:
    """What the service let the reader see, as the page lays it out."""
    return [ShownPart(p.section.label, [_answer(a) for a in p.answered]) for p in parts]


def _answer(answered: Answered) -> ShownAnswer:
    columns = [
        Column(c.id, c.label, card="title" if i == 0 else "line", number=c.type in _NUMBERS)
        for i, c in enumerate(answered.columns)
    ]
    ids = [column.id for column in columns]
    rows = [dict(zip(ids, row, strict=True)) for row in answered.rows]
    return ShownAnswer(
        answered.field.label, answered.text, columns, rows, file_links(answered.files)
    )


def file_links(rows: Iterable[Attachment]) -> list[File]:
    """Files as links to their download."""
    return [_link(row) for row in rows]


def _link(row: Attachment) -> File:
    """The link says which evidence it is, where several kinds stand under one question."""
    kind = row.field.rpartition(".")[2] if "." in row.field else ""
    remark = WORDS["hearing_evidence"].get(kind)
    return File(row.name, url_for("attachments.download", number=row.id), row.size, remark)
