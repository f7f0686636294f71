"""Guards of the plan after the award."""

from collections.abc import Iterator

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.money import Amount
from creator.rules import budgets, plans
from creator.rules.guards.registry import guard
from creator.rules.refusal import Refusal
from creator.rules.step import Step


@guard("award_as_requested", zh="批准金额与申请金额相同", en="the award equals the request")
def award_as_requested(step: Step) -> Iterator[Refusal]:
    proposal = step.subject
    if isinstance(proposal, Proposal) and plans.differs(step, proposal):
        text = _("批准 {amount}，申请 {requested}，预算须先改成批准的金额。",
                 amount=Amount(proposal.amount_fen or 0),
                 requested=Amount(proposal.requested_fen or 0))  # fmt: skip
        yield Refusal("plan.amount", text)


@guard("plan_fits_award", zh="预算合计等于批准金额", en="the budget comes to the award")
def plan_fits_award(step: Step) -> Iterator[Refusal]:
    proposal = step.subject
    if isinstance(proposal, Proposal):
        yield from budgets.broken(step.application, granted=proposal.amount_fen)
