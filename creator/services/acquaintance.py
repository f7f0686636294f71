"""Whom a host knows. A telephone number alone must tell no host a name, nor open an account.

People of several hosts share one instance and one row each: the row of whoever serves another host
too is that host's as well.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, func, select

from creator.models.organisation import Organisation
from creator.models.person import Appointment, Person
from creator.models.subject import Subject
from creator.rules.holding import in_force
from creator.services.work import Work

_OF_ORGANISATIONS = ("applicant", "sponsor")


def _appointments(*conditions: ColumnElement[bool]) -> Select[int]:
    """People with appointments that meet the condition, over each appointment's host."""
    return (
        select(Appointment.person_id)
        .outerjoin(Subject, Subject.id == Appointment.edition_id)
        .outerjoin(Organisation, Organisation.id == Appointment.organisation_id)
        .where(*conditions)
    )


_HOST: ColumnElement[int | None] = func.coalesce(
    Appointment.host_id, Subject.host_id, Organisation.host_id
)


def known_to(work: Work, host_id: int, people: Collection[int]) -> frozenset[int]:
    """Those who hold or held something with this host."""
    query = _appointments(Appointment.person_id.in_(people), _HOST.in_([host_id]))
    return frozenset(work.session.scalars(query))


def only_applies_to(work: Work, host_id: int, person: Person) -> bool:
    """Whether this person does nothing but apply, and to nobody but this host."""
    applies = and_(Appointment.role.in_(_OF_ORGANISATIONS), _HOST.in_([host_id]))
    query = _appointments(Appointment.person_id == person.id, in_force(work.now), ~applies)
    return work.session.scalar(query.limit(1)) is None
