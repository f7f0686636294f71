"""A sponsor's confirmations that have lapsed, because what was confirmed has changed since."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.rules import sponsorship
from creator.rules.application import Application, files_of_each
from creator.rules.pins import load
from creator.rules.programmes import programme_of
from creator.rules.visibility import organisations_of
from creator.services.transitions import edition_of, step_for
from creator.services.work import Work
from creator.workflow.definition import Definition

ROLE = "sponsor"
_PARTICULARS = (
    selectinload(Organisation.identifiers),
    joinedload(Organisation.sponsor).selectinload(Organisation.identifiers),
)
"""What a confirmation covers of the applicant, besides the application."""


def lapsed(work: Work, editions: Iterable[Edition]) -> Iterator[Proposal]:
    """Applications which the actor, for a sponsor, has confirmed and has to confirm again."""
    sponsored = organisations_of(work.actor, ROLE)
    if not sponsored:
        return
    query = (
        select(Proposal)
        .join(Proposal.organisation)
        .options(joinedload(Proposal.organisation).options(*_PARTICULARS))
        .where(
            Organisation.sponsor_id.in_(sponsored),
            Proposal.sponsor_confirmed_at.is_not(None),
            or_(*_confirmable(work, editions)),
        )
        .order_by(Proposal.id)
    )
    found = work.session.scalars(query).all()
    files = files_of_each(work.session, [proposal.id for proposal in found])
    for proposal in found:
        definition = load(work.session, proposal.definition_hash)
        step = step_for(work, proposal, _confirming(definition, proposal.state)[0])
        programme = programme_of(work.session, edition_of(work, proposal))
        # Put in here, so that a step does not ask for the files of one application at a time.
        step.application = Application(programme, proposal.answers, files[proposal.id])
        if sponsorship.voided(step, proposal) is not None:
            yield proposal


def _confirmable(work: Work, editions: Iterable[Edition]) -> Iterator[ColumnElement[bool]]:
    """Where a sponsor may confirm; one condition for all editions that run alike."""
    for pin in sorted({edition.definitions["proposal"] for edition in editions}):
        definition = load(work.session, pin)
        states = [state for state in definition.states if _confirming(definition, state)]
        yield and_(Proposal.definition_hash == pin, Proposal.state.in_(states))


def _confirming(definition: Definition, state: str) -> list[str]:
    return [step.id for step in definition.exits(state) if ROLE in step.by]
