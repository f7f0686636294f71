"""What an open page saved last: its own earlier saves do not make it stale."""

from creator.models.outbox import IdempotencyRecord
from creator.services.work import Work

_KIND = "page:"


def left_by(work: Work, page: str) -> int | None:
    """The revision this page of this person saved last, if it saved before."""
    if not page:
        return None
    record = work.session.get(IdempotencyRecord, (_owner(work), _KIND + page))
    return int(record.answer["revision"]) if record else None


def note(work: Work, page: str, revision: int) -> None:
    """This page has just saved this revision."""
    if page:
        work.session.merge(
            IdempotencyRecord(
                actor=_owner(work),
                key=_KIND + page,
                request_digest="",
                answer={"revision": revision},
                created_at=work.now,
            )
        )


def _owner(work: Work) -> str:
    return str(work.actor.person_id or "public")
