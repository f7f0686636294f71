"""Whether somebody may act or look by virtue of an office, and what their own interests bar."""

from sqlalchemy import select

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.rules.actors import STAFF_ROLES, actor, appointed
from creator.rules.refusal import Refusal
from creator.rules.visibility import own_interests
from creator.services.refused import NotFound, NotYours, Refused
from creator.services.work import Work


def need_officer(work: Work, edition: Edition) -> None:
    """Raise `NotYours` unless the actor is an officer of this edition."""
    if not appointed(work.actor, "officer", edition):
        raise NotYours(str(actor.words["officer"].doc))


def is_staff_of(work: Work, edition: Edition) -> bool:
    """Whether the actor holds an office in this edition."""
    return any(appointed(work.actor, role, edition) for role in STAFF_ROLES)


def need_staff(work: Work, edition: Edition) -> None:
    """Raise `NotFound` unless the actor holds an office in this edition, as for a foreign page."""
    if not is_staff_of(work, edition):
        raise NotFound


def own_conflicts(work: Work, edition: Edition) -> frozenset[int]:
    """Proposals of the edition in which the actor has an interest: declared, or a member's."""
    if work.actor.person_id is None:
        return frozenset()
    mine = Proposal.id.in_(own_interests(work.actor))
    query = select(Proposal.id).where(mine, in_edition(Proposal, edition.id))
    return frozenset(work.session.scalars(query))


def need_no_interest_in(work: Work, proposal: Proposal) -> None:
    """Raise `NotFound` for somebody with an interest in this proposal: to their office it is not
    there."""
    if proposal.id in own_conflicts(work, work.session.get_one(Edition, proposal.edition_id)):
        raise NotFound


def need_no_interest(work: Work, edition: Edition) -> None:
    """Raise `Refused` for somebody with an interest in one of the proposals.

    A ranking cannot be shown in part: the gap, the sums and the lines would tell the rest.
    """
    if own_conflicts(work, edition):
        text = _("您与本届某个申报项目有利益关系，评分和排名由其他经办人办理。")
        raise Refused([Refusal("office.interest", text)])
