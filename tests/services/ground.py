"""The ground service tests stand on: a host with its people, and an edition of a shipped programme.

Everything is made through the services, at the test's own time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from creator.clock import SetClock
from creator.db import Database
from creator.home import home
from creator.models.edition import Edition
from creator.models.person import Host, Person
from creator.services import editions, people, worker
from creator.services.work import Work, actor_for

T = TypeVar("T")
BEFORE_THE_CALL = datetime(2016, 12, 26, 2, 0, tzinfo=UTC)
ROLES = ("officer", "approver", "adjudicator", "community")


@dataclass
class Ground:
    """A database with a host, one person per role, and a clock the test moves."""

    database: Database
    clock: SetClock
    people: dict[str, int] = field(default_factory=dict)
    host_id: int = 0

    def act(self, role: str, what: Callable[[Work], T]) -> T:
        """One unit of work by the person who holds this role."""
        return self.act_as(self.people[role], what)

    def act_as(self, person_id: int | None, what: Callable[[Work], T]) -> T:
        """One unit of work by this person (None: the public), with the password typed again."""

        def unit(session: Session) -> T:
            person = session.get(Person, person_id) if person_id else None
            now = self.clock.now()
            return what(Work(session, now, actor_for(session, person, now), signed=True))

        return self.database.write(unit)

    def settle(self) -> worker.Done:
        """Let everything due happen: acts, letters and timers."""
        return worker.drain(self.database, self.clock)

    def edition(self, programme="beilin", slug="beilin-2017", **adjust: object) -> int:
        """A new edition of a shipped programme, made by the officer."""
        text = (home() / f"workflows/programmes/{programme}.toml").read_text("utf-8")

        def make(work: Work) -> int:
            host = work.session.get_one(Host, self.host_id)
            return editions.create(work, host, text, slug=slug, adjustments=adjust).id

        return self.act("officer", make)


def with_people(database: Database, clock: SetClock | None = None) -> Ground:
    """A fresh ground: host, officer, approver, adjudicator and a community worker."""
    ground = Ground(database, clock or SetClock(BEFORE_THE_CALL))

    def settle_in(work: Work) -> None:
        host = people.add_host(work, "碑林区民政局（示例）", "610103")
        ground.host_id = host.id
        for number, role in enumerate(ROLES):
            person = people.find_or_add(work, role, f"1390000{number:04d}")
            people.appoint(work, person, role, host_id=host.id)
            ground.people[role] = person.id

    ground.act_as(None, settle_in)
    return ground


def edition_of(work: Work, edition_id: int) -> Edition:
    """The edition, in this unit of work."""
    return work.session.get_one(Edition, edition_id)
