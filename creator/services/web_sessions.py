"""Signed-in browsers: rows that a cookie's token points to. Only the token's digest is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, select, update
from sqlalchemy.orm import Session

from creator.models.access import WebSession
from creator.models.person import Appointment, Person
from creator.rules.actors import STAFF_ROLES
from creator.rules.holding import in_force
from creator.rules.step import Actor
from creator.services.work import Work, actor_for


@dataclass(frozen=True)
class Door:
    """Where somebody comes in: what the browser says of itself, and for how long it may stay."""

    address: str
    user_agent: str = ""
    known: str = ""
    """Names a browser in which this person signed in before; empty for a strange one."""
    lasts: timedelta = timedelta(hours=12)
    stays: timedelta | None = None
    """How long the session lives when the person asked to stay signed in on this phone."""


@dataclass(frozen=True)
class Entered:
    """Somebody is in: `token` belongs into the cookie and is not kept anywhere else."""

    token: str
    person_id: int
    language: str
    stays: bool
    needs_password: bool = False


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_staff(actor: Actor) -> bool:
    """Whether they decide or pay: such people are never kept signed in for days."""
    return any(held.role in STAFF_ROLES for held in actor.appointments)


# Written once: it stands before every page.
_BEHIND_A_TOKEN = (
    select(WebSession, Person, Appointment)
    .join(Person, Person.id == WebSession.person_id)
    .outerjoin(Appointment, and_(Appointment.person_id == Person.id, in_force(bindparam("now"))))
    .where(WebSession.digest == bindparam("digest"))
    .order_by(Appointment.id)
)


def find(session: Session, token: str, now: datetime) -> tuple[WebSession, Actor] | None:
    """The row behind a token, over or not, and whose it is with the appointments in force.

    None for an unknown token; the public when the person was disabled. One query.
    """
    found = session.execute(_BEHIND_A_TOKEN, {"digest": digest_of(token), "now": now}).all()
    if not found:
        return None
    row, person = found[0][0], found[0][1]
    held = tuple(appointment for *_who, appointment in found if appointment is not None)
    return row, Actor() if person.disabled_at else Actor(person, held)


def begin(
    work: Work, person: Person, door: Door, *, strong: bool, due: bool = False, demo: bool = False
) -> Entered:
    """A new session with a new 256-bit token.

    `strong`: the password was just given. `due`: one must be chosen before anything else.
    """
    token = secrets.token_urlsafe(32)
    stays = door.stays is not None and not is_staff(actor_for(work.session, person, work.now))
    lasts = door.stays if stays and door.stays else door.lasts
    row = WebSession(
        digest=digest_of(token),
        person_id=person.id,
        created_at=work.now,
        seen_at=work.now,
        expires_at=work.now + lasts,
        strong_at=work.now if strong else None,
        password_due=due,
        user_agent=_fit(door.user_agent),
        demo=demo,
    )
    work.session.add(row)
    return Entered(token, person.id, person.language, stays, due)


def _fit(user_agent: str) -> str:
    return "".join(c for c in user_agent if c.isascii() and c.isprintable())[:200]


def seen(session: Session, digest: str, now: datetime) -> None:
    """Note that the browser was seen."""
    session.execute(update(WebSession).where(WebSession.digest == digest).values(seen_at=now))


def own(work: Work) -> Sequence[WebSession]:
    """The sessions of whoever asks, latest first."""
    return work.session.scalars(
        select(WebSession)
        .where(WebSession.person_id == work.actor.person_id, WebSession.expires_at > work.now)
        .order_by(WebSession.seen_at.desc(), WebSession.digest)
    ).all()


def end(work: Work, digest: str) -> None:
    """End one session of one's own; another's is not touched."""
    mine = WebSession.person_id == work.actor.person_id
    work.session.execute(delete(WebSession).where(WebSession.digest == digest, mine))


def end_all(work: Work, person_id: int, *, but: str | None = None) -> None:
    """End every session of a person, except the one with this digest."""
    rows = delete(WebSession).where(WebSession.person_id == person_id)
    work.session.execute(rows.where(WebSession.digest != but) if but else rows)


def sweep(work: Work) -> None:
    """Drop sessions that are over."""
    work.session.execute(delete(WebSession).where(WebSession.expires_at <= work.now))
