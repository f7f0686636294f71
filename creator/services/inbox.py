"""The in-app inbox (站内信) of whoever is signed in."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from creator.models.outbox import Letter
from creator.services.refused import NotFound
from creator.services.work import Work


def letters(work: Work) -> Select[Letter]:
    """Letters to the actor, newest first."""
    mine = Letter.person_id == work.actor.person_id
    return select(Letter).where(mine).order_by(Letter.id.desc())


def unread(work: Work, *, limit: int = 5) -> Sequence[Letter]:
    """The newest letters not put away yet."""
    return work.session.scalars(letters(work).where(Letter.read_at.is_(None)).limit(limit)).all()


def one(work: Work, letter_id: int) -> Letter:
    """A letter to the actor. Raises `NotFound` for anybody else's."""
    found = work.session.scalars(letters(work).where(Letter.id == letter_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def mark_read(work: Work, letter_id: int) -> None:
    """The reader says they have read it: opening it alone writes nothing."""
    letter = one(work, letter_id)
    letter.read_at = letter.read_at or work.now
