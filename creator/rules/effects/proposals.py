"""Effects of applying and correcting."""

from collections.abc import Iterator

from creator.calendar import deadline
from creator.clock import local
from creator.models.decision import FrozenText
from creator.models.proposal import Proposal
from creator.rules.corrections import broken_sections
from creator.rules.digests import digest_of
from creator.rules.effects.registry import effect
from creator.rules.numbers import next_case_number
from creator.rules.requests import Add, Fact, Request
from creator.rules.step import Step
from creator.rules.versions import frozen, newest_digest, substance_digest
from creator.workflow.definition import canonical

RECEIPT = "receipt"


def _proposal(step: Step) -> Proposal:
    if not isinstance(step.subject, Proposal):
        raise TypeError(f"{step.subject.type} is not an application")
    return step.subject


@effect("freeze_version", zh="固定版本", en="freeze a version")
def freeze_version(step: Step) -> Iterator[Request]:
    proposal = _proposal(step)
    proposal.version += 1
    step.frozen = row = frozen(step, proposal)
    yield Add(row)
    yield Fact("version", row.version)
    yield Fact("version_digest", row.digest)


@effect("issue_receipt", zh="出具回执", en="issue a receipt")
def issue_receipt(step: Step) -> Iterator[Request]:
    """The number and the time of the first submission stay through every correction."""
    proposal = _proposal(step)
    if proposal.number is None:
        proposal.number = next_case_number(step)
    if proposal.submitted_at is None:
        proposal.submitted_at = step.now
    digest = newest_digest(step, proposal)
    body = {
        "number": proposal.number,
        "title": proposal.title,
        "organisation": proposal.organisation.name,
        "edition": step.edition.title,
        "version": proposal.version,
        "version_digest": digest,
        "received_at": local(step.now).isoformat(timespec="seconds"),
        "first_received_at": local(proposal.submitted_at).isoformat(timespec="seconds"),
    }
    yield Add(
        FrozenText(
            subject_id=proposal.id,
            kind=RECEIPT,
            body=canonical(body),
            digest=digest_of(body),
            created_at=step.now,
        )
    )
    yield Fact("number", proposal.number)
    yield Fact("received_digest", digest)


@effect("confirm_sponsor", zh="托管机构确认", en="record the sponsor's confirmation")
def confirm_sponsor(step: Step) -> Iterator[Request]:
    proposal = _proposal(step)
    proposal.sponsor_confirmed_at = step.now
    proposal.sponsor_digest = substance_digest(step, proposal)
    yield Fact("sponsor", proposal.organisation.sponsor_id)
    yield Fact("confirmed_digest", proposal.sponsor_digest)


@effect("open_sections", zh="开放需补正的部分", en="open sections for correction")
def open_sections(step: Step) -> Iterator[Request]:
    """The deadline is that of the state entered, so that guard and timer agree to the second."""
    proposal, target = _proposal(step), step.definition.states.get(step.transition.to or "")
    due = target.due.after if target is not None and target.due is not None else None
    within = due or step.programme.correction.within
    asked = list(step.data["sections"])
    broken = broken_sections(step, step.transition.to or proposal.state)
    proposal.open_sections = [*asked, *(one for one in broken if one not in asked)]
    proposal.corrections += 1
    proposal.correction_due_at = deadline(step.calendar, step.now, within).due_at
    yield Fact("correction_due_at", proposal.correction_due_at.isoformat())
    yield Fact("open_sections", " ".join(proposal.open_sections))
