"""Queueing letters with the step that causes them; `outbox.py` delivers them."""

from typing import Any

from sqlalchemy import insert

from creator.i18n import both
from creator.models.outbox import OutboxItem
from creator.models.subject import Subject
from creator.rules.requests import Act, Tell
from creator.services.work import Work

_QUEUE = insert(OutboxItem.bare())
ACTS_QUEUED = "acts_queued"
"""In `session.info` of a unit that queued acts: whoever opened it may carry them out at once."""


def queue_letters(work: Work, subject: Subject, tell: Tell, origin: int | str) -> None:
    """One outbox row per reader; the same origin never tells the same person twice.

    `origin` is the number of the request among those of a step, or names a timer or an item.
    """
    params = {name: _words(value) for name, value in tell.params.items()}
    items = []
    for person_id in dict.fromkeys(tell.people):
        key = f"letter:{subject.id}:{subject.seq}:{origin}:{person_id}"
        payload = {"person": person_id, "template": tell.template, "params": params}
        items.append(_item(work, subject.id, "letter", payload, key))
    if items:
        work.session.connection().execute(_QUEUE, items)


def _words(value: object) -> str | dict[str, str]:
    """What people typed stays as it is; whatever has words of its own is kept in both languages."""
    return value if isinstance(value, str) else both(value)


def queue_act(work: Work, cause: Subject, act: Act, ordinal: int) -> None:
    """An act on another subject, to be carried out in a unit of its own."""
    key = f"act:{cause.id}:{cause.seq}:{ordinal}"
    payload = {
        "trigger": act.trigger,
        "data": dict(act.data),
        "reason": act.reason,
        "cause": cause.id,
        "cause_type": cause.type,
    }
    work.session.connection().execute(_QUEUE, _item(work, act.subject_id, "act", payload, key))
    work.session.info[ACTS_QUEUED] = True


def _item(work: Work, subject_id: int, topic: str, payload: object, key: str) -> dict[str, Any]:
    return {
        "subject_id": subject_id,
        "topic": topic,
        "payload": payload,
        "dedupe_key": key,
        "next_try": work.now,
        "created_at": work.now,
        "simulated": work.actor.simulated,
    }
