"""People: added, appointed, and invited with a single-use code."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select

from creator.identifiers import NotAnIdentifier, read_email, read_phone
from creator.models.access import SignInCode
from creator.models.edition import Edition
from creator.models.person import Appointment, Host, Person
from creator.rules.actors import ROLES
from creator.services.refused import Invalid, NotFound
from creator.services.work import Work

CODE_LIFETIME = timedelta(days=7)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: codes are read out on the phone


def find_or_add(work: Work, name: str, mobile: str, *, email: str | None = None) -> Person:
    """The person with this number; a new one if nobody has it. Raises `Invalid`."""
    try:
        number = read_phone(mobile).value
    except NotAnIdentifier as wrong:
        raise Invalid("mobile", wrong.text) from wrong
    found = work.session.scalars(select(Person).where(Person.mobile == number)).one_or_none()
    if found is None:
        found = Person(mobile=number, name=name, email=email, created_at=work.now)
        work.session.add(found)
        work.session.flush()
    return found


def change_email(work: Work, written: str) -> str | None:
    """Where the actor's letters also go by mail; empty for nowhere. Raises `Invalid`."""
    person = work.actor.person
    if person is None:
        raise NotFound
    try:
        person.email = read_email(written) if written.strip() else None
    except NotAnIdentifier as wrong:
        raise Invalid("email", wrong.text) from wrong
    work.session.flush()
    return person.email


def appoint(
    work: Work,
    person: Person,
    role: str,
    *,
    host_id: int | None = None,
    edition_id: int | None = None,
    organisation_id: int | None = None,
) -> Appointment:
    """Give a role from now on. Appointing the same role and scope twice changes nothing."""
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}")
    scope = {"host_id": host_id, "edition_id": edition_id, "organisation_id": organisation_id}
    query = select(Appointment).filter_by(person_id=person.id, role=role, ends_at=None, **scope)
    held = work.session.scalars(query).first()
    if held is None:
        held = Appointment(
            person_id=person.id,
            role=role,
            begins_at=work.now,
            appointed_by_id=work.actor.person_id,
            **scope,
        )
        work.session.add(held)
        work.session.flush()
    return held


def dismiss(work: Work, appointment: Appointment) -> None:
    """End an appointment now; what was done under it stays."""
    appointment.ends_at = work.now


def issue_code(
    work: Work, person: Person, *, purpose: str = "entry", edition: Edition | None = None
) -> str:
    """A new single-use code for a person; it is shown once, only its digest is kept."""
    code = "".join(secrets.choice(_ALPHABET) for _n in range(26))
    work.session.add(
        SignInCode(
            digest=digest_of_code(code),
            person_id=person.id,
            purpose=purpose,
            issued_by_id=work.actor.person_id,
            edition_id=edition.id if edition else None,
            issued_at=work.now,
            expires_at=work.now + CODE_LIFETIME,
        )
    )
    return code


def digest_of_code(code: str) -> str:
    """What is kept of a code: sha256 of its letters and digits."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def add_host(work: Work, name: str, region: str = "") -> Host:
    """A host (主办方) of this instance."""
    host = Host(name=name, region=region)
    work.session.add(host)
    work.session.flush()
    return host
