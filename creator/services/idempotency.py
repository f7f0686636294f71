"""The same request sent twice acts once and is answered twice alike.

Looked up only after the subject's row is locked: earlier, two copies of a request would both find
nothing.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from creator.models.outbox import IdempotencyRecord
from creator.services.refused import KeyReused
from creator.services.work import Work
from creator.workflow.definition import canonical


def digest_of(content: Mapping[str, Any]) -> str:
    """sha256 over the canonical JSON of a request."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def answered(work: Work, key: str, request: str) -> dict[str, Any] | None:
    """The answer given to this key before. Raises `KeyReused` if the content was another."""
    record = work.session.get(IdempotencyRecord, (_owner(work), key))
    if record is None:
        return None
    if record.request_digest != request:
        raise KeyReused
    return record.answer


def remember(work: Work, key: str, request: str, answer: dict[str, Any]) -> None:
    """Keep the answer with the change it belongs to."""
    work.session.add(
        IdempotencyRecord(
            actor=_owner(work),
            key=key,
            request_digest=request,
            answer=answer,
            created_at=work.now,
        )
    )


def _owner(work: Work) -> str:
    return work.actor.pseudo or str(work.actor.person_id or "public")
