"""An application as somebody may read it: each question declares its audience and its blindness."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import lazyload

from creator.models.proposal import Attachment, Proposal
from creator.models.review import PanelSeat, Review
from creator.programme.fields import Field
from creator.programme.forms import Section
from creator.programme.programme import Programme
from creator.rules.actors import STAFF_ROLES, appointed, member_of
from creator.rules.application import Application, files_of
from creator.rules.programmes import programme_of
from creator.rules.shapes import is_empty
from creator.rules.tables import TABLES, Column
from creator.rules.wording import cell, worded
from creator.services import sheets, versions
from creator.services.transitions import edition_of
from creator.services.work import Work

_OFFICES = (*STAFF_ROLES, "community", "coach")


@dataclass(frozen=True)
class Answered:
    """One question with its answer in words; a table has `columns` and `rows` instead."""

    field: Field
    text: str
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[str]] = ()
    files: Sequence[Attachment] = ()


@dataclass(frozen=True)
class Part:
    """A section with the questions the reader may see."""

    section: Section
    answered: Sequence[Answered]


def visible_fields(work: Work, proposal: Proposal) -> frozenset[str]:
    """Ids of the questions whose answers the actor may read; none for a barred expert."""
    programme = programme_of(work.session, edition_of(work, proposal))
    if reads_everything(work, proposal):
        return frozenset(field.id for field in programme.form.fields)
    open_ = [review for review in _own_sheets(work, proposal) if sheets.readable(work, review)]
    if not open_:
        return frozenset()
    blind = any(programme.rounds[review.round].blind for review in open_)
    return frozenset(
        field.id
        for field in programme.form.fields
        if field.audience != "officer" and not (blind and field.blind)
    )


def reads_everything(work: Work, proposal: Proposal) -> bool:
    """Whether the reader is of the applicant, its sponsor or the office; experts never are."""
    actor, organisation = work.actor, proposal.organisation
    return (
        member_of(actor, "applicant", organisation.id)
        or member_of(actor, "sponsor", organisation.sponsor_id)
        or any(appointed(actor, office, proposal) for office in _OFFICES)
        or (actor.person_id is not None and proposal.supervisor_id == actor.person_id)
    )


# Content opens once interests are declared, and shuts with the sheet and with its round.
_DECLARED_SHEETS = (
    select(Review)
    .join(
        PanelSeat,
        and_(
            PanelSeat.edition_id == Review.edition_id,
            PanelSeat.round == Review.round,
            PanelSeat.expert_id == Review.expert_id,
        ),
    )
    .where(
        Review.proposal_id == bindparam("about"),
        Review.expert_id == bindparam("expert"),
        PanelSeat.declared_at.is_not(None),
    )
    .options(lazyload(Review.points))
)


def _own_sheets(work: Work, proposal: Proposal) -> Sequence[Review]:
    if work.actor.person_id is None:
        return []
    sought = {"about": proposal.id, "expert": work.actor.person_id}
    return work.session.scalars(_DECLARED_SHEETS, sought).all()


def read(work: Work, proposal: Proposal, version: int | None = None) -> list[Part]:
    """The draft, or a frozen version, as the actor may read it. Raises `NotFound`."""
    visible = visible_fields(work, proposal)
    if version is None:
        programme = programme_of(work.session, edition_of(work, proposal))
        application = Application.of(work.session, programme, proposal)
    else:
        frozen = versions.read(work, proposal, version)
        files = _frozen_files(work, proposal, frozen.content["attachments"])
        application = Application(frozen.programme, frozen.answers, files)
    return list(_parts(application, visible))


def _frozen_files(
    work: Work, proposal: Proposal, cited: Sequence[Mapping[str, Any]]
) -> dict[str, list[Attachment]]:
    """The rows of the files a version cites, those removed since included."""
    wanted = {(file["field"], file["sha256"]) for file in cited}
    found = files_of(work.session, proposal.id, removed=True)
    return {
        field: [row for row in rows if (field, row.sha256) in wanted]
        for field, rows in found.items()
    }


def _parts(application: Application, visible: frozenset[str]) -> Iterator[Part]:
    for section in application.programme.form.sections:
        shown = [
            _answered(application, field)
            for field in section.fields
            if field.id in visible and field.id in application.fields
        ]
        if shown:
            yield Part(section, shown)


def _answered(application: Application, field: Field) -> Answered:
    programme, value = application.programme, application.answer(field.id)
    files = [
        file
        for id, several in application.files.items()
        if id.partition(".")[0] == field.id
        for file in several
    ]
    if field.type in TABLES and not is_empty(value):
        columns = TABLES[field.type]
        return Answered(field, "", columns, _rows(programme, field, columns, value), files)
    return Answered(field, worded(programme, field, value), files=files)


def _rows(
    programme: Programme, field: Field, columns: Sequence[Column], rows: Any
) -> list[list[str]]:
    return [[cell(programme, field, c.type, row.get(c.id)) for c in columns] for row in rows]
