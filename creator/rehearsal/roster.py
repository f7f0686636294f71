"""Who holds which role, and what ties a subject to the people of an organisation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select

from creator.models.organisation import Organisation
from creator.models.person import Appointment
from creator.models.proposal import Proposal
from creator.models.review import PanelSeat, Review
from creator.rehearsal.world import World
from creator.rules import late_entries
from creator.services.work import Work

_OF_ORGANISATIONS = ("applicant", "sponsor")
_NOBODY_IN_PARTICULAR = ("resident", "objector")


@dataclass
class Roster:
    """Holders of roles, kept until somebody is appointed anew."""

    world: World
    newest: int = -1
    staff: dict[str, list[int]] = field(default_factory=dict)
    members: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    organisation: dict[int, int] = field(default_factory=dict)
    expert: dict[int, int] = field(default_factory=dict)
    sponsor: dict[int, int] = field(default_factory=dict)

    def refresh(self, work: Work) -> None:
        """Read what is new."""
        newest = work.session.scalar(select(func.max(Appointment.id))) or 0
        if newest != self.newest:
            self.newest = newest
            self._appointments(work)

    def _appointments(self, work: Work) -> None:
        staff: dict[str, list[int]] = defaultdict(list)
        members: dict[tuple[str, int], list[int]] = defaultdict(list)
        table = Appointment
        query = select(table.role, table.person_id, table.organisation_id).where(
            table.ends_at.is_(None),
            or_(
                table.host_id == self.world.host_id,
                table.edition_id == self.world.edition_id,
                table.organisation_id.is_not(None),
            ),
        )
        for role, person, organisation in work.session.execute(query.order_by(table.id)):
            if organisation is not None:
                members[role, organisation].append(person)
            elif person not in staff[role]:
                staff[role].append(person)
        self.staff, self.members = staff, members

    def holders(self, work: Work, word: str, subject_id: int, kind: str) -> Sequence[int]:
        """People to whom a step of this subject belongs under an actor word."""
        if word in _NOBODY_IN_PARTICULAR or word.startswith("@"):
            return ()
        if word in _OF_ORGANISATIONS:
            return self._of_organisation(work, word, subject_id, kind)
        if word == "expert":
            return self._scoring(work, subject_id, kind)
        return self.staff.get(word, ())

    def _of_organisation(self, work: Work, role: str, subject_id: int, kind: str) -> Sequence[int]:
        if kind != "proposal":
            return ()
        if subject_id not in self.organisation:
            found = select(Proposal.organisation_id).where(Proposal.id == subject_id)
            self.organisation[subject_id] = work.session.scalars(found).one()
        wanted = self.organisation[subject_id]
        if role == "sponsor":
            wanted = self._sponsor(work, wanted)
        return self.members.get((role, wanted), ())

    def _sponsor(self, work: Work, organisation_id: int) -> int:
        if organisation_id not in self.sponsor:
            found = select(Organisation.sponsor_id).where(Organisation.id == organisation_id)
            self.sponsor[organisation_id] = work.session.scalar(found) or 0
        return self.sponsor[organisation_id]

    def _scoring(self, work: Work, subject_id: int, kind: str) -> Sequence[int]:
        if kind == "edition":
            return self._undeclared(work)
        if kind != "review":
            return ()
        if subject_id not in self.expert:
            found = select(Review.expert_id).where(Review.id == subject_id)
            self.expert[subject_id] = work.session.scalars(found).one()
        return (self.expert[subject_id],)

    def _undeclared(self, work: Work) -> Sequence[int]:
        """Experts whose declaration of interests the edition waits for."""
        query = select(PanelSeat.expert_id).where(
            PanelSeat.edition_id == self.world.edition_id,
            PanelSeat.declared_at.is_(None),
            PanelSeat.declined_at.is_(None),
        )
        asked = list(work.session.scalars(query.order_by(PanelSeat.expert_id)))
        edition = self.world.edition(work)
        for proposal in late_entries.late(work.session, edition):
            waiting = late_entries.undeclared(work.session, edition, proposal.id)
            asked += [expert.id for expert in waiting]
        return sorted(set(asked))
