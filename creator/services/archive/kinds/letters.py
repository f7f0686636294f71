"""Letters about the project to its applicant and sponsor: served, word for word."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Select, or_, select

from creator.i18n import _
from creator.models.decision import DecisionItem
from creator.models.outbox import Letter, OutboxItem
from creator.models.person import Appointment, Person
from creator.models.subject import Subject
from creator.services.archive.entries import EVERYBODY, Entry, Paper, kind
from creator.services.archive.kinds.applying import clock_time
from creator.services.archive.reader import Reader


@kind("letter", EVERYBODY)
def served(reader: Reader) -> Iterator[Entry]:
    """For the office those to the applicant's side; for others those they got themselves."""
    own = reader.proposal.id
    for letter, parent, payload, name in reader.work.session.execute(_query(reader)):
        if own in (letter.subject_id, parent) or _names(reader, payload):
            title = _("信函：{title}（致 {name}）", title=letter.title, name=name)
            yield Entry(letter.id, letter.sent_at, title, partial(_paper, letter, name))


def _query(reader: Reader) -> Select[Any]:
    """About the project, what hangs on it, or a list it stands on."""
    proposal, organisation = reader.proposal, reader.proposal.organisation
    lists = select(DecisionItem.decision_id).where(DecisionItem.proposal_id == proposal.id)
    about = or_(
        Subject.id == proposal.id,
        Subject.parent_id == proposal.id,
        Subject.id.in_(lists),
    )
    side = {organisation.id, organisation.sponsor_id} - {None}
    contacts = select(Appointment.person_id).where(Appointment.organisation_id.in_(side))
    query = (
        select(Letter, Subject.parent_id, OutboxItem.payload, Person.name)
        .join(Subject, Subject.id == Letter.subject_id)
        .join(OutboxItem, OutboxItem.id == Letter.outbox_id)
        .join(Person, Person.id == Letter.person_id)
        .where(about, Letter.person_id.in_(contacts))
    )
    if not reader.inside:
        query = query.where(Letter.person_id == reader.work.actor.person_id)
    return query.order_by(Letter.id)


def _names(reader: Reader, payload: dict[str, Any]) -> bool:
    """Letters of a list go to every project on it: each names its own."""
    number: str | None = payload["params"].get("number")
    return number is not None and number == reader.proposal.number


def _paper(letter: Letter, name: str) -> Paper:
    return Paper(
        [
            (_("收信人"), name),
            (_("发出时间"), clock_time(letter.sent_at)),
            (_("标题"), letter.title),
            (_("正文"), letter.body),
        ]
    )
