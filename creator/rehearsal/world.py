"""A world to rehearse in: a database, a clock that stands where it is put, and people who act."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from creator.clock import Clock, SetClock
from creator.db import Database
from creator.models.edition import Edition
from creator.models.person import Appointment, Person
from creator.services.work import Work, actor_for
from creator.storage import Storage

T = TypeVar("T")


@dataclass
class World:
    """Everything simulated people share.

    `seed` decides every choice and every delay; nothing depends on numbers the database gives.
    """

    database: Database
    storage: Storage
    clock: Clock
    seed: int = 1
    edition_id: int = 0
    host_id: int = 0
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        # The seed makes a rehearsal repeatable; nothing secret hangs on it.
        self.random = Random(self.seed)  # noqa: S311

    @property
    def hand(self) -> SetClock:
        """The clock, where it may be set. Raises `TypeError` for a clock that runs by itself."""
        if not isinstance(self.clock, SetClock):
            raise TypeError("this clock cannot be set")
        return self.clock

    def act(self, person_id: int | None, what: Callable[[Work], T]) -> T:
        """One unit of work by a person (None: the public)."""
        return self.database.write(lambda session: what(self._work(session, person_id)))

    def look(self, what: Callable[[Work], T]) -> T:
        """Read something, as nobody in particular."""
        with self.database.reading() as session:
            return what(self._work(session, None))

    def _work(self, session: Session, person_id: int | None) -> Work:
        person = session.get(Person, person_id) if person_id else None
        now = self.clock.now()
        actor = actor_for(session, person, now, simulated=True)
        return Work(session, now, actor, storage=self.storage, signed=True)

    def edition(self, work: Work) -> Edition:
        """The edition that is rehearsed."""
        return work.session.get_one(Edition, self.edition_id)

    def staff(self, role: str) -> int:
        """The first person who holds this role for the host. Raises `LookupError` for none."""
        found = self.look(lambda work: work.session.scalar(self._holding(role)))
        if found is None:
            raise LookupError(f"nobody is {role}")
        return found

    def _holding(self, role: str) -> Select[int]:
        scope = or_(Appointment.host_id == self.host_id, Appointment.edition_id == self.edition_id)
        query = select(Appointment.person_id).where(Appointment.role == role, scope)
        return query.where(Appointment.ends_at.is_(None)).order_by(Appointment.id).limit(1)
