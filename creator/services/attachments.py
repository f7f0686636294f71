"""Files of an application: checked by content, stored under a random key, named as they came."""

from dataclasses import dataclass
from typing import IO

from sqlalchemy import func, select

from creator.i18n import Label, _
from creator.models.proposal import Attachment, Proposal
from creator.models.subject import Subject
from creator.programme.programme import Programme
from creator.rules.hearings import evidence_fields
from creator.rules.programmes import programme_of
from creator.services import find, proposals, reading
from creator.services.arrivals import Arrival, arriving
from creator.services.file_kinds import NotAllowed
from creator.services.locking import lock_row
from creator.services.refused import Invalid, NotFound, NotYours
from creator.services.transitions import edition_of
from creator.services.work import Work

_EVIDENCE_KINDS = ("pdf", "image")
_MOST_EVIDENCE = 10
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Slot:
    """A place for files: `id` is the field, or `<field>.minutes` for evidence of a hearing."""

    id: str
    section: str
    label: Label
    kinds: tuple[str, ...]
    max_bytes: int
    max_count: int


def slots(programme: Programme) -> dict[str, Slot]:
    """Every place for files of a programme's form, by id."""
    found = {}
    for section in programme.form.sections:
        for field in section.fields:
            most = field.max_mb * MEGABYTE
            if field.type == "attachment":
                found[field.id] = Slot(
                    field.id, section.id, field.label, field.kinds, most, field.max_count
                )
            elif field.type == "hearing":
                for id, label in evidence_fields(programme.hearing, field).items():
                    found[id] = Slot(id, section.id, label, _EVIDENCE_KINDS, most, _MOST_EVIDENCE)
    return found


def add(work: Work, proposal: Proposal, slot_id: str, stream: IO[bytes], name: str) -> Attachment:
    """Take one file. Raises `Invalid` (field = slot) and leaves nothing behind if it is refused.

    The same content sent twice to one place is one file.
    """
    lock_row(work, Proposal, proposal.id)
    slot = _open_slot(work, proposal, slot_id)
    with arriving(
        work.files, stream, name, place=slot_id, kinds=slot.kinds, most=slot.max_bytes
    ) as arrival:
        return _kept(work, proposal, slot, arrival)


def _open_slot(work: Work, proposal: Proposal, slot_id: str) -> Slot:
    slot = slots(programme_of(work.session, edition_of(work, proposal))).get(slot_id)
    if slot is None:
        raise Invalid(slot_id[:60], _("申报书里没有这一项。"))
    if not proposals.may_edit(work, proposal):
        raise NotYours(str(_("申报单位")))
    if slot.id.partition(".")[0] not in proposals.open_fields(work, proposal):
        raise Invalid(slot_id, _("“{field}”现在不能修改。", field=slot.label))
    return slot


def _kept(work: Work, proposal: Proposal, slot: Slot, arrival: Arrival) -> Attachment:
    present = _present(work, proposal, slot, arrival.sha256)
    if present is not None:
        work.files.discard(arrival.token)
        return present
    _refuse_too_many(work, proposal, slot)
    row = attached(work, proposal, slot.id, arrival)
    proposal.revision += 1
    work.session.flush()
    return row


def attached(work: Work, subject: Subject, field: str, arrival: Arrival) -> Attachment:
    """The row of a file that has arrived for this subject."""
    row = Attachment(
        proposal_id=subject.id,
        field=field,
        key=arrival.token,
        name=arrival.name,
        media_type=arrival.media_type,
        size=arrival.size,
        sha256=arrival.sha256,
        uploaded_by_id=work.actor.person_id,
        received_at=work.now,
        taken_at=arrival.taken_at,
        taken_where=arrival.taken_where,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _present(work: Work, proposal: Proposal, slot: Slot, sha256: str) -> Attachment | None:
    query = select(Attachment).filter_by(
        proposal_id=proposal.id, field=slot.id, sha256=sha256, removed_at=None
    )
    return work.session.scalars(query).first()


def _refuse_too_many(work: Work, proposal: Proposal, slot: Slot) -> None:
    count = select(func.count(Attachment.id)).where(
        Attachment.proposal_id == proposal.id,
        Attachment.field == slot.id,
        Attachment.removed_at.is_(None),
    )
    if (work.session.scalar(count) or 0) >= slot.max_count:
        text = _("“{field}”最多 {n} 个文件。", field=slot.label, n=slot.max_count)
        raise NotAllowed(text)


def remove(work: Work, proposal: Proposal, attachment_id: int) -> None:
    """Take a file out of the draft; frozen versions that cite it keep it."""
    lock_row(work, Proposal, proposal.id)
    row = work.session.get(Attachment, attachment_id)
    if row is None or row.proposal_id != proposal.id or row.removed_at is not None:
        raise NotFound
    _open_slot(work, proposal, row.field)
    row.removed_at = work.now
    proposal.revision += 1
    work.session.flush()


def one(work: Work, attachment_id: int) -> Attachment:
    """A file, if the actor may see it. Raises `NotFound`."""
    row = work.session.get(Attachment, attachment_id)
    if row is None:
        raise NotFound
    proposal = find.one(work, Proposal, row.proposal_id)
    if row.field.partition(".")[0] not in reading.visible_fields(work, proposal):
        raise NotFound
    return row
