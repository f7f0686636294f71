"""What an organisation won before: the last edition's winners may be treated apart."""

from sqlalchemy import select

from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.step import Step


def last_edition(step: Step) -> Edition | None:
    """The host's edition of the same kind whose call closed last before this one opened."""
    own = step.programme
    query = select(Edition).where(Edition.host_id == step.edition.host_id)
    earlier = [
        (programme.calendar.call_closes, edition.id, edition)
        for edition in step.session.scalars(query)
        if edition.id != step.edition.id
        for programme in [programme_of(step.session, edition)]
        if programme.kind == own.kind and programme.calendar.call_closes <= own.calendar.call_opens
    ]
    return max(earlier, default=(None, None, None))[2]


def won_last_time(step: Step, organisation_id: int) -> bool:
    """Whether the organisation has an award in the last edition."""
    edition = last_edition(step)
    if edition is None:
        return False
    awarded = pinned(step.session, edition, "proposal").marked("counts_as_awarded")
    query = select(Proposal.id).where(
        Proposal.edition_id == edition.id,
        Proposal.organisation_id == organisation_id,
        Proposal.state.in_(awarded),
    )
    return step.session.scalar(query.limit(1)) is not None
