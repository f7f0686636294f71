"""The sponsor's confirmation (托管机构确认): it holds for the content that was confirmed."""

from creator.i18n import Text, _
from creator.models.proposal import Proposal
from creator.rules.step import Step
from creator.rules.times import shown
from creator.rules.versions import substance_digest


def stands(step: Step, proposal: Proposal) -> bool:
    """Whether the sponsor confirmed the application as it is now."""
    if proposal.sponsor_confirmed_at is None:
        return False
    return proposal.sponsor_digest == substance_digest(step, proposal)


def voided(step: Step, proposal: Proposal) -> Text | None:
    """That a confirmation has lapsed, for sponsor and applicant; None if none has."""
    at = proposal.sponsor_confirmed_at
    if at is None or stands(step, proposal):
        return None
    return _("托管机构于 {time} 确认之后，申报内容有改动，原确认失效。", time=shown(at))
