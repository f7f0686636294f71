"""Who reads the file of a project, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from creator.i18n import Label
from creator.models.audit import AuditRow
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.programme.programme import Programme
from creator.rules.actors import STAFF_ROLES, appointed, member_of
from creator.rules.pins import load
from creator.rules.programmes import programme_of
from creator.services import closed_sheets, find, veil
from creator.services.offices import own_conflicts
from creator.services.refused import NotFound
from creator.services.transitions import edition_of
from creator.services.work import Work


@dataclass(frozen=True)
class Stretch:
    """From when on the project stood in a phase of its lifecycle."""

    since: datetime
    phase: str


@dataclass(frozen=True)
class Reader:
    """A project, and as what the actor reads its file.

    `words`: `staff` with each office held, `impartial` (without an interest in any project of the
    edition), `sheets` (may read the sheets), `named_sheets` (and who wrote them); `applicant` and
    `sponsor` for its own side.
    """

    work: Work
    proposal: Proposal
    words: frozenset[str]

    @cached_property
    def edition(self) -> Edition:
        return edition_of(self.work, self.proposal)

    @cached_property
    def programme(self) -> Programme:
        return programme_of(self.work.session, self.edition)

    @property
    def inside(self) -> bool:
        """Whether the reader may know the inner states, and with them the audit chains."""
        return "staff" in self.words

    @cached_property
    def phases(self) -> Sequence[tuple[str, Label]]:
        """The phases of the project's lifecycle, in order."""
        definition = load(self.work.session, self.proposal.definition_hash)
        return [(phase.id, phase.label) for phase in definition.phases.values()]

    @cached_property
    def stretches(self) -> Sequence[Stretch]:
        """When the project came into which phase, as far as the reader may know."""
        definition = load(self.work.session, self.proposal.definition_hash)
        query = select(AuditRow.at, AuditRow.from_state, AuditRow.to_state)
        rows = self.work.session.execute(
            query.where(AuditRow.subject_id == self.proposal.id).order_by(AuditRow.seq)
        )
        return [
            Stretch(at, definition.states[to].phase)
            for at, source, to in rows
            if self.inside or veil.shows(definition, source or "", to)
        ]

    def phase_at(self, moment: datetime) -> str:
        """The phase in which the project stood then; the first one before it was begun."""
        known = [one.phase for one in self.stretches if one.since <= moment]
        return known[-1] if known else self.stretches[0].phase


def opened(work: Work, proposal_id: int) -> Reader:
    """The file of a project, for its office and for its applicant and sponsor.

    Raises `NotFound` for everybody else: deny by default.
    """
    proposal = find.one(work, Proposal, proposal_id)
    words = _by_office(work, proposal) or _own(work, proposal)
    if not words:
        raise NotFound
    return Reader(work, proposal, frozenset(words))


def _by_office(work: Work, proposal: Proposal) -> set[str]:
    if not veil.inside(work, proposal):
        return set()
    words = {"staff", *(role for role in STAFF_ROLES if appointed(work.actor, role, proposal))}
    if not own_conflicts(work, edition_of(work, proposal)):
        words.add("impartial")
    if closed_sheets.readable(work, proposal):
        words.add("sheets")
        words |= {"named_sheets"} if "officer" in words else set()
    return words


def _own(work: Work, proposal: Proposal) -> set[str]:
    organisation = proposal.organisation
    words = set()
    if member_of(work.actor, "applicant", organisation.id):
        words.add("applicant")
    if member_of(work.actor, "sponsor", organisation.sponsor_id):
        words.add("sponsor")
    return words
