"""Officers acting for an applicant (代办): for imported drafts that nobody has claimed yet.

Both are recorded: who acted, and on whose behalf.
"""

from dataclasses import replace

from creator.models.proposal import Proposal
from creator.rules.actors import appointed, member_of
from creator.services.organisations import members
from creator.services.work import Work


def standing_in(work: Work, proposal: Proposal) -> Work:
    """The work in the applicant's stead, where the officer may help; else the work as it is."""
    unclaimed = proposal.imported_row is not None and proposal.claimed_at is None
    if not unclaimed or not appointed(work.actor, "officer", proposal):
        return work
    if member_of(work.actor, "applicant", proposal.organisation_id):
        return work
    contact = next(iter(members(work, proposal.organisation)), None)
    if contact is None:
        return work
    return work.acting_as(replace(work.actor, on_behalf_of=contact), signed=work.signed)
