"""What is frozen of an application at each submission: immutable, numbered, digested."""

from typing import Any

from creator.models.organisation import Organisation
from creator.models.proposal import Proposal, ProposalVersion
from creator.rules.digests import digest_of
from creator.rules.step import Step
from creator.workflow.definition import canonical


def snapshot(organisation: Organisation) -> dict[str, Any]:
    """The applicant as it was: names and responsible person may change later."""
    sponsor = organisation.sponsor
    return {
        "id": organisation.id,
        "name": organisation.name,
        "legal_class": organisation.legal_class,
        "identifier": organisation.identifier,
        "responsible": organisation.responsible,
        "sponsor": {"name": sponsor.name, "identifier": sponsor.identifier} if sponsor else None,
    }


def content(step: Step, proposal: Proposal) -> dict[str, Any]:
    """The application as it stands: answers to the questions asked, files by digest."""
    return {
        "proposal": proposal.id,
        "version": proposal.version,
        "programme_version": step.edition.version,
        **_award(step, proposal),
        **_substance(step, proposal),
    }


def _award(step: Step, proposal: Proposal) -> dict[str, Any]:
    """A plan is made for an award (分): the request it once answered to stands beside it."""
    return {"award_fen": proposal.amount_fen} if step.marked("plan_open") else {}


def _substance(step: Step, proposal: Proposal) -> dict[str, Any]:
    application = step.application
    expected = set(application.fields)
    files = [
        {"field": id, "name": file.name, "size": file.size, "sha256": file.sha256}
        for id, several in sorted(application.files.items())
        if id.partition(".")[0] in expected
        for file in several
    ]
    return {
        "organisation": snapshot(proposal.organisation),
        "answers": application.kept,
        "attachments": files,
    }


def substance_digest(step: Step, proposal: Proposal) -> str:
    """The digest of what the application says, whatever number it will be frozen under."""
    return digest_of(_substance(step, proposal))


def unchanged(step: Step, proposal: Proposal) -> bool:
    """Whether the application says what its newest version says, files included.

    An amendment of the programme alone is no change of the application.
    """
    newest = step.session.get(ProposalVersion, (proposal.id, proposal.version))
    if newest is None:
        return False
    body = {**content(step, proposal), "programme_version": newest.programme_version}
    return digest_of(body) == newest.digest


def frozen(step: Step, proposal: Proposal) -> ProposalVersion:
    """The row that keeps the present content under the proposal's present version number."""
    body = content(step, proposal)
    return ProposalVersion(
        proposal_id=proposal.id,
        version=proposal.version,
        body=canonical(body),
        digest=digest_of(body),
        frozen_at=step.now,
        programme_version=step.edition.version,
    )


def newest_digest(step: Step, proposal: Proposal) -> str:
    """The digest of the newest version, also in the very step that freezes it."""
    if step.frozen is not None:
        return step.frozen.digest
    return step.session.get_one(ProposalVersion, (proposal.id, proposal.version)).digest
