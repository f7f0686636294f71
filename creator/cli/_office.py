"""In whose name, and for which edition or host, a command acts."""

from sqlalchemy import select

from creator.i18n import _, listed
from creator.identifiers import NotAnIdentifier, read_phone
from creator.models.edition import Edition
from creator.models.person import Appointment, Host, Person
from creator.rules.actors import appointed
from creator.rules.step import Actor
from creator.services.refused import Invalid
from creator.services.work import Work, actor_for


def edition_named(work: Work, slug: str) -> Edition:
    """The edition of this public name; whoever runs commands sees all. Raises `Invalid`."""
    found = work.session.scalars(select(Edition).where(Edition.slug == slug)).one_or_none()
    if found is None:
        raise Invalid("edition", _("没有“{slug}”这一届。", slug=slug))
    return found


def host_named(work: Work, name: str) -> Host:
    """The host of this name, or the only one. Raises `Invalid`."""
    hosts = work.session.scalars(select(Host).order_by(Host.id)).all()
    chosen = [one for one in hosts if not name or one.name == name]
    if len(chosen) != 1:
        names = listed(one.name for one in hosts)
        raise Invalid("host", _("请用 --host 指定主办方：{names}。", names=names))
    return chosen[0]


def as_officer(work: Work, edition: Edition, mobile: str) -> Work:
    """The same work in the name of the edition's officer with this number, or the only one.

    What a command does is audited like what a page does: it needs a name. Raises `Invalid`.
    """
    wanted = _number(mobile) if mobile else None
    found = [
        one for one in _officers(work, edition)
        if one.person is not None and wanted in (None, one.person.mobile)
    ]  # fmt: skip
    if len(found) != 1:
        raise Invalid("officer", _("请用 --officer 指定本届的一位经办人（手机或座机号码）。"))
    return work.acting_as(found[0])


def _officers(work: Work, edition: Edition) -> list[Actor]:
    held = select(Appointment.person_id).where(Appointment.role == "officer")
    query = select(Person).where(Person.id.in_(held), Person.disabled_at.is_(None))
    people = work.session.scalars(query.order_by(Person.id)).unique()
    actors = [actor_for(work.session, person, work.now) for person in people]
    return [one for one in actors if appointed(one, "officer", edition)]


def _number(written: str) -> str:
    try:
        return read_phone(written).value
    except NotAnIdentifier as wrong:
        raise Invalid("officer", wrong.text) from wrong
