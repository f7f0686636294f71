"""Frozen documents and uploaded files: what is kept is what was signed for."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.models.audit import AuditRow
from creator.models.decision import Decision, FrozenText, Notice
from creator.models.draw import DrawList
from creator.models.edition import ProgrammeVersion
from creator.models.proposal import Attachment, ImportBatch, Proposal, ProposalVersion
from creator.models.review import AssignmentRun, FrozenRanking, RoundResult
from creator.rules.digests import digest_of, list_digest
from creator.services.invariants.breach import Breach, marked
from creator.storage import Storage

_BATCH = 100
_BODIES: tuple[Any, ...] = (
    AssignmentRun,
    FrozenText,
    ProgrammeVersion,
    ProposalVersion,
    RoundResult,
    FrozenRanking,
)


def digests(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """The digest beside a frozen text is the digest of that text."""
    for model in _BODIES:
        table = model.__table__
        query = select(*table.primary_key.columns, table.c.body, table.c.digest)
        for row in session.execute(query, execution_options={"yield_per": _BATCH}):
            *key, body, digest = row
            if hashlib.sha256(body.encode()).hexdigest() != digest:
                yield _broken(table.name, *key)
    notices = select(Notice.id, Notice.content, Notice.digest)
    for notice_id, content, digest in session.execute(notices):
        if digest_of(content) != digest:
            yield _broken("notice", notice_id)


def _broken(*place: object) -> Breach:
    return Breach("document.digest", ":".join(map(str, place)), _("内容与其摘要不符。"))


def unsealed(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """The digest of what was decided upon stands in the audit chain of its subject."""
    sealed: tuple[tuple[Any, Any, Any], ...] = (
        (ProposalVersion, ProposalVersion.proposal_id, ProposalVersion.digest),
        (RoundResult, RoundResult.edition_id, RoundResult.digest),
        (FrozenRanking, FrozenRanking.edition_id, FrozenRanking.digest),
        (DrawList, DrawList.edition_id, DrawList.digest),
        (Notice, Notice.edition_id, Notice.digest),
        (Decision, Decision.id, Decision.digest),
        (Proposal, Proposal.id, func.nullif(Proposal.sponsor_digest, "")),
    )
    for model, subject_id, digest in sealed:
        there = select(AuditRow.seq).where(
            AuditRow.subject_id == subject_id, _says(AuditRow.body, digest)
        )
        for found in session.scalars(
            select(subject_id).where(digest.is_not(None), ~there.exists())
        ):
            where = f"{model.__tablename__}:{found}"
            yield Breach("document.unsealed", where, _("内容的摘要不在审计链上。"))


def lists(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """A list that was handed in is still that list, with the minutes and the scan it cites."""
    closed = Decision.digest.is_not(None), ~marked(session, "list_open", Decision)
    for decision in session.scalars(select(Decision).where(*closed).order_by(Decision.id)):
        if list_digest(decision) != decision.digest:
            where = f"decision:{decision.id}"
            yield Breach("decision.changed", where, _("名单在提交后被改动。"))


def _says(body: Any, digest: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = body.like("%" + digest + "%")
    return found


def files(session: Session, storage: Storage | None) -> Iterator[Breach]:
    """Every file of an application is there, with its size and content; none was changed."""
    if storage is None:
        return
    there = Attachment.removed_at.is_(None)
    query = select(Attachment.name, Attachment.key, Attachment.sha256, Attachment.size)
    for name, key, sha256, size in session.execute(query.where(there)):
        if _found(storage, key) != (sha256, size):
            yield Breach("file.lost", name, _("文件缺失或内容不符。"))
    batches = select(ImportBatch.name, ImportBatch.key, ImportBatch.sha256)
    for name, key, sha256 in session.execute(batches):
        # What a spreadsheet said is in the drafts made of it, so that it may be gone; not changed.
        if _found(storage, key)[0] not in ("", sha256):
            yield Breach("file.lost", name, _("文件缺失或内容不符。"))


def _found(storage: Storage, key: str) -> tuple[str, int]:
    try:
        with storage.path(key).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
    except FileNotFoundError:
        return "", 0
