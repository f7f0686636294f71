"""Who works on an edition: invited, given a code to come in, relieved of office. All of it logged.

A code opens the account of whoever it was made for. So an officer can have one made only for
people who hold offices with the officer's own hosts and nowhere else; and one for who decides on
officers' work is made by somebody else who decides.
"""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from creator.i18n import _
from creator.models.access import SignInCode
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.person import Appointment, ExpertProfile, Person
from creator.models.subject import Subject
from creator.rules.actors import DECIDING_ROLES, appointed
from creator.rules.refusal import Refusal
from creator.services import access_log
from creator.services.locking import lock_row
from creator.services.offices import need_officer
from creator.services.people import appoint, dismiss, find_or_add, issue_code
from creator.services.refused import Invalid, NotFound, NotYours, Refused
from creator.services.staff import OFFERED, held_here, in_force, one_of_staff
from creator.services.work import Work


@dataclass(frozen=True)
class Invitation:
    """Whom to appoint to what. `field`, `employer` and `max_load` are asked of experts."""

    name: str
    mobile: str
    role: str
    everywhere: bool = False
    """For all editions of the host, not for this one alone."""
    field: str = ""
    employer: str = ""
    max_load: int = 20


@dataclass(frozen=True)
class Invited:
    """Somebody was appointed; `code` is empty for those who can sign in already."""

    person: Person
    appointment: Appointment
    code: str


def invite(work: Work, edition: Edition, invitation: Invitation) -> Invited:
    """Appoint somebody, adding them if nobody has the number.

    Raises `Invalid` naming the field, `NotYours`, and `Refused` for appointing oneself.
    """
    need_officer(work, edition)
    if invitation.everywhere:
        _need_host_officer(work, edition)
    if invitation.role not in OFFERED:
        raise Invalid("role", _("请选择角色。"))
    lock_row(work, Edition, edition.id)
    person = _person(work, invitation)
    if person.id == work.actor.person_id:
        raise Refused([Refusal("appoint.self", _("不能给自己任命，请由另一位经办人办理。"))])
    scope = {"host_id": edition.host_id} if invitation.everywhere else {"edition_id": edition.id}
    held = appoint(work, person, invitation.role, **scope)
    if invitation.role == "expert":
        _profile(work, edition, person, invitation)
    access_log.note(work, edition, f"appointed:{held.role}:{person.id}")
    fresh = person.password_hash is None and _is_ours(work, person)
    return Invited(person, held, _new_code(work, edition, person) if fresh else "")


def _need_host_officer(work: Work, edition: Edition) -> None:
    if not may_appoint_everywhere(work, edition):
        raise NotYours(str(_("主办方的经办人")))


def may_appoint_everywhere(work: Work, edition: Edition) -> bool:
    """Whether the actor is an officer of the host, not of this edition alone."""
    return edition.host_id in _own_hosts(work)


def _own_hosts(work: Work) -> set[int | None]:
    held = work.actor.appointments
    return {a.host_id for a in held if a.role == "officer" and a.edition_id is None and a.host_id}


def _person(work: Work, invitation: Invitation) -> Person:
    person = find_or_add(work, invitation.name, invitation.mobile)
    if person.name != invitation.name:
        # The name on record is not told: it may be known to another host only.
        raise Invalid("name", _("这个号码已有人使用，姓名与所填的不一致。请核对号码和姓名。"))
    if person.disabled_at is not None:
        raise Invalid("mobile", _("这个号码的账号已停用。"))
    return person


def _profile(work: Work, edition: Edition, person: Person, invitation: Invitation) -> None:
    profile = work.session.get(ExpertProfile, (person.id, edition.host_id))
    if profile is None:
        pool = select(func.count()).where(ExpertProfile.host_id == edition.host_id)
        number = f"E{(work.session.scalar(pool) or 0) + 1:03d}"
        profile = ExpertProfile(person_id=person.id, host_id=edition.host_id, number=number)
        work.session.add(profile)
    profile.field, profile.employer = invitation.field, invitation.employer
    profile.max_load = invitation.max_load


