"""Who may see which rows, as queries: what a person may not see is not in the result at all.

Lists, counts, exports and single look-ups all start from these.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from creator.models.decision import Decision, Notice, Objection
from creator.models.edition import Amendment, Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.review import Interest, Review, RoundResult
from creator.models.subject import Subject
from creator.rules.actors import STAFF_ROLES
from creator.rules.step import Actor

_BY_OFFICE = (*STAFF_ROLES, "community", "coach")


@dataclass(frozen=True)
class Held:
    """What of an appointment decides what its holder may see."""

    role: str
    host_id: int | None
    edition_id: int | None
    organisation_id: int | None


@dataclass(frozen=True)
class Viewer:
    """What of an actor decides what they may see. Equal viewers see the same rows."""

    person_id: int | None
    appointments: tuple[Held, ...]


def viewer(actor: Actor) -> Viewer:
    """The actor as a value, so that queries written for them once can be found again."""
    held = (
        Held(one.role, one.host_id, one.edition_id, one.organisation_id)
        for one in actor.appointments
    )
    return Viewer(actor.person_id, tuple(held))


def staff_of(actor: Actor | Viewer, *, roles: tuple[str, ...] = STAFF_ROLES) -> ColumnElement[bool]:
    """Subjects of the hosts and editions where the person holds one of the staff roles."""
    hosts = {a.host_id for a in actor.appointments if a.role in roles and a.edition_id is None}
    editions = {a.edition_id for a in actor.appointments if a.role in roles and a.edition_id}
    ways = [Subject.host_id.in_(hosts - {None})] if hosts else []
    if editions:
        ways += [Subject.edition_id.in_(editions), Subject.id.in_(editions)]
    return or_(*ways) if ways else false()


def organisations_of(actor: Actor | Viewer, role: str) -> set[int]:
    """Organisations for which the person holds this role."""
    held = (a.organisation_id for a in actor.appointments if a.role == role)
    return {organisation for organisation in held if organisation is not None}


def own_interests(actor: Actor | Viewer) -> Select[int]:
    """Proposals in which the person has an interest: a member's or sponsor's, or declared."""
    organisations = organisations_of(actor, "applicant") | organisations_of(actor, "sponsor")
    declared = select(Interest.proposal_id).where(Interest.expert_id == (actor.person_id or 0))
    if not organisations:
        return declared
    return select(Proposal.id).where(
        or_(Proposal.organisation_id.in_(organisations), Proposal.id.in_(declared))
    )


def of_others(actor: Actor | Viewer) -> ColumnElement[bool]:
    """Subjects other than those, and what hangs on those, in which the person has an interest.

    For lists of an office: an own application stands among one's own, in words for applicants.
    """
    own = own_interests(actor)
    return and_(Subject.id.not_in(own), func.coalesce(Subject.parent_id, 0).not_in(own))


def visible_editions(actor: Actor | Viewer) -> Select[Edition]:
    """Published editions for everybody; the others for those appointed to them."""
    editions = {a.edition_id for a in actor.appointments if a.edition_id}
    ways = [Edition.announced_at.is_not(None), staff_of(actor)]
    if editions:
        ways.append(Edition.id.in_(editions))
    return select(Edition).where(or_(*ways))


def visible_proposals(actor: Actor | Viewer) -> Select[Proposal]:
    """Staff see their editions'; applicants and sponsors their own; experts what they review."""
    # Only the ways that can lead somewhere for this person: each costs a look at every row.
    if actor.person_id is None:
        return select(Proposal).where(false())
    held = {one.role for one in actor.appointments}
    ways: list[ColumnElement[bool]] = []
    if "supervisor" in held:
        ways.append(Proposal.supervisor_id == actor.person_id)
    if "expert" in held:
        ways.append(Proposal.id.in_(_reviewed(actor)))
    if own := organisations_of(actor, "applicant"):
        ways.append(Proposal.organisation_id.in_(own))
    if sponsored := organisations_of(actor, "sponsor"):
        of_sponsor = select(Organisation.id).where(Organisation.sponsor_id.in_(sponsored))
        ways.append(Proposal.organisation_id.in_(of_sponsor))
    if held & set(_BY_OFFICE):
        # Not, through their office, what their own organisation applied for.
        office = staff_of(actor, roles=_BY_OFFICE)
        ways.insert(0, and_(office, Proposal.organisation_id.not_in(own)) if own else office)
    return select(Proposal).where(or_(false(), *ways))


def _reviewed(actor: Actor | Viewer) -> Select[int]:
    """Proposals an expert reads now: no interest in them, and their round still open."""
    conflicted = exists().where(
        Interest.expert_id == Review.expert_id, Interest.proposal_id == Review.proposal_id
    )
    closed = exists().where(
        RoundResult.edition_id == Review.edition_id, RoundResult.round == Review.round
    )
    mine = visible_reviews(actor).where(~conflicted, ~closed)
    return mine.with_only_columns(Review.proposal_id)


def visible_reviews(actor: Actor | Viewer) -> Select[Review]:
    """An expert's own sheets; the marks of their states still decide what may be opened."""
    if actor.person_id is None:
        return select(Review).where(false())
    return select(Review).where(Review.expert_id == actor.person_id)


def visible_decisions(actor: Actor | Viewer) -> Select[Decision]:
    return select(Decision).where(staff_of(actor))


def visible_notices(actor: Actor | Viewer) -> Select[Notice]:
    """Notices are public."""
    return select(Notice)


def visible_amendments(actor: Actor | Viewer) -> Select[Amendment]:
    """Staff see drafts; everybody the issued ones."""
    return select(Amendment).where(or_(Amendment.issued_at.is_not(None), staff_of(actor)))


def visible_objections(actor: Actor | Viewer) -> Select[Objection]:
    """Staff without a post in the contested applicant, and whoever filed them."""
    mine = Objection.objector_id == actor.person_id if actor.person_id else false()
    return select(Objection).where(
        or_(and_(staff_of(actor), Objection.parent_id.not_in(own_interests(actor))), mine)
    )
