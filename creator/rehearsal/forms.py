"""How somebody careful fills in the form of a step, by the types of its fields."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from creator.clock import local
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import PanelSeat, Review
from creator.models.subject import Subject
from creator.rehearsal.stage import effects_of
from creator.services import decisions
from creator.services.editions import programme
from creator.services.explaining import Offer, explain
from creator.services.stages import states_with
from creator.services.transitions import edition_of, fire
from creator.services.work import Work
from creator.workflow.parts import Field, Transition

_PROSE = "情况属实，按规定办理（示例）。"
_EMPTY: tuple[Any, ...] = (None, "", [])


def fill_in(work: Work, subject: Subject, transition: Transition) -> dict[str, Any]:
    """The step's form; a listing step as the rule of allocation says."""
    suggested: dict[str, Any] = {}
    if transition.form and isinstance(subject, Proposal):
        suggested = decisions.filled_in(work, subject, transition)
    found = {
        name: suggested.get(name) or _value(work, subject, field)
        for name, field in transition.form.items()
    }
    return {name: value for name, value in found.items() if value not in _EMPTY}


def _value(work: Work, subject: Subject, field: Field) -> Any:
    rules = programme(work, edition_of(work, subject))
    if field.type == "sections":
        return list(rules.correction.sections[:1] or (rules.form.sections[0].id,))
    if field.type == "choice":
        return next(iter(field.choices))
    if field.type == "expert" and isinstance(subject, Proposal):
        return free_expert(work, subject)
    first = rules.tiers[0]
    if field.type == "date":
        return (local(work.now).date() + timedelta(days=1)).isoformat()
    plain = {"line": "示例", "prose": _PROSE, "tier": first.id, "money": first.most}
    return plain.get(field.type)


def free_expert(work: Work, proposal: Proposal) -> int | None:
    """A seated expert to whom a further sheet on this proposal can be given."""
    edition = edition_of(work, proposal)
    seats = select(PanelSeat.expert_id).where(
        PanelSeat.edition_id == edition.id, PanelSeat.round == edition.round_index
    )
    for expert in work.session.scalars(seats.order_by(PanelSeat.seated_at, PanelSeat.expert_id)):
        if _substitution(work, proposal, expert) is not None:
            return expert
    return None


def _substitution(work: Work, proposal: Proposal, expert: int) -> Offer | None:
    offers = explain(work, proposal, data={"expert": expert})
    opening = (o for o in offers if o.allowed and "open_review" in effects_of(o.transition))
    return next(opening, None)


def short_of_sheets(work: Work, edition: Edition) -> list[Proposal]:
    """Proposals of the open round with fewer sheets than the panel has experts."""
    counted = select(Review.proposal_id, func.count(Review.id)).where(
        Review.edition_id == edition.id,
        Review.round == edition.round_index,
        Review.state.in_(states_with(work, edition, "review", "expected")),
    )
    rows = work.session.execute(counted.group_by(Review.proposal_id))
    sheets = {row[0]: row[1] for row in rows}
    marked = states_with(work, edition, "proposal", "in_round")
    panel = programme(work, edition).rounds[edition.round_index].panel
    query = select(Proposal).where(Proposal.edition_id == edition.id, Proposal.state.in_(marked))
    standing = work.session.scalars(query.order_by(Proposal.id))
    return [proposal for proposal in standing if sheets.get(proposal.id, 0) < panel]


def call_substitute(work: Work, proposal: Proposal) -> bool:
    """Give a further expert a sheet on a proposal that lost one."""
    expert = free_expert(work, proposal)
    offer = _substitution(work, proposal, expert) if expert is not None else None
    if offer is None:
        return False
    fire(work, proposal, offer.transition.id, data={"expert": expert})
    return True
