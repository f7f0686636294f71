"""Entering what is on record of an applicant's organisation: by officers, with evidence."""

from dataclasses import dataclass
from datetime import date

from creator.clock import local
from creator.i18n import _
from creator.models.organisation import OrganisationRecord
from creator.models.proposal import Proposal
from creator.rules.standing_records import CHECKS, GRADES, LISTS
from creator.services.locking import lock_row
from creator.services.offices import need_officer
from creator.services.refused import Invalid, NotFound
from creator.services.transitions import edition_of
from creator.services.work import Work

CHOICES = {
    **{f"grade.{grade}": label for grade, label in GRADES.items()},
    **{f"annual_check.{result}": label for result, label in CHECKS.items()},
    **LISTS,
}
"""What can be entered -> words."""


@dataclass(frozen=True)
class Entry:
    """One entry as typed; `what` is one of `CHOICES`."""

    what: str
    on_date: date
    evidence: str
    ends_on: date | None = None


def enter(work: Work, proposal: Proposal, entry: Entry) -> OrganisationRecord:
    """Add to the record of the applicant. Raises `NotYours`, `Invalid`."""
    need_officer(work, edition_of(work, proposal))
    if entry.what not in CHOICES:
        raise Invalid("what", _("请从列出的选项中选择。"))
    if entry.on_date > local(work.now).date():
        raise Invalid("on_date", _("日期还没有到。"))
    kind, _dot, value = entry.what.partition(".")
    record = OrganisationRecord(
        organisation_id=proposal.organisation_id,
        kind=kind,
        value=value,
        on_date=entry.on_date,
        ends_on=entry.ends_on,
        evidence=entry.evidence.strip(),
        entered_by_id=work.actor.person_id,
        entered_at=work.now,
    )
    proposal.organisation.records.append(record)
    work.session.flush()
    return record


def withdraw(work: Work, proposal: Proposal, record_id: int) -> None:
    """Take an entry back that was made by mistake. Raises `NotYours`, `NotFound`."""
    need_officer(work, edition_of(work, proposal))
    lock_row(work, Proposal, proposal.id)
    record = work.session.get(OrganisationRecord, record_id)
    if record is None or record.organisation_id != proposal.organisation_id:
        raise NotFound
    if record.withdrawn_at is None:
        record.withdrawn_at, record.withdrawn_by_id = work.now, work.actor.person_id
        work.session.flush()
