"""Files of an application: checked by content, stored under a random key, named as they came."""

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from sqlalchemy import func, select

from creator.db import UnfitText, fit_line
from creator.i18n import Label, _
from creator.models.proposal import Attachment, Proposal
from creator.programme.programme import Programme
from creator.rules.hearings import evidence_fields
from creator.rules.programmes import programme_of
from creator.services import file_kinds, find, photographs, proposals, reading
from creator.services.file_kinds import FileKind, NotAllowed
from creator.services.locking import lock_row
from creator.services.refused import Invalid, NotFound, NotYours
from creator.services.transitions import edition_of
from creator.services.work import Work
from creator.storage import NotStored, Received, Storage

_LONGEST_NAME = 200
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
    try:
        kind = file_kinds.kind_by_name(name, slot.kinds)
        with _nothing_left(work.files) as kept:
            return _taken(work, proposal, slot, kind, stream, _clean_name(name), kept)
    except (NotStored, NotAllowed, UnfitText) as refused:
        raise Invalid(slot_id, refused.text) from refused


def _open_slot(work: Work, proposal: Proposal, slot_id: str) -> Slot:
    slot = slots(programme_of(work.session, edition_of(work, proposal))).get(slot_id)
    if slot is None:
        raise Invalid(slot_id[:60], _("申报书里没有这一项。"))
    if not proposals.may_edit(work, proposal):
        raise NotYours(str(_("申报单位")))
    if slot.section not in proposals.editable_sections(work, proposal):
        raise Invalid(slot_id, _("“{field}”现在不能修改。", field=slot.label))
    return slot


@contextmanager
def _nothing_left(storage: Storage) -> Iterator[list[str]]:
    """Names of files written so far; all are discarded if the block does not end well."""
    kept: list[str] = []
    try:
        yield kept
    except BaseException:
        for token in kept:
            storage.discard(token)
        raise


def _taken(
    work: Work,
    proposal: Proposal,
    slot: Slot,
    kind: FileKind,
    stream: IO[bytes],
    name: str,
    kept: list[str],
) -> Attachment:
    received = _received(work.files, stream, slot.max_bytes, kept)
    file_kinds.check(work.files.path(received.token), kind)
    taken_at = taken_where = ""
    if kind.word == "image":
        photograph = photographs.cleaned(work.files.path(received.token), kind.media_type)
        taken_at, taken_where = photograph.taken_at, photograph.taken_where
        original, most = received, max(slot.max_bytes, len(photograph.content))
        received = _received(work.files, io.BytesIO(photograph.content), most, kept)
        work.files.discard(original.token)
    present = _present(work, proposal, slot, received.sha256)
    if present is not None:
        work.files.discard(received.token)
        return present
    _refuse_too_many(work, proposal, slot)
    row = Attachment(
        proposal_id=proposal.id,
        field=slot.id,
        key=received.token,
        name=name,
        media_type=kind.media_type,
        size=received.size,
        sha256=received.sha256,
        uploaded_by_id=work.actor.person_id,
        received_at=work.now,
        taken_at=taken_at,
        taken_where=taken_where,
    )
    work.session.add(row)
    proposal.revision += 1
    work.session.flush()
    return row


def _received(storage: Storage, stream: IO[bytes], most: int, kept: list[str]) -> Received:
    received = storage.receive(stream, most)
    kept.append(received.token)
    if not received.size:
        raise NotAllowed(_("文件是空的。请重新选择。"))
    storage.keep(received.token)
    return received


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


def _clean_name(name: str) -> str:
    """The name as it came, Chinese and all, without folders, short enough to store."""
    plain = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    suffix = PurePath(plain).suffix
    return fit_line(plain.removesuffix(suffix)[: _LONGEST_NAME - len(suffix)] + suffix)


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
