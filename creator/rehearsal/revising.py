"""An applicant brings the budget to the amount that was awarded."""

from creator.models.proposal import Proposal
from creator.programme.programme import Programme
from creator.rehearsal import spending
from creator.rules.application import Application
from creator.services import proposals
from creator.services.editions import programme
from creator.services.transitions import edition_of
from creator.services.work import Work


def revise(work: Work, proposal: Proposal) -> bool:
    """Make the lines add up to the award; True when something was changed."""
    if not proposals.may_edit(work, proposal):
        return False
    rules = programme(work, edition_of(work, proposal))
    wanted = _budgets(work, rules, proposal)
    if all(proposal.answers.get(id) == lines for id, lines in wanted.items()):
        return False
    before = proposal.revision
    return proposals.save(work, proposal, wanted) != before


def _budgets(work: Work, rules: Programme, proposal: Proposal) -> dict[str, object]:
    application = Application.of(work.session, rules, proposal)
    own = application.role("own_funding") or 0
    return {
        field.id: spending.lines(
            rules, proposal.amount_fen or 0, own, int(field.min) if field.min else 1
        )
        for field in application.of_type("budget")
    }