def _is_ours(work: Work, person: Person) -> bool:
    """Whether everything this person may do belongs to hosts or editions of the actor's office."""
    query = (
        select(Appointment.edition_id, func.coalesce(Appointment.host_id, Subject.host_id,
                                                     Organisation.host_id))
        .outerjoin(Subject, Subject.id == Appointment.edition_id)
        .outerjoin(Organisation, Organisation.id == Appointment.organisation_id)
        .where(Appointment.person_id == person.id, in_force(work))
    )  # fmt: skip
    roles = DECIDING_ROLES if _decides(work, person) else ("officer",)
    offices = [a for a in work.actor.appointments if a.role in roles]
    hosts = {a.host_id for a in offices if a.edition_id is None} - {None}
    editions = {a.edition_id for a in offices} - {None}
    return all(
        host in hosts or edition in editions for edition, host in work.session.execute(query)
    )


def may_have_code(work: Work, edition: Edition, person: Person) -> Refusal | None:
    """Why no code can be made for this person, if so."""
    if person.id == work.actor.person_id:
        return Refusal("code.self", _("您已登录，可以直接修改密码。"))
    if _decides(work, person) and appointed(work.actor, "officer", edition):
        text = _(
            "此人审批或处理过经办人办理的事项，且已设密码。登录码须由不兼任经办人的另一位审批人、"
            "异议处理人或财务人员在“人员”页发放。"
        )
        return Refusal("code.decides", text)
    if not _is_ours(work, person):
        text = _("此人还在其他单位任职。请本人用已有密码登录；忘记密码时，向原发码单位领取登录码。")
        return Refusal("code.foreign", text)
    return None


def _decides(work: Work, person: Person) -> bool:
    """Whether a code would open a second pair of eyes: no officer makes it, for they could use it.

    Ended offices count too, or one would end the office, take the code and give the office back.
    Before the first password somebody has to let them in.
    """
    query = select(Appointment.id).where(
        Appointment.person_id == person.id, Appointment.role.in_(DECIDING_ROLES)
    )
    return person.password_hash is not None and work.session.scalar(query.limit(1)) is not None


def renew_code(work: Work, edition: Edition, person: Person) -> str:
    """A new code; those handed out before are worth nothing. Raises `Refused`, `NotYours`."""
    one_of_staff(work, edition, person.id)
    refusal = may_have_code(work, edition, person)
    if refusal is not None:
        raise Refused([refusal])
    return _new_code(work, edition, person)


def _new_code(work: Work, edition: Edition, person: Person) -> str:
    unused = update(SignInCode).where(
        SignInCode.person_id == person.id,
        SignInCode.purpose == "entry",
        SignInCode.used_at.is_(None),
        SignInCode.expires_at > work.now,
    )
    work.session.execute(unused.values(expires_at=work.now))
    access_log.note(work, edition, f"code:{person.id}")
    return issue_code(work, person, edition=edition)


def end(work: Work, edition: Edition, appointment_id: int) -> Appointment:
    """Relieve somebody of an office of this edition. Raises `NotFound`, `NotYours`, `Refused`."""
    need_officer(work, edition)
    lock_row(work, Edition, edition.id)
    query = select(Appointment).where(Appointment.id == appointment_id, held_here(edition))
    held = work.session.scalars(query.where(in_force(work))).one_or_none()
    if held is None:
        raise NotFound
    if held.edition_id is None:
        _need_host_officer(work, edition)
    if held.person_id == work.actor.person_id:
        raise Refused([Refusal("dismiss.self", _("不能解除自己的任命，请由另一位经办人办理。"))])
    dismiss(work, held)
    access_log.note(work, edition, f"relieved:{held.role}:{held.person_id}")
    return held
