"""Import of a summary sheet (申报汇总表): uploaded, looked through, put right, stored as a whole.

Nothing of a sheet is stored before every faulty row is corrected or left out with a reason. What
the officer changed is kept in the batch beside the file, never written into it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from creator.i18n import _
from creator.intake.error_sheet import error_sheet
from creator.intake.package import LARGEST_FILE
from creator.intake.understanding import NotReadable
from creator.intake.words import cleaned
from creator.models.edition import Edition
from creator.models.proposal import ImportBatch
from creator.rules.actors import appointed
from creator.rules.refusal import Refusal
from creator.services import adoption, idempotency, offices, previews
from creator.services.adoption import Claim
from creator.services.locking import lock_row
from creator.services.previews import Preview
from creator.services.refused import Invalid, NotFound, Refused, Stale
from creator.services.work import Work
from creator.storage import NotStored, Readable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Confirmed:
    """What was stored. `claims` hold codes that are shown this once; repeated: none."""

    stored: int
    claims: tuple[Claim, ...] = ()


def upload(
    work: Work, edition: Edition, name: str, stream: Readable, *, again: bool = False
) -> ImportBatch:
    """Take a file for an edition, readable or not at all.

    The same bytes uploaded and not yet stored give the same batch again; stored already, they are
    refused (`Refused`) unless `again`. Raises `NotYours`, `Invalid` naming `file`.
    """
    offices.need_officer(work, edition)
    try:
        received = work.files.receive(stream, LARGEST_FILE)
    except NotStored as refused:
        raise Invalid("file", refused.text) from refused
    try:
        found = _same(work, edition, received.sha256)
        if found is not None and found.confirmed_at is not None and not again:
            raise Refused([_doubled(found)])
        if found is not None and found.confirmed_at is None:
            work.files.discard(received.token)
            return found
        return _keep(work, edition, name, received.token, received.sha256)
    except BaseException:
        work.files.discard(received.token)
        raise


def _keep(work: Work, edition: Edition, name: str, token: str, sha256: str) -> ImportBatch:
    batch = ImportBatch(
        edition_id=edition.id,
        name=cleaned(name)[-200:],
        key=work.files.keep(token),
        sha256=sha256,
        exclusions={},
        corrections={},
        drafts={},
        uploaded_by_id=work.actor.person_id,
        uploaded_at=work.now,
    )
    try:
        preview(work, batch)
    except NotReadable as wrong:
        raise Invalid("file", _("{text}{remedy}", text=wrong.text, remedy=wrong.remedy)) from wrong
    work.session.add(batch)
    work.session.flush()
    return batch


def _same(work: Work, edition: Edition, sha256: str) -> ImportBatch | None:
    query = select(ImportBatch).filter_by(edition_id=edition.id, sha256=sha256)
    return work.session.scalars(query.order_by(ImportBatch.id.desc())).first()


def _doubled(batch: ImportBatch) -> Refusal:
    text = _("这份文件已作为“{name}”导入过，共 {n} 个项目。", name=batch.name, n=batch.stored)
    return Refusal("import.doubled", text, "file")


def find(work: Work, batch_id: int) -> ImportBatch:
    """A batch of an edition whose officer the actor is. Raises `NotFound`."""
    batch = work.session.get(ImportBatch, batch_id)
    if batch is None or not appointed(work.actor, "officer", _edition(work, batch)):
        raise NotFound
    return batch


def batches(work: Work, edition: Edition) -> list[ImportBatch]:
    """The batches of an edition, newest first. Raises `NotYours`."""
    offices.need_officer(work, edition)
    query = select(ImportBatch).where(ImportBatch.edition_id == edition.id)
    return list(work.session.scalars(query.order_by(ImportBatch.id.desc())))


def preview(work: Work, batch: ImportBatch) -> Preview:
    """How the batch reads now, with the officer's exclusions and corrections."""
    with work.files.open(batch.key) as stream:
        data = stream.read()
    return previews.examine(
        work,
        _edition(work, batch),
        data,
        batch.name,
        exclusions={int(row): reason for row, reason in batch.exclusions.items()},
        corrections=batch.corrections,
    )


def errors(work: Work, batch: ImportBatch) -> bytes:
    """The sheet that goes back to whoever filled it in: rows not taken, why, and what to do."""
    return errors_of(preview(work, batch), stored=batch.confirmed_at is not None)


def errors_of(seen: Preview, *, stored: bool = False) -> bytes:
    """The same of a preview; once the others are `stored`, only the rows left out remain."""
    reasons: Mapping[int, str] = {row.number: row.excluded or "" for row in seen.excluded}
    rows = tuple(row for row in seen.understanding.rows if not stored or row.number in reasons)
    return error_sheet(replace(seen.understanding, rows=rows), list(reasons), reasons)


def confirm(
    work: Work, batch: ImportBatch, *, key: str | None = None, seen: str | None = None
) -> Confirmed:
    """Store every row that is not left out, all together.

    `seen` is the digest of the preview the officer looked at. Raises `Refused` with every row that
    stands in the way, or when the batch is stored already under another key, and `Stale`.
    """
    lock_row(work, Edition, batch.edition_id)
    request = idempotency.digest_of({"import": batch.id}) if key else ""
    if key and (answer := idempotency.answered(work, key, request)) is not None:
        return Confirmed(int(answer["stored"]))
    lock(work, batch)
    found = preview(work, batch)
    if seen is not None and seen != found.digest:
        raise Stale
    if found.obstacles:
        raise Refused(found.obstacles)
    drafts = adoption.adopt(work, _edition(work, batch), found.ready)
    batch.drafts = {str(row): draft for row, draft in drafts.items()}
    batch.confirmed_at, batch.stored = work.now, len(drafts)
    if key:
        idempotency.remember(work, key, request, {"stored": batch.stored})
    log.info("import batch=%s stored=%s request=%s", batch.id, batch.stored, work.request_id)
    return Confirmed(batch.stored, tuple(adoption.claims(work, list(drafts.values()))))


def new_codes(work: Work, batch: ImportBatch) -> list[Claim]:
    """Codes for the contacts whose drafts nobody has claimed yet; those handed out before end."""
    offices.need_officer(work, _edition(work, batch))
    return adoption.claims(work, [int(draft) for draft in batch.drafts.values()])


def _edition(work: Work, batch: ImportBatch) -> Edition:
    return work.session.get_one(Edition, batch.edition_id)


def lock(work: Work, batch: ImportBatch) -> None:
    """Lock a batch that may still change; one that is stored may not."""
    offices.need_officer(work, _edition(work, batch))
    if batch.id is not None:
        query = select(ImportBatch).where(ImportBatch.id == batch.id).with_for_update()
        work.session.flush()
        work.session.execute(query.execution_options(populate_existing=True))
    if batch.confirmed_at is not None:
        text = _("这份文件已经导入，不能再改。")
        raise Refused([Refusal("import.confirmed", text)])
