"""Requests and messages: what was answered was done, what was queued was delivered, once."""

from collections.abc import Iterator

from sqlalchemy import literal, select
from sqlalchemy.orm import Session
from sqlalchemy.types import String

from creator.i18n import _
from creator.models.audit import AuditRow
from creator.models.outbox import IdempotencyRecord, Letter, OutboxItem
from creator.models.person import Person
from creator.services.invariants.breach import Breach
from creator.storage import Storage

_BATCH = 500


def answers(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """A step acknowledged under a request key is in the chain, as it was acknowledged."""
    query = select(IdempotencyRecord.actor, IdempotencyRecord.key, IdempotencyRecord.answer)
    for batch in session.execute(query, execution_options={"yield_per": _BATCH}).partitions():
        steps = {(row.actor, row.key): row.answer["head"] for row in batch if "head" in row.answer}
        there = set(
            session.scalars(select(AuditRow.hash).where(AuditRow.hash.in_(set(steps.values()))))
        )
        for (actor, key), head in steps.items():
            if head not in there:
                text = _("已答复的请求没有对应的审计记录。")
                yield Breach("request.lost", f"{actor}:{key}", text)


def delivered(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """A message marked as handled had its effect: the step was taken, the letter is there."""
    done = select(OutboxItem.id).where(OutboxItem.status == "done")
    key = literal("outbox:", String) + OutboxItem.id.cast(String)
    acted = select(IdempotencyRecord.key).where(IdempotencyRecord.key == key)
    for item_id in session.scalars(done.where(OutboxItem.topic == "act", ~acted.exists())):
        yield Breach("outbox.act", f"outbox:{item_id}", _("标为已办，但没有对应的步骤。"))
    written = select(Letter.id).where(Letter.outbox_id == OutboxItem.id)
    letters = done.where(OutboxItem.topic == "letter", ~written.exists())
    # A letter to somebody whose account was closed is not written.
    closed = session.scalars(select(Person.id).where(Person.disabled_at.is_not(None))).all()
    readers = letters.where(OutboxItem.payload["person"].as_integer().not_in(closed))
    for item_id in session.scalars(readers):
        yield Breach("outbox.letter", f"outbox:{item_id}", _("标为已送达，但没有站内信。"))
