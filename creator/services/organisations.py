"""Organisations: registered by their credit code, or filed with a registrar and a sponsor."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from creator.i18n import _
from creator.identifiers import NotAnIdentifier, read_credit_code, read_phone
from creator.models.organisation import Organisation, OrganisationIdentifier
from creator.models.person import Appointment, Host, Person
from creator.programme.words import WORDS
from creator.rules.actors import member_of
from creator.rules.particulars import NUMBER_KIND, read_number
from creator.services import people
from creator.services.refused import Invalid, NotFound, NotYours
from creator.services.work import Work


@dataclass(frozen=True)
class Details:
    """What an organisation says of itself. `number` is a credit code or a filing number."""

    name: str
    legal_class: str
    number: str = ""
    registrar: str = ""
    responsible: str = ""
    mobile: str = ""
    address: str = ""
    founded_on: date | None = None
    expires_on: date | None = None
    sponsor_code: str = ""
    """Credit code of the sponsor, which must be registered already."""


def register(work: Work, host: Host, details: Details) -> Organisation:
    """Add an organisation and make whoever registers it (or is acted for) its applicant.

    Raises `Invalid` naming the field, and `NotYours` for the public. An organisation that is known
    already is not taken over: its contact gets a code from the officer.
    """
    person = work.actor.on_behalf_of or work.actor.person
    if person is None:
        raise NotYours(str(_("登录的人")))
    if details.legal_class not in WORDS["applicant_kind"]:
        raise Invalid("legal_class", _("请选择单位类别。"))
    number = _number(details)
    if number:
        _refuse_known(work, host, NUMBER_KIND[details.legal_class], number)
    organisation = _added(work, host, details)
    if number:
        identify(work, organisation, number, details)
    people.appoint(work, person, "applicant", organisation_id=organisation.id)
    return organisation


def _added(work: Work, host: Host, details: Details) -> Organisation:
    sponsor = _sponsor(work, host, details)
    organisation = Organisation(
        host_id=host.id,
        name=_needed("name", details.name),
        legal_class=details.legal_class,
        responsible=_needed("responsible", details.responsible),
        mobile=_phone(details.mobile),
        address=details.address.strip(),
        founded_on=details.founded_on,
        sponsor_id=sponsor.id if sponsor else None,
        created_at=work.now,
    )
    work.session.add(organisation)
    work.session.flush()
    if sponsor is not None:
        _appoint_sponsors(work, sponsor)
    return organisation


def _needed(field: str, written: str) -> str:
    if not written.strip():
        raise Invalid(field, _("请填写这一项。"))
    return written.strip()


def _phone(written: str) -> str:
    if not written.strip():
        return ""
    try:
        return read_phone(written).value
    except NotAnIdentifier as wrong:
        raise Invalid("mobile", wrong.text) from wrong


def _number(details: Details) -> str:
    kind = NUMBER_KIND.get(details.legal_class)
    if kind is None:
        return ""
    try:
        number = read_number(kind, _needed("number", details.number))
    except NotAnIdentifier as wrong:
        raise Invalid("number", wrong.text) from wrong
    if kind == "filing":
        _needed("registrar", details.registrar)
    return number


def _holder(work: Work, host_id: int, kind: str, number: str) -> Organisation | None:
    query = select(OrganisationIdentifier).filter_by(host_id=host_id, kind=kind, value=number)
    found = work.session.scalars(query).one_or_none()
    return work.session.get(Organisation, found.organisation_id) if found else None


def _refuse_known(work: Work, host: Host, kind: str, number: str) -> None:
    if _holder(work, host.id, kind, number) is not None:
        text = _("这个号码已有单位使用。如果是贵单位，请向经办人领取认领码，不要重复登记。")
        raise Invalid("number", text)


def _sponsor(work: Work, host: Host, details: Details) -> Organisation | None:
    if not details.sponsor_code.strip():
        return None
    try:
        code = read_credit_code(details.sponsor_code).value
    except NotAnIdentifier as wrong:
        raise Invalid("sponsor_code", wrong.text) from wrong
    found = _holder(work, host.id, "credit_code", code)
    if found is None or found.legal_class != "registered":
        raise Invalid("sponsor_code", _("没有找到这家托管机构，请先请它登记。"))
    return found


def _appoint_sponsors(work: Work, sponsor: Organisation) -> None:
    """Whoever speaks for the sponsor as an applicant also confirms for it."""
    for person in members(work, sponsor):
        people.appoint(work, person, "sponsor", organisation_id=sponsor.id)


def members(work: Work, organisation: Organisation) -> list[Person]:
    """The people who act for an organisation now."""
    query = (
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.organisation_id == organisation.id, Appointment.role == "applicant")
        .where(Appointment.ends_at.is_(None))
        .order_by(Person.id)
    )
    return list(work.session.scalars(query).unique())


def identify(
    work: Work, organisation: Organisation, number: str, details: Details
) -> OrganisationIdentifier:
    """Add a number: a filed group that registers later stays one organisation."""
    row = OrganisationIdentifier(
        host_id=organisation.host_id,
        organisation_id=organisation.id,
        kind=NUMBER_KIND[details.legal_class],
        value=number,
        registrar=details.registrar.strip(),
        expires_on=details.expires_on,
    )
    organisation.identifiers.append(row)
    work.session.flush()
    return row


def change(work: Work, organisation: Organisation, details: Details) -> None:
    """Correct what the organisation says of itself; name, class and number stay as they are.

    A sponsor can be named once; a later `expires_on` renews the number in force. Raises `Invalid`
    naming the field, and `NotYours`.
    """
    if not member_of(work.actor, "applicant", organisation.id):
        raise NotYours(str(_("申报单位")))
    host = work.session.get_one(Host, organisation.host_id)
    sponsor = _sponsor(work, host, details) if organisation.sponsor_id is None else None
    if sponsor is not None:
        organisation.sponsor = sponsor
        _appoint_sponsors(work, sponsor)
    organisation.responsible = _needed("responsible", details.responsible)
    organisation.mobile = _phone(details.mobile)
    organisation.address = details.address.strip()
    organisation.founded_on = details.founded_on
    if organisation.identifiers:
        organisation.identifiers[-1].expires_on = details.expires_on
    work.session.flush()


def one(work: Work, organisation_id: int) -> Organisation:
    """An organisation the actor applies for. Raises `NotFound`."""
    found = work.session.get(Organisation, organisation_id)
    if found is None or not member_of(work.actor, "applicant", organisation_id):
        raise NotFound
    return found


def mine(work: Work) -> list[Organisation]:
    """The organisations the actor applies for."""
    held = [a.organisation_id for a in work.actor.appointments if a.role == "applicant"]
    query = select(Organisation).where(Organisation.id.in_([id for id in held if id is not None]))
    return list(work.session.scalars(query.order_by(Organisation.id)))
