"""Who holds an office now: given for an edition alone, or for all editions of its host."""

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Select, and_, or_, select

from creator.models.edition import Edition
from creator.models.person import Appointment

Moment = datetime | BindParameter[datetime]


def not_ended(now: Moment) -> ColumnElement[bool]:
    """Appointments that have not ended, also those still to begin."""
    return or_(Appointment.ends_at.is_(None), Appointment.ends_at > now)


def in_force(now: Moment) -> ColumnElement[bool]:
    """Appointments that have begun and not ended."""
    return and_(Appointment.begins_at <= now, not_ended(now))


def held_in(edition: Edition) -> ColumnElement[bool]:
    """Appointments for this edition, or for its host as a whole."""
    of_host = and_(Appointment.host_id == edition.host_id, Appointment.edition_id.is_(None))
    return or_(Appointment.edition_id == edition.id, of_host)


def holders(edition: Edition, role: str, now: datetime) -> Select[int]:
    """Ids of the people who hold this office here now."""
    held = select(Appointment.person_id).where(held_in(edition), not_ended(now))
    return held.where(Appointment.role == role)
