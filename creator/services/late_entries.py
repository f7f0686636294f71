"""Bringing a late application into the open round: who reads it, who declared for it.

Joining itself is a step of the application's lifecycle; its guard asks for what is made here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import defer, joinedload

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.review import Assignment, Interest, LateDeclaration, PanelSeat
from creator.rules import late_entries
from creator.rules.panels import assigned, has_declared
from creator.rules.refusal import Refusal
from creator.services.locking import lock_row
from creator.services.offices import need_officer
from creator.services.panels import my_seat
from creator.services.refused import NotFound, Refused
from creator.services.stages import states_with
from creator.services.work import Work


@dataclass(frozen=True)
class Waiting:
    """A late application as the officer sees it: how many read it, who has yet to declare."""

    proposal: Proposal
    readers: int
    undeclared: Sequence[Person]


def waiting(work: Work, edition: Edition) -> list[Waiting]:
    """Applications that could still join the open round, by case number."""
    need_officer(work, edition)
    found = late_entries.late(work.session, edition)
    readers = assigned(work.session, edition.id, late_entries.FIRST) if found else {}
    return [
        Waiting(
            proposal,
            len(readers.get(proposal.id, ())),
            late_entries.undeclared(work.session, edition, proposal.id),
        )
        for proposal in found
    ]


def mine(work: Work, edition: Edition) -> list[Proposal]:
    """Late applications the actor is to read and has not declared for."""
    ids = [proposal.id for proposal in late_entries.late(work.session, edition)]
    if not ids:
        return []
    person = work.actor.person_id
    said = select(LateDeclaration.proposal_id).where(LateDeclaration.expert_id == person)
    query = select(Proposal).join(Assignment, Assignment.proposal_id == Proposal.id).where(
        Assignment.edition_id == edition.id,
        Assignment.round == late_entries.FIRST,
        Assignment.expert_id == person,
        Proposal.id.in_(ids),
        Proposal.id.not_in(said),
    )  # fmt: skip
    return list(work.session.scalars(query.order_by(Proposal.number, Proposal.id)))


def asked(work: Work, editions: Iterable[Edition]) -> Sequence[Proposal]:
    """The same over all editions, for those who have declared over the whole list: one query."""
    waiting = [
        and_(Proposal.edition_id == one.id, Proposal.state.in_(_joining(work, one)))
        for one in editions
        if late_entries.round_running(work.session, one)
    ]
    if not waiting:
        return []
    person = work.actor.person_id
    said = select(LateDeclaration.proposal_id).where(LateDeclaration.expert_id == person)
    seated = and_(
        PanelSeat.edition_id == Assignment.edition_id,
        PanelSeat.expert_id == Assignment.expert_id,
        PanelSeat.round == Assignment.round,
    )
    query = (
        select(Proposal)
        .join(Assignment, Assignment.proposal_id == Proposal.id)
        .join(PanelSeat, seated)
        .options(joinedload(Proposal.organisation), defer(Proposal.answers))
        .where(
            or_(*waiting),
            Assignment.round == late_entries.FIRST,
            Assignment.expert_id == person,
            PanelSeat.declared_at.is_not(None),
            Proposal.id.not_in(said),
        )
    )
    return work.session.scalars(query.order_by(Proposal.id)).all()


def _joining(work: Work, edition: Edition) -> frozenset[str]:
    """States in which an application waits to join the open round."""
    states = states_with(work, edition, "proposal", "enters_round")
    return states - states_with(work, edition, "proposal", "scored")


def one_of_mine(work: Work, edition: Edition, proposal_id: int) -> Proposal:
    """The late application the actor is asked about. Raises `NotFound` for any other."""
    found = next((one for one in mine(work, edition) if one.id == proposal_id), None)
    if found is None:
        raise NotFound
    return found


def declare(
    work: Work, edition: Edition, proposal_id: int, *, interested: bool, note: str = ""
) -> None:
    """The actor has an interest in this late application, or has none.

    With an interest somebody else must read it. Raises `NotFound` for an application the actor is
    not asked about, `Refused` before the declaration over the whole list.
    """
    my_seat(work, edition, late_entries.FIRST)
    lock_row(work, Edition, edition.id)
    proposal = one_of_mine(work, edition, proposal_id)
    expert = work.actor.person_id or 0
    if not has_declared(work.session, edition.id, expert):
        text = _("请先在申报单位名单上申报利益关系，再评分。")
        raise Refused([Refusal("interest.undeclared", text)])
    pair = {"edition_id": edition.id, "expert_id": expert, "proposal_id": proposal.id}
    work.session.add(LateDeclaration(**pair, declared_at=work.now))
    if interested:
        recorded = Interest(**pair, kind="declared", note=note.strip(), recorded_at=work.now)
        work.session.merge(recorded)
        work.session.execute(
            delete(Assignment).where(
                Assignment.round == late_entries.FIRST,
                *(getattr(Assignment, name) == value for name, value in pair.items()),
            )
        )
    work.session.flush()
