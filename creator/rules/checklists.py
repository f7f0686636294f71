"""The screening check list (形式审查清单) of a proposal."""

from sqlalchemy import select

from creator.models.proposal import ChecklistAnswer, Proposal
from creator.programme.programme import Programme
from creator.programme.screening import CheckItem
from creator.rules.step import Step


def items_for(step: Step) -> list[CheckItem]:
    """The items that apply to this applicant's class."""
    proposal = step.subject
    legal = proposal.organisation.legal_class if isinstance(proposal, Proposal) else ""
    return items_of(step.programme, legal)


def items_of(programme: Programme, legal_class: str) -> list[CheckItem]:
    """The items that apply to a class of applicants."""
    items = programme.screening.items
    return [item for item in items if not item.classes or legal_class in item.classes]


def answers_for(step: Step) -> dict[str, ChecklistAnswer]:
    """Item id -> answer, for the version now before the officer; older answers do not count."""
    proposal = step.subject
    if not isinstance(proposal, Proposal):
        return {}
    query = select(ChecklistAnswer).where(
        ChecklistAnswer.proposal_id == proposal.id, ChecklistAnswer.version == proposal.version
    )
    return {answer.item: answer for answer in step.session.scalars(query)}
