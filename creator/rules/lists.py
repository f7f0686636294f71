"""The decision lists of an edition: which is open, what stands on them, in which order."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from creator.models.decision import Decision, DecisionItem
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.rules.notices import announced
from creator.rules.pins import marked
from creator.rules.step import Step


def open_list(step: Step) -> Decision | None:
    """The decision that can still be edited, if there is one."""
    query = select(Decision).where(
        in_edition(Decision, step.edition.id),
        Decision.state.in_(marked(step, "decision", "list_open")),
    )
    return step.session.scalars(query.order_by(Decision.id.desc())).first()


def waitlist_order(step: Step, tier: str) -> Sequence[Proposal]:
    """Waitlisted proposals of a tier (of all, where tiers are assigned: ""), in their order."""
    query = select(Proposal).where(
        in_edition(Proposal, step.edition.id),
        Proposal.tier_applied == tier,
        Proposal.state.in_(marked(step, "proposal", "on_waitlist")),
    )
    return step.session.scalars(query.order_by(Proposal.rank.nulls_last(), Proposal.id)).all()


def undecided(step: Step) -> Sequence[Proposal]:
    """Ranked proposals nobody has put on a list yet."""
    query = select(Proposal).where(
        in_edition(Proposal, step.edition.id),
        Proposal.state.in_(marked(step, "proposal", "undecided")),
    )
    return step.session.scalars(query.order_by(Proposal.rank.nulls_last(), Proposal.id)).all()


def award_items(step: Step, decision: Decision) -> Sequence[DecisionItem]:
    """The awards of a list in order of rank."""
    query = (
        select(DecisionItem)
        .where(DecisionItem.decision_id == decision.id, DecisionItem.outcome == "award")
        .options(joinedload(DecisionItem.proposal))
        .order_by(DecisionItem.position, DecisionItem.id)
    )
    return step.session.scalars(query).all()


def unannounced_decisions(step: Step) -> Sequence[Decision]:
    """Decisions ready to be published with the next notice, and on no notice yet.

    A published decision is moved on after the notice; until then its state does not tell.
    """
    known = announced(step.session, step.edition.id)
    query = select(Decision).where(
        in_edition(Decision, step.edition.id),
        Decision.state.in_(marked(step, "decision", "publishable")),
        Decision.ordinal.not_in(known),
    )
    return step.session.scalars(query.order_by(Decision.id)).all()
