"""The check list of the screening, for the office."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from creator.i18n import Label, _
from creator.models.person import Person
from creator.models.proposal import ChecklistAnswer
from creator.services.archive.entries import STAFF, Entry, Paper, Words, kind
from creator.services.archive.kinds.applying import clock_time
from creator.services.archive.reader import Reader
from creator.workflow.definition import canonical


@kind("checklist", STAFF)
def checklist(reader: Reader) -> Iterator[Entry]:
    """As it stands: answers for earlier versions are not kept."""
    query = (
        select(ChecklistAnswer, Person.name)
        .join(Person, Person.id == ChecklistAnswer.answered_by_id)
        .where(ChecklistAnswer.proposal_id == reader.proposal.id)
        .where(ChecklistAnswer.version == reader.proposal.version)
        .order_by(ChecklistAnswer.item)
    )
    found = [(row[0], row[1]) for row in reader.work.session.execute(query)]
    if found:
        title = _("审查清单（第 {n} 版）", n=reader.proposal.version)
        newest = max(answer.answered_at for answer, _name in found)
        yield Entry(reader.proposal.version, newest, title, partial(_paper, reader, found))


def _paper(reader: Reader, found: list[tuple[ChecklistAnswer, str]]) -> Paper:
    labels: dict[str, Label] = {one.id: one.label for one in reader.programme.screening.items}
    facts: list[tuple[Words, Words | None]] = []
    for answer, name in found:
        verdict = str(_("符合") if answer.passed else _("不符合"))
        who = f"{name} {clock_time(answer.answered_at)}"
        said = "\n".join(filter(None, (verdict, answer.note, who)))
        facts.append((labels.get(answer.item, answer.item), said))
    lines = [[answer.item, answer.passed, answer.note] for answer, _name in found]
    return Paper(facts, {"json": canonical(lines)})  # type: ignore[arg-type]
