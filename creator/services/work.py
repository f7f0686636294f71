"""A piece of work: one person, one moment, one transaction. Services take it first."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.models.person import Appointment, Person
from creator.rules.holding import in_force
from creator.rules.step import Actor
from creator.storage import Storage


@dataclass
class Work:
    """What a service needs to know. `now` is read once, so a request sees one moment only."""

    session: Session
    now: datetime
    actor: Actor = field(default_factory=Actor)
    storage: Storage | None = None
    signed: bool = False
    """Whether the password was typed again for this request, as signing asks."""
    request_id: str = field(default_factory=lambda: uuid4().hex)

    @property
    def files(self) -> Storage:
        """The store of uploads. Raises `LookupError` in a work that has none."""
        if self.storage is None:
            raise LookupError("this work has no storage")
        return self.storage

    def acting_as(self, actor: Actor, *, signed: bool = False) -> "Work":
        """The same transaction and moment, in somebody else's name."""
        return replace(self, actor=actor, signed=signed)


def actor_for(
    session: Session,
    person: Person | None,
    now: datetime,
    *,
    on_behalf_of: Person | None = None,
    simulated: bool = False,
) -> Actor:
    """A person as an actor, with the appointments in force at `now`; None is the public."""
    if person is None:
        return Actor(simulated=simulated)
    query = select(Appointment).where(Appointment.person_id == person.id, in_force(now))
    held = session.scalars(query).all()
    return Actor(person, tuple(held), on_behalf_of=on_behalf_of, simulated=simulated)
