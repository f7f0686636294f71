"""The same request sent twice acts once and is answered twice alike.

Looked up only after the subject's row is locked: earlier, two copies of a request would both find
nothing.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select

from creator.db.lean import ask
from creator.models.outbox import IdempotencyRecord
from creator.services.refused import KeyReused
from creator.services.work import Work
from creator.workflow.definition import canonical

_KNOWN = select(IdempotencyRecord.request_digest, IdempotencyRecord.answer).where(
    IdempotencyRecord.actor == bindparam("owner"), IdempotencyRecord.key == bindparam("sent")
)
_KEEP = insert(IdempotencyRecord.bare())


def digest_of(content: Mapping[str, Any]) -> str:
    """sha256 over the canonical JSON of a request."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def answered(work: Work, key: str, request: str) -> dict[str, Any] | None:
    """The answer given to this key before. Raises `KeyReused` if the content was another."""
    record = ask(work.session, _KNOWN, {"owner": _owner(work), "sent": key}).one_or_none()
    if record is None:
        return None
    if record.request_digest != request:
        raise KeyReused
    told: dict[str, Any] = record.answer
    return told


def remember(work: Work, key: str, request: str, answer: dict[str, Any]) -> None:
    """Keep the answer with the change it belongs to."""
    record = {"actor": _owner(work), "key": key, "request_digest": request}
    work.session.connection().execute(_KEEP, {**record, "answer": answer, "created_at": work.now})


def _owner(work: Work) -> str:
    return work.actor.pseudo or str(work.actor.person_id or "public")
