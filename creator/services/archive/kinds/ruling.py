"""The rules by which the project was judged: each version of the programme."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from creator.i18n import _
from creator.models.edition import ProgrammeVersion
from creator.services.archive.entries import EVERYBODY, Entry, Paper, kind
from creator.services.archive.reader import Reader


@kind("programme", EVERYBODY)
def programmes(reader: Reader) -> Iterator[Entry]:
    query = select(ProgrammeVersion.version, ProgrammeVersion.number, ProgrammeVersion.created_at)
    of_edition = ProgrammeVersion.edition_id == reader.edition.id
    announced = reader.edition.announced_at
    for version, number, at in reader.work.session.execute(
        query.where(of_edition).order_by(ProgrammeVersion.version)
    ):
        title = (
            _("规则第 {n} 版（更正公告 {number}）", n=version, number=number)
            if number
            else _("规则第 {n} 版", n=version)
        )
        first = max(at, announced) if announced and not number else at
        yield Entry(version, first, title, partial(_paper, reader, version), general=True)


def _paper(reader: Reader, version: int) -> Paper:
    row = reader.work.session.get_one(ProgrammeVersion, (reader.edition.id, version))
    facts = [
        (_("届次"), reader.edition.title),
        (_("版本"), str(row.version)),
        (_("更正公告"), row.number),
        (_("更正理由"), row.reason),
        (_("摘要"), row.digest),
        (_("原文"), row.text),
        (_("调整"), "\n".join(f"{key} = {value}" for key, value in row.adjustments.items())),
    ]
    return Paper(facts, {"json": row.body})
