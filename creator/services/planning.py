"""What an assignment is made of, and how the reckoning solves it: panel or matching."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from creator.i18n import _
from creator.models.edition import Edition
from creator.models.person import ExpertProfile, Person
from creator.models.proposal import Proposal
from creator.models.review import Assignment, Review
from creator.programme.programme import Programme
from creator.programme.rounds import ExpertField
from creator.reckoning.assigning.assignment import assign
from creator.reckoning.assigning.problem import Expert, Impossible, Pair, Plan, Problem
from creator.rules import rounds
from creator.rules.conflicts import Conflict, conflicts_between
from creator.rules.panels import fewest_readers, seats_of
from creator.rules.programmes import programme_of
from creator.rules.results import case_of
from creator.services.assignment_codes import coded, codes_of
from creator.services.panels import index_now
from creator.services.work import Work

Ids = frozenset[tuple[int, int]]
"""Pairs of (proposal id, expert id)."""

_LIKES_FIELD = 3  # similarity of an expert whose field is the proposal's category


@dataclass
class Ground:
    """Everything a plan is made of, read once."""

    naming: str
    """What the codes of experts are drawn from: see `codes_of()`."""
    index: int
    programme: Programme
    proposals: list[Proposal]
    experts: list[Person]
    profiles: Mapping[int, ExpertProfile]
    conflicts: Mapping[tuple[int, int], Conflict]
    fixed: Ids
    busy: Mapping[int, int]
    """Expert id -> sheets of the round open already, where late applications are planned."""
    names: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # The reckoning speaks of cases and experts: give it words that people know.
        for expert in self.experts:
            taken = expert.name in self.names
            self.names[f"{expert.name} ({expert.id})" if taken else expert.name] = expert.id

    @property
    def expert_names(self) -> dict[int, str]:
        """Expert id -> the name the reckoning uses."""
        return {expert_id: name for name, expert_id in self.names.items()}

    @property
    def everybody(self) -> Ids:
        """All pairs that could be."""
        return frozenset((p.id, e.id) for p in self.proposals for e in self.experts)

    def named(self, pairs: Ids, names: Mapping[int, str]) -> frozenset[Pair]:
        """(proposal id, expert id) -> (case, name), for those that take part."""
        cases = {proposal.id: case_of(proposal) for proposal in self.proposals}
        return frozenset((cases[p], names[e]) for p, e in pairs if p in cases and e in names)

    def ids(self, pairs: Sequence[Pair], names: Mapping[int, str]) -> Ids:
        """The way back from `named`."""
        cases = {case_of(proposal): proposal.id for proposal in self.proposals}
        experts = {name: expert_id for expert_id, name in names.items()}
        return frozenset((cases[case], experts[name]) for case, name in pairs)


def ground_of(work: Work, edition: Edition) -> Ground:
    """What the round now being prepared is planned from."""
    programme, index = programme_of(work.session, edition), index_now(work, edition)
    proposals = rounds.entering(work.session, edition, programme, index)
    seats = seats_of(work.session, edition.id, index)
    experts = [seat.expert for seat in seats if seat.declined_at is None]
    ids = [expert.id for expert in experts]
    profiles = work.session.scalars(
        select(ExpertProfile).where(
            ExpertProfile.person_id.in_(ids), ExpertProfile.host_id == edition.host_id
        )
    )
    by_hand = select(Assignment.proposal_id, Assignment.expert_id).where(
        Assignment.edition_id == edition.id, Assignment.round == index, Assignment.fixed
    )
    return Ground(
        naming=edition.naming_seed,
        index=index,
        programme=programme,
        proposals=proposals,
        experts=experts,
        profiles={profile.person_id: profile for profile in profiles},
        conflicts=conflicts_between(work.session, edition, programme, ids, proposals),
        fixed=frozenset((p, e) for p, e in work.session.execute(by_hand)),
        busy=_sheets_open(work, edition, index),
    )


def _sheets_open(work: Work, edition: Edition, index: int) -> dict[int, int]:
    query = select(Review.expert_id, func.count()).where(
        Review.edition_id == edition.id, Review.round == index
    )
    return {row[0]: row[1] for row in work.session.execute(query.group_by(Review.expert_id))}


@dataclass(frozen=True)
class Solved:
    """A plan, and the problem it answers, which tells no names (see `coded`)."""

    pairs: Ids
    """Those set by hand included."""
    problem: Problem
    plan: Plan
    by_hand: frozenset[Pair]
    """(case, code of the expert)."""


def solve(ground: Ground) -> Solved:
    """Who reads what. Raises `Impossible` with the shortage and what would have to give.

    In panel mode the same experts read everything: those seated first. Where one of them must step
    back from a proposal, the next in order stands in. Proposals set by hand stay as they are.
    """
    if not ground.experts:
        raise Impossible(_("还没有组建本轮专家组。"))
    by_hand = ground.fixed & ground.everybody
    told, codes = _problem(ground, by_hand), codes_of(ground.naming, ground.index, ground.names)
    fields = {_field_name(ground.programme, one.id): one.id for one in _fields(ground)}
    problem = coded(told, codes, fields)
    try:
        plan = assign(problem)
    except Impossible:
        assign(told)  # the same under names that people know: it raises, in their words
        raise
    ids = {ground.names[name]: code for name, code in codes.items()}
    named = ground.named(by_hand, ids)
    return Solved(ground.ids(plan.pairs, ids) | by_hand, problem, plan, named)


def _fields(ground: Ground) -> Sequence[ExpertField]:
    return ground.programme.experts.fields


def _problem(ground: Ground, by_hand: Ids) -> Problem:
    round_ = ground.programme.rounds[ground.index]
    settled = {proposal for proposal, _expert in by_hand}
    open_ = [proposal for proposal in ground.proposals if proposal.id not in settled]
    taken = Counter(expert for _proposal, expert in by_hand)
    taken.update(ground.busy)
    panel = round_.mode == "panel"
    return Problem(
        need={case_of(proposal): _need(ground, proposal) for proposal in open_},
        experts=tuple(_expert(ground, one, taken[one.id], panel=panel) for one in ground.experts),
        similarity=_by_seat(ground, open_) if panel else _by_field(ground, open_),
        conflicts=ground.named(frozenset((p, e) for e, p in ground.conflicts), ground.expert_names),
        mix={_field_name(ground.programme, mix.field): mix.min for mix in round_.mix},
        one_per_employer=ground.programme.experts.one_per_employer,
    )


def _need(ground: Ground, proposal: Proposal) -> int:
    """The declared number; a panel may lack who steps back, as long as the rule still works."""
    full = ground.programme.rounds[ground.index].panel
    free = sum((expert.id, proposal.id) not in ground.conflicts for expert in ground.experts)
    fewest = fewest_readers(ground.programme, ground.index)
    return free if fewest <= free < full else full


def _by_seat(ground: Ground, proposals: Sequence[Proposal]) -> dict[Pair, int]:
    names, last = ground.expert_names, len(ground.experts)
    return {
        (case_of(proposal), names[expert.id]): last - place
        for proposal in proposals
        for place, expert in enumerate(ground.experts)
    }


def _by_field(ground: Ground, proposals: Sequence[Proposal]) -> dict[Pair, int]:
    names = ground.expert_names
    return {
        (case_of(proposal), names[expert.id]): _LIKES_FIELD
        for proposal in proposals
        for expert in ground.experts
        if _category_words(ground, proposal) & _field_words(ground, expert.id)
    }


def _expert(ground: Ground, expert: Person, taken: int, *, panel: bool) -> Expert:
    """`taken`: what is set by hand already. Whoever sits on a panel reads all of it."""
    round_, profile = ground.programme.rounds[ground.index], ground.profiles.get(expert.id)
    most = round_.max_load or len(ground.proposals) + taken
    if profile and not panel:
        most = min(most, profile.max_load)
    return Expert(
        id=ground.expert_names[expert.id],
        most=max(0, most - taken),
        least=max(0, round_.min_load - taken) if not panel else 0,
        employer=profile.employer.strip() if profile else "",
        fields=frozenset(_field_words(ground, expert.id)),
    )


def _category_words(ground: Ground, proposal: Proposal) -> set[str]:
    known = ground.programme.category(proposal.category)
    return {proposal.category, known.label.zh} if known else {proposal.category}


def _field_words(ground: Ground, expert_id: int) -> set[str]:
    """Ids and names of an expert's fields: pools are filled from tables that write either."""
    profile = ground.profiles.get(expert_id)
    written = set((profile.field if profile else "").replace("、", " ").split())
    known = ground.programme.experts.fields
    return written | {f.label.zh for f in known if {f.id, f.label.zh} & written}


def _field_name(programme: Programme, field_id: str) -> str:
    known = next((f for f in programme.experts.fields if f.id == field_id), None)
    return known.label.zh if known else field_id
