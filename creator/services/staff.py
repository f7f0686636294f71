"""The people of an edition: who holds which office here, and whether they have come in yet."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select

from creator.models.access import SignInCode
from creator.models.edition import Edition
from creator.models.person import Appointment, ExpertProfile, Person
from creator.rules import holding
from creator.rules.actors import DECIDING_ROLES, appointed
from creator.services.offices import need_officer
from creator.services.refused import NotFound
from creator.services.work import Work

OFFERED = (
    "officer",
    "approver",
    "adjudicator",
    "expert",
    "supervisor",
    "community",
    "coach",
    "observer",
    "entrant",
)
"""Roles an officer gives to people; applicants and sponsors come with their organisation.

An entrant is let in to register one: the role opens no page that others do not have.
"""


def in_force(work: Work) -> ColumnElement[bool]:
    """Appointments that have not ended."""
    return holding.not_ended(work.now)


def held_here(edition: Edition) -> ColumnElement[bool]:
    """Offices of this edition: given for it alone, or for all editions of its host."""
    return and_(Appointment.role.in_(OFFERED), holding.held_in(edition))


def holders(work: Work, edition: Edition, role: str) -> Select[int]:
    """Ids of the people who hold this office here now, whether for this edition or its host."""
    return holding.holders(edition, role, work.now)


def shown(work: Work, edition: Edition) -> tuple[str, ...]:
    """The roles of the list of people the actor sees. Raises `NotYours`."""
    if appointed(work.actor, "officer", edition):
        return OFFERED
    if not any(appointed(work.actor, role, edition) for role in DECIDING_ROLES):
        need_officer(work, edition)
    return tuple(role for role in OFFERED if role in DECIDING_ROLES)


def staff(work: Work, edition: Edition, role: str = "") -> Select[Person]:
    """People who hold an office of this edition (`role`: that one), by name.

    Officers see all of them; who decides sees the others who do, to hand them codes.
    """
    held = select(Appointment.person_id).where(held_here(edition), in_force(work))
    held = held.where(Appointment.role.in_(shown(work, edition)))
    if role:
        held = held.where(Appointment.role == role)
    return select(Person).where(Person.id.in_(held)).order_by(Person.name, Person.id)


def lapsed(work: Work, edition: Edition) -> Select[Person]:
    """Those of them who never came in and whose codes have all expired, by name."""
    unused = select(SignInCode.digest).where(
        SignInCode.person_id == Person.id, SignInCode.used_at.is_(None)
    )
    waits = unused.where(SignInCode.expires_at > work.now)
    query = staff(work, edition).where(Person.password_hash.is_(None))
    query = query.where(unused.exists(), ~waits.exists())
    return query.where(Person.disabled_at.is_(None))


def counts(work: Work, edition: Edition) -> dict[str, int]:
    """Role -> how many people hold it here."""
    people = func.count(Appointment.person_id.distinct())
    query = select(Appointment.role, people).where(held_here(edition), in_force(work))
    found = {row[0]: row[1] for row in work.session.execute(query.group_by(Appointment.role))}
    return {role: found[role] for role in shown(work, edition) if role in found}


def one_of_staff(work: Work, edition: Edition, person_id: int) -> Person:
    """Somebody who holds an office here. Raises `NotFound`."""
    found = work.session.scalars(staff(work, edition).where(Person.id == person_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


@dataclass
class Held:
    """What the list says of one person."""

    appointments: list[Appointment] = field(default_factory=list)
    profile: ExpertProfile | None = None
    code_waits: bool = False
    code_ended_at: datetime | None = None
    """When the newest code expired that nobody used."""


def held_by(work: Work, edition: Edition, people: Collection[Person]) -> dict[int, Held]:
    """Person id -> offices here, entry in the expert pool, whether a code waits. Three queries."""
    ids = [person.id for person in people]
    found = {id: Held() for id in ids}
    offices = select(Appointment).where(Appointment.person_id.in_(ids), held_here(edition))
    for held in work.session.scalars(offices.where(in_force(work)).order_by(Appointment.id)):
        found[held.person_id].appointments.append(held)
    pool = select(ExpertProfile).where(ExpertProfile.person_id.in_(ids))
    for profile in work.session.scalars(pool.where(ExpertProfile.host_id == edition.host_id)):
        found[profile.person_id].profile = profile
    unused = select(SignInCode.person_id, func.max(SignInCode.expires_at)).where(
        SignInCode.person_id.in_(ids), SignInCode.used_at.is_(None)
    )
    for id, ends_at in work.session.execute(unused.group_by(SignInCode.person_id)):
        found[id].code_waits = ends_at > work.now
        found[id].code_ended_at = None if ends_at > work.now else ends_at
    return found
