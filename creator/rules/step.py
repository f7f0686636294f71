"""A step under judgement: everything guards and effects may look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.calendar import WorkCalendar
from creator.models.edition import Edition
from creator.models.person import Appointment, Person
from creator.models.proposal import Proposal, ProposalVersion
from creator.models.subject import Subject
from creator.programme.programme import Programme
from creator.rules.application import Application
from creator.rules.calendar import work_calendar
from creator.rules.programmes import programme_of
from creator.workflow.definition import Definition
from creator.workflow.parts import Transition


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with the appointments in force, or a pseudo-actor such as `@clock`."""

    person: Person | None = None
    appointments: Sequence[Appointment] = ()
    pseudo: str = ""
    """`@clock`, `@children:review`, `@decision` …; empty for people and for the public."""
    on_behalf_of: Person | None = None
    simulated: bool = False
    """True for acts of a rehearsal or of a demo's "let the others act"."""

    @property
    def person_id(self) -> int | None:
        return self.person.id if self.person else None


@dataclass
class Step:
    """One transition of one subject by one actor, before it is allowed."""

    session: Session
    now: datetime
    subject: Subject
    edition: Edition
    actor: Actor
    definition: Definition
    transition: Transition
    data: Mapping[str, Any] = field(default_factory=dict)
    """The transition's form: money in 分, tiers and choices as ids. Empty when only explained."""
    reason: str = ""
    outcome: str | None = None
    cause: Subject | None = None
    audit_root: str = ""
    frozen: ProposalVersion | None = None
    """The version that this very step froze: it is stored when the step has moved."""

    @cached_property
    def programme(self) -> Programme:
        """The rules of the edition as they are in force."""
        return programme_of(self.session, self.edition)

    @cached_property
    def application(self) -> Application:
        """The form of the application this step is about, as it is filled in now.

        Raises `TypeError` for a step of something else.
        """
        if not isinstance(self.subject, Proposal):
            raise TypeError(f"{self.subject.type} is not an application")
        return Application.of(self.session, self.programme, self.subject)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return work_calendar(self.session)

    @cached_property
    def parent(self) -> Subject:
        """The subject that opened this one. Raises `LookupError` where there is none."""
        found = self.session.scalar(select(Subject).where(Subject.id == self.subject.parent_id))
        if found is None:
            raise LookupError(f"{self.subject.type} {self.subject.id} has no parent")
        return found

    def marked(self, mark: str) -> bool:
        """Whether the subject's present state carries this mark."""
        return self.definition.has(self.subject.state, mark)
