"""Carrying out what transitions asked for: acts on other subjects, and letters.

Each item is handled in one unit of work, with the item marked in the same transaction, so an act
has its effect exactly once. The caller opens the units: `worker.py`, or a request after its own.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from creator.i18n import Text
from creator.models.outbox import OutboxItem
from creator.models.subject import Subject
from creator.services import mailbox, transitions
from creator.services.children import as_pseudo
from creator.services.work import Work

MOST_ATTEMPTS = 5
_WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


def waiting(session: Session, work: Work, *, limit: int = 50) -> Sequence[int]:
    """Ids of items due now, oldest first; only the first waiting one of each subject and topic.

    So a subject's acts keep their order, and so do the letters about it. A letter never waits for
    an act: it tells of a step that has been taken already.
    """
    earlier = aliased(OutboxItem)
    blocked = exists().where(
        earlier.subject_id == OutboxItem.subject_id,
        earlier.topic == OutboxItem.topic,
        earlier.status == "waiting",
        earlier.id < OutboxItem.id,
    )
    query = (
        select(OutboxItem.id)
        .where(OutboxItem.status == "waiting", OutboxItem.next_try <= work.now, ~blocked)
        .order_by(OutboxItem.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def handle(work: Work, item_id: int) -> bool:
    """Carry out one item; False when somebody else has it. Raises what the step raises."""
    item = _claim(work, item_id)
    if item is None:
        return False
    if item.topic == "act":
        _act(work, item)
    else:
        mailbox.deliver(work, item)
    item.status = "done"
    return True


def _claim(work: Work, item_id: int) -> OutboxItem | None:
    query = select(OutboxItem).where(OutboxItem.id == item_id, OutboxItem.status == "waiting")
    return work.session.scalars(query.with_for_update(skip_locked=True)).one_or_none()


def _act(work: Work, item: OutboxItem) -> None:
    payload = item.payload
    subject = work.session.get_one(Subject, item.subject_id)
    cause = work.session.get_one(Subject, payload["cause"])
    transitions.fire(
        as_pseudo(work, f"@{cause.type}"),
        subject,
        payload["trigger"],
        data=payload["data"],
        reason=payload["reason"],
        key=f"outbox:{item.id}",
        cause=cause,
    )


def failed(work: Work, item_id: int, problem: Text) -> None:
    """Note the failure and try later; after the last attempt tell the officers."""
    item = _claim(work, item_id)
    if item is None:
        return
    item.attempts += 1
    item.last_error = str(problem)
    if item.attempts < MOST_ATTEMPTS:
        item.next_try = work.now + _WAITS[min(item.attempts, len(_WAITS)) - 1]
        return
    item.status = "dead"
    subject = work.session.get_one(Subject, item.subject_id)
    mailbox.tell_officers(work, subject, "act_failed", problem, f"dead-{item.id}")


def dead_items(session: Session) -> Sequence[OutboxItem]:
    """Items given up: they need a person."""
    return session.scalars(select(OutboxItem).where(OutboxItem.status == "dead")).all()
