"""Who is to review what (分配专家): planned by the reckoning, changed by hand, always previewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.review import Assignment
from creator.reckoning.assigning.problem import Impossible
from creator.rules.conflicts import Conflict
from creator.rules.late_entries import late
from creator.rules.panels import assigned
from creator.rules.refusal import Refusal
from creator.services import assignment_files
from creator.services.locking import lock_row
from creator.services.offices import need_no_interest, need_officer
from creator.services.planning import Ground, Ids, Solved, ground_of, solve
from creator.services.refused import NotFound, Refused
from creator.services.stages import has_mark
from creator.services.work import Work


@dataclass(frozen=True)
class Preview:
    """A plan before it is kept. `impossible` says what is missing and what would have to give."""

    index: int
    proposals: Sequence[Proposal]
    experts: Sequence[Person]
    solved: Solved | None
    excluded: Sequence[Conflict]
    impossible: tuple[Text, ...] = ()

    @property
    def pairs(self) -> Ids:
        """(proposal id, expert id); none where there is no plan."""
        return self.solved.pairs if self.solved else frozenset()

    @property
    def loads(self) -> Mapping[int, int]:
        """Expert id -> proposals to read, also 0."""
        counts = {expert.id: 0 for expert in self.experts}
        for _proposal, expert in self.pairs:
            counts[expert] = counts.get(expert, 0) + 1
        return counts

    def readers(self, proposal_id: int) -> list[Person]:
        """Who is to read this proposal."""
        return [expert for expert in self.experts if (proposal_id, expert.id) in self.pairs]


def preview(work: Work, edition: Edition) -> Preview:
    """What planning would give now; writes nothing.

    Raises `Refused` for somebody with an interest: who reads one's own proposal is not for them.
    """
    need_officer(work, edition)
    need_no_interest(work, edition)
    ground = ground_of(work, edition)
    excluded = [ground.conflicts[pair] for pair in sorted(ground.conflicts)]
    solved: Solved | None = None
    impossible: tuple[Text, ...] = ()
    try:
        solved = solve(ground)
    except Impossible as refused:
        impossible = (refused.text, *refused.remedies)
    return Preview(ground.index, ground.proposals, ground.experts, solved, excluded, impossible)


def plan(work: Work, edition: Edition) -> Preview:
    """Plan and keep it: what was set by hand stays, the rest is solved again.

    Raises `Refused` with the shortage and what would have to give.
    """
    found = preview(work, edition)
    if found.impossible:
        raise Refused([Refusal("assignment.impossible", text) for text in found.impossible])
    _need_planning(work, edition)
    if found.solved and found.solved.problem.need:
        assignment_files.keep(work, edition, found.index, found.solved)
    replaced = [
        Assignment.edition_id == edition.id,
        Assignment.round == found.index,
        Assignment.fixed.is_(False),
    ]
    if not has_mark(work, edition, "panel_open"):  # the round is open: its sheets stay as they are
        replaced.append(Assignment.proposal_id.in_([one.id for one in found.proposals]))
    work.session.execute(delete(Assignment).where(*replaced))
    kept = assigned(work.session, edition.id, found.index)
    for proposal_id, expert_id in sorted(found.pairs):
        if expert_id not in kept[proposal_id]:
            work.session.add(_row(edition, found.index, proposal_id, expert_id))
    work.session.flush()
    return found


def _need_planning(work: Work, edition: Edition) -> None:
    lock_row(work, Edition, edition.id)
    if not has_mark(work, edition, "panel_open") and not late(work.session, edition):
        text = _("本轮已经开启，不能再整体分配。请对单个项目增派专家。")
        raise Refused([Refusal("assignment.open", text)])


def _row(
    edition: Edition, index: int, proposal_id: int, expert_id: int, *, fixed: bool = False
) -> Assignment:
    return Assignment(
        edition_id=edition.id,
        round=index,
        proposal_id=proposal_id,
        expert_id=expert_id,
        fixed=fixed,
    )


@dataclass(frozen=True)
class Free:
    """Who may read one proposal, and who must not: (name, why)."""

    proposal: Proposal
    experts: Sequence[Person]
    excluded: Sequence[tuple[str, Text]]


def free_experts(work: Work, edition: Edition, proposal_id: int) -> Free:
    """The choice for setting one proposal by hand. Raises `NotFound` for one not entering."""
    need_officer(work, edition)
    need_no_interest(work, edition)
    ground = ground_of(work, edition)
    proposal = next((one for one in ground.proposals if one.id == proposal_id), None)
    if proposal is None:
        raise NotFound
    names = ground.expert_names
    barred = {e: found for (e, p), found in ground.conflicts.items() if p == proposal_id}
    return Free(
        proposal,
        [expert for expert in ground.experts if expert.id not in barred],
        [(names[expert_id], found.text) for expert_id, found in barred.items()],
    )


def set_by_hand(work: Work, edition: Edition, proposal_id: int, experts: Sequence[int]) -> None:
    """Exactly these experts read this proposal, whatever is planned later.

    Raises `Refused` for an expert with a conflict, `NotFound` for strangers.
    """
    need_officer(work, edition)
    need_no_interest(work, edition)
    _need_planning(work, edition)
    ground = ground_of(work, edition)
    if proposal_id not in {proposal.id for proposal in ground.proposals}:
        raise NotFound
    if not set(experts) <= set(ground.names.values()):
        raise NotFound
    _need_no_conflict(ground, proposal_id, experts)
    work.session.execute(
        delete(Assignment).where(
            Assignment.edition_id == edition.id,
            Assignment.round == ground.index,
            Assignment.proposal_id == proposal_id,
        )
    )
    for expert_id in dict.fromkeys(experts):
        work.session.add(_row(edition, ground.index, proposal_id, expert_id, fixed=True))
    work.session.flush()


def _need_no_conflict(ground: Ground, proposal_id: int, experts: Sequence[int]) -> None:
    names = ground.expert_names
    hits = [
        ground.conflicts[expert, proposal_id]
        for expert in experts
        if (expert, proposal_id) in ground.conflicts
    ]
    if hits:
        raise Refused([_must_recuse(names[hit.expert_id], hit) for hit in hits])


def _must_recuse(name: str, hit: Conflict) -> Refusal:
    text = _("“{name}”须回避：{reason}。", name=name, reason=hit.text)
    return Refusal("expert.conflict", text)
