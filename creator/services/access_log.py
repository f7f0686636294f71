"""The access log (查阅记录) of an edition: who opened what, took which list, came in by a code."""

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, or_, select

from creator.clock import end_of_day, start_of_day
from creator.models.access import AccessRow
from creator.models.edition import Edition
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules.visibility import of_others
from creator.services.work import Work

_PROPOSAL = Proposal.bare()


def entries(
    work: Work, edition: Edition, *, name: str = "", day: date | None = None
) -> Select[Any]:
    """Rows (at, person, what, kind, subject_id, title), the newest first.

    `name`: only of people who are called so; `day`: only of that Chinese calendar day. What
    concerns an own application is left out, as in every list of an office.
    """
    about = case((Subject.type == "review", Subject.parent_id), else_=Subject.id)
    query = (
        select(
            AccessRow.at,
            Person.name.label("person"),
            AccessRow.what,
            Subject.type.label("kind"),
            Subject.id.label("subject_id"),
            _PROPOSAL.c.title,
        )
        .join(Subject, Subject.id == AccessRow.subject_id)
        .outerjoin(Person, Person.id == AccessRow.person_id)
        .outerjoin(_PROPOSAL, _PROPOSAL.c.id == about)
        .where(or_(Subject.edition_id == edition.id, Subject.id == edition.id))
        .where(of_others(work.actor))
        .order_by(AccessRow.id.desc())
    )
    if name:
        query = query.where(Person.name.contains(name, autoescape=True))
    if day is not None:
        query = query.where(and_(AccessRow.at >= start_of_day(day), AccessRow.at < end_of_day(day)))
    return query


def note(work: Work, subject: Subject, what: str) -> int:
    """Write down what was handed out or changed, and return the number of the row that says so.

    What pages show is written down by `web.openings`, after the answer.
    """
    row = AccessRow(person_id=work.actor.person_id, subject_id=subject.id, what=what, at=work.now)
    work.session.add(row)
    work.session.flush()
    return row.id
