"""The result of a project as its applicant was told of it: what the letter said, and no more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from creator.i18n import Label, Text, _
from creator.models.decision import DecisionItem, Notice
from creator.models.proposal import Proposal
from creator.money import Amount
from creator.programme.programme import Programme
from creator.rules import outcomes
from creator.rules.actors import member_of
from creator.rules.disclosure import scores_for_applicant
from creator.rules.pins import load
from creator.rules.times import At
from creator.services import veil
from creator.services.todos import DUE_AT
from creator.services.work import Work
from creator.workflow.parts import Transition


@dataclass(frozen=True)
class Result:
    """What stands in the letter: of an award its amount, of a refusal its reason."""

    outcome: Text
    amount: Amount | None = None
    tier: Label | None = None
    place: int | None = None
    scores: Text | None = None
    reason: str | Label = ""
    notice_id: int | None = None


def result(work: Work, proposal: Proposal, programme: Programme) -> Result | None:
    """What was announced to the applicant and still holds; None for anybody else.

    Behind the veil it depends on nothing but what has been announced.
    """
    if not member_of(work.actor, "applicant", proposal.organisation_id):
        return None
    told = outcomes.told(work.session, [proposal.id]).get(proposal.id)
    definition = load(work.session, proposal.definition_hash)
    scores = scores_for_applicant(programme, proposal)
    notice_id = told.decision.notice_id if told else None
    if proposal.remedy_ends_at is not None and definition.has(proposal.state, "refused"):
        reason = told.said if told and told.outcome == "refusal" else ""
        return Result(_("未立项"), scores=scores, reason=reason, notice_id=notice_id)
    behind = veil.is_veil(definition, proposal.state)
    if told is None or told.outcome == "refusal":
        return None  # a refusal that an objection has overturned
    if told.outcome == "waitlist":
        waiting = Result(_("候补"), place=told.position, scores=scores, notice_id=notice_id)
        return waiting if behind else None
    if behind and _withdrawn(work, told):
        return Result(_("公示已撤销，重新定档"), notice_id=notice_id)
    if not behind and not definition.has(proposal.state, "holds_money"):
        return None
    tier = programme.tier(told.tier or "")
    return Result(
        _("立项") if definition.has(proposal.state, "counts_as_awarded") else _("拟立项"),
        amount=Amount(told.amount_fen or 0),
        tier=tier.label if tier else None,
        scores=scores,
        notice_id=notice_id,
    )


def _withdrawn(work: Work, told: DecisionItem) -> bool:
    notice = work.session.get_one(Notice, told.decision.notice_id)
    return load(work.session, notice.definition_hash).states[notice.state].final == "failure"


def offered(work: Work, proposal: Proposal, transition: Transition) -> Text | None:
    """How much is accepted with this step, and until when; None where nothing is."""
    if proposal.state not in transition.sources:
        return None  # not there yet: nobody is told what may come
    definition = load(work.session, proposal.definition_hash)
    leads_on = all(
        definition.has(target, "counts_as_awarded") for target in transition.targets(proposal.state)
    )
    waits = definition.has(proposal.state, "to_accept")
    if not (waits and leads_on) or proposal.amount_fen is None:
        return None
    due = _due(work, proposal)
    amount = Amount(proposal.amount_fen)
    if due is None:
        return _("资助金额 {amount}。", amount=amount)
    return _("资助金额 {amount}。请在 {due} 前接受立项。", amount=amount, due=At(due))


def _due(work: Work, proposal: Proposal) -> datetime | None:
    row = work.session.execute(select(Proposal.id, DUE_AT).where(Proposal.id == proposal.id)).one()
    due: datetime | None = row[1]
    return due
