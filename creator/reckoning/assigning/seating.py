"""One assignment as one flow.

    (proposal, field) ─┐
                       ├─> [employer's experts of the same fields: 1] ─> expert ─> load ─> done
    (proposal, any) ───┘

Every proposal sends out as many units as it needs experts: for each field of the mix the units that
only its experts may take, the others from `any`. A unit crosses exactly one (proposal, expert) arc,
so leaving a fixed pair unused, or a minimum load unfilled, can be given a cost that outweighs all
similarities: the cheapest flow breaks these rules only when no flow keeps them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from creator.reckoning.assigning.flow import Network
from creator.reckoning.assigning.problem import Expert, Pair, Problem

Employed = tuple[str, str]
"""(proposal, employer)."""

Kept = Mapping[Employed, frozenset[str]]
"""From this employer, this proposal may take only an expert with exactly these fields."""

ANY = ""


@dataclass(frozen=True)
class Short:
    """Seats that stayed empty: of this field (`ANY`: of whatever field)."""

    proposal: str
    field: str
    seats: int


@dataclass(frozen=True)
class Seating:
    """What the flow came to. `clashes`: an employer twice on a proposal (the flow could not see).

    `short` seats stayed empty; `crowded` are the proposals that compete for the same experts.
    `idle` experts stay below their minimum, `lost` are fixed pairs that could not be kept.
    """

    pairs: tuple[Pair, ...]
    total: int
    clashes: tuple[Employed, ...]
    short: tuple[Short, ...]
    crowded: tuple[str, ...]
    idle: tuple[str, ...]
    lost: tuple[Pair, ...]

    @property
    def complete(self) -> bool:
        """Whether every rule the flow knows of is kept."""
        return not (self.short or self.idle or self.lost)


def seat(problem: Problem, kept: Kept | None = None) -> Seating:
    """The cheapest flow for this problem."""
    return _Hall(problem, kept or {}).fill()


@dataclass(frozen=True)
class Circle:
    """Experts of one employer with the same fields of the mix: at most one on a proposal."""

    employer: str
    fields: frozenset[str]
    experts: tuple[Expert, ...]


def circles(problem: Problem) -> list[Circle]:
    """All circles; an expert without employer, or where employers do not matter, is his own."""
    found: dict[tuple[str, str, tuple[str, ...]], list[Expert]] = {}
    for expert in sorted(problem.experts, key=lambda expert: expert.id):
        fields = tuple(sorted(f for f in expert.fields if problem.mix.get(f)))
        shared = problem.one_per_employer and expert.employer
        key = (expert.employer, "", fields) if shared else ("", expert.id, fields)
        found.setdefault(key, []).append(expert)
    return [
        Circle(employer, frozenset(fields), tuple(experts))
        for (employer, _alone, fields), experts in found.items()
    ]


def seating_of(problem: Problem, pairs: tuple[Pair, ...]) -> Seating:
    """These pairs, and what they leave undone."""
    loads = Counter(expert for _proposal, expert in pairs)
    return Seating(
        pairs=pairs,
        total=sum(problem.similarity.get(pair, 0) for pair in pairs),
        clashes=tuple(_clashes(problem, pairs)),
        short=(),
        crowded=(),
        idle=tuple(e.id for e in problem.experts if loads[e.id] < e.least),
        lost=tuple(sorted(problem.fixed - set(pairs))),
    )


def _clashes(problem: Problem, pairs: tuple[Pair, ...]) -> Iterator[Employed]:
    if not problem.one_per_employer:
        return
    employer = {expert.id: expert.employer for expert in problem.experts}
    seen = Counter((proposal, employer[expert]) for proposal, expert in pairs)
    for key in sorted(seen):
        if key[1] and seen[key] > 1:
            yield key


class _Hall:
    """The network of one problem, and what flows through it."""

    def __init__(self, problem: Problem, kept: Kept) -> None:
        self.problem = problem
        self.kept = kept
        self.net = Network()
        self.sink = self.net.node()
        self.pair_arcs: dict[Pair, int] = {}
        self.slots: list[tuple[str, str, int, int]] = []
        self._prices()
        self.loads: dict[str, list[int]] = {}
        self.expert = {e.id: self._expert(e) for e in sorted(problem.experts, key=lambda e: e.id)}
        grouped = circles(problem)
        for proposal in sorted(problem.need):
            self._proposal(proposal, grouped)

    def _prices(self) -> None:
        """Weights so far apart that rules come before similarity, similarity before even loads."""
        problem = self.problem
        self.top = max(problem.similarity.values(), default=0)
        self.step = 1 + sum(self._most(expert) ** 2 for expert in problem.experts)
        seats = sum(problem.need.values())
        self.outweigh = (1 + seats) * (1 + self.top) * self.step

    def _most(self, expert: Expert) -> int:
        return min(expert.most, len(self.problem.need))

    def _expert(self, expert: Expert) -> int:
        node = self.net.node()
        # Each further proposal costs a little more, so that equal plans are evened out.
        self.loads[expert.id] = [
            self.net.arc(node, self.sink, 1, turn + (0 if turn < expert.least else self.outweigh))
            for turn in range(self._most(expert))
        ]
        return node

    def _proposal(self, proposal: str, grouped: list[Circle]) -> None:
        mix = {name: seats for name, seats in sorted(self.problem.mix.items()) if seats}
        wanted = {ANY: self.problem.need[proposal] - sum(mix.values()), **mix}
        slots = {name: self.net.node() for name in wanted}
        self.slots += [(proposal, name, slots[name], wanted[name]) for name in wanted]
        for circle in grouped:
            allowed = self.kept.get((proposal, circle.employer), circle.fields)
            experts = [
                expert
                for expert in circle.experts
                if (proposal, expert.id) not in self.problem.conflicts
            ]
            if experts and allowed == circle.fields:
                self._circle(proposal, experts, [slots[ANY], *(slots[f] for f in circle.fields)])

    def _circle(self, proposal: str, experts: list[Expert], doors: list[int]) -> None:
        """Arcs by which one of these experts at most can be reached through these doors."""
        entry = doors[0]
        if len(doors) > 1:
            entry = self.net.node()
            for door in sorted(doors):
                self.net.arc(door, entry, 1)
        if len(experts) > 1:
            inside = self.net.node()
            self.net.arc(entry, inside, 1)
            entry = inside
        for expert in experts:
            pair = (proposal, expert.id)
            distance = (self.top - self.problem.similarity.get(pair, 0)) * self.step
            if self.problem.fixed and pair not in self.problem.fixed:
                distance += self.outweigh
            self.pair_arcs[pair] = self.net.arc(entry, self.expert[expert.id], 1, distance)

    def fill(self) -> Seating:
        short, blocked = [], []
        for proposal, name, slot, seats in self.slots:
            empty = sum(not self.net.send(slot, self.sink) for _seat in range(seats))
            if empty:
                short.append(Short(proposal, name, empty))
                blocked.append(slot)
        pairs = tuple(pair for pair, arc in self.pair_arcs.items() if self.net.carried(arc))
        return replace(
            seating_of(self.problem, pairs), short=tuple(short), crowded=self._crowded(blocked)
        )

    def _crowded(self, blocked: list[int]) -> tuple[str, ...]:
        reached = {node for slot in blocked for node in self.net.reach(slot)}
        return tuple(
            sorted({p for p, _name, slot, seats in self.slots if seats and slot in reached})
        )
