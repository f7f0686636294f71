"""Demo instances: a clock that can jump, links that can be used again. Nowhere else.

The clock's offset is kept in the database, so that all processes and a restart agree on it.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.clock import Clock, SystemClock
from creator.db import Database
from creator.i18n import _
from creator.models.access import SignInCode, WebSession
from creator.models.instance import Setting
from creator.models.person import Person
from creator.models.timer import Timer
from creator.rules.refusal import Refusal
from creator.rules.step import Actor
from creator.services.people import digest_of_code
from creator.services.refused import Refused
from creator.services.work import Work

_NAME = "demo"
_LIFETIME = timedelta(days=3650)


@dataclass
class DemoClock:
    """The system's clock, moved by as much as the demo was moved."""

    database: Database
    system: Clock = field(default_factory=SystemClock)

    def now(self) -> datetime:
        with self.database.reading() as session:
            kept = session.get(Setting, _NAME)
            ahead = int(kept.value.get("seconds", 0)) if kept else 0
        return self.system.now() + timedelta(seconds=ahead)


def open_window(work: Work) -> None:
    """Mark the instance as a demo."""
    work.session.merge(Setting(name=_NAME, value={"seconds": 0}))


def unit(session: Session, now: datetime) -> Work:
    """A work of nobody in particular, marked as simulated."""
    return Work(session, now, Actor(simulated=True))


def is_demo(work: Work) -> bool:
    return work.session.get(Setting, _NAME) is not None


def issue_links(work: Work, person: Person) -> str:
    """A sign-in code that can be used again and again. Raises `LookupError` outside a demo."""
    if not is_demo(work):
        raise LookupError("links are for demo instances only")
    code = secrets.token_hex(12).upper()
    work.session.add(
        SignInCode(
            digest=digest_of_code(code),
            person_id=person.id,
            purpose="demo",
            issued_at=work.now,
            expires_at=work.now + _LIFETIME,
        )
    )
    return code


def next_deadline(work: Work) -> datetime | None:
    """When the clock does something next."""
    query = select(Timer.due_at).where(Timer.status == "armed", Timer.due_at > work.now)
    found: datetime | None = work.session.scalar(query.order_by(Timer.due_at).limit(1))
    return found


def _carry_sessions(work: Work, step: timedelta) -> None:
    """Nobody was idle in the days that were skipped: whoever is signed in stays so."""
    for row in work.session.scalars(select(WebSession).where(WebSession.expires_at > work.now)):
        row.created_at += step
        row.seen_at += step
        row.expires_at += step
        if row.strong_at is not None:
            row.strong_at += step


def jump(work: Work) -> datetime:
    """Move the demo's clock just past the next deadline. Raises `Refused` if there is none."""
    kept = work.session.get(Setting, _NAME)
    due = next_deadline(work)
    if kept is None or due is None:
        raise Refused([Refusal("demo.no_deadline", _("前面没有期限了。"))])
    step = timedelta(seconds=int((due - work.now).total_seconds()) + 1)
    kept.value = {"seconds": int(kept.value.get("seconds", 0) + step.total_seconds())}
    _carry_sessions(work, step)
    return due.astimezone(UTC)
