"""Very large assignments with the min-cost flow of OR-Tools, where the extra `[scale]` is there.

The same network as `seating`, in one call: rules outweigh similarities, so a plan is optimal and
whole, or there is none. What 64 bits cannot carry, or one flow cannot see, is left to the market.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from creator.reckoning.assigning.grid import rows_of
from creator.reckoning.assigning.kinds import Kinds, kinds_of
from creator.reckoning.assigning.problem import Expert, Pair, Problem
from creator.reckoning.assigning.seating import ANY

LARGE = 200_000
"""From so many pairs on it is quicker: below, the market takes a second or two itself."""
_BITS = 61


def available() -> bool:
    """Whether OR-Tools is installed."""
    return find_spec("ortools") is not None


def flow_pairs(problem: Problem) -> tuple[Pair, ...] | None:
    """The best plan as far as one flow can see; `None` where this solver does not carry it."""
    network = _Network(problem)
    if not network.fits():
        return None
    return network.solve()


class _Network:
    """The arcs of one problem. Nodes: sink, experts, then what each proposal needs."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.experts: list[Expert] = sorted(problem.experts, key=lambda expert: expert.id)
        self.proposals = sorted(problem.need)
        self.names = [expert.id for expert in self.experts]
        self.rows = rows_of(problem.similarity, self.proposals, self.names)
        self.kinds: Kinds = kinds_of(problem, self.experts)
        self.top = max((max(row) for row in self.rows if row), default=0)
        low = min((min(row) for row in self.rows if row), default=0)
        self.outweigh = (1 + sum(problem.need.values())) * (1 + self.top - low)
        self.nodes = 1 + len(self.experts)
        self.tails: list[int] = []
        self.heads: list[int] = []
        self.rooms: list[int] = []
        self.costs: list[int] = []
        self.supplies: list[tuple[int, int]] = []
        self.pairs: list[tuple[int, Pair]] = []
        self._loads()
        if self.kinds.alone:
            self.supplies = [(self._node(), problem.need[proposal]) for proposal in self.proposals]
        else:
            for place, proposal in enumerate(self.proposals):
                self._proposal(place, proposal)

    def fits(self) -> bool:
        """Whether the sums stay within 64 bits (the solver multiplies costs by the nodes)."""
        return 2 * self.outweigh * (self.nodes + 1) < 1 << _BITS

    def _node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def _arc(self, tail: int, head: int, room: int, cost: int = 0) -> None:
        self.tails.append(tail)
        self.heads.append(head)
        self.rooms.append(room)
        self.costs.append(cost)

    def _loads(self) -> None:
        for number, expert in enumerate(self.experts, 1):
            most = min(expert.most, len(self.proposals))
            if expert.least:
                self._arc(number, 0, expert.least, -self.outweigh)
            self._arc(number, 0, max(0, most - expert.least))

    def _proposal(self, place: int, proposal: str) -> None:
        mix = dict(self.kinds.mix)
        doors = {name: self._node() for name in (ANY, *mix)}
        wanted = {ANY: self.problem.need[proposal] - sum(mix.values()), **mix}
        self.supplies += [(doors[name], seats) for name, seats in wanted.items()]
        circles: dict[int, int] = {}
        for number, name in enumerate(self.names):
            if (proposal, name) in self.problem.conflicts:
                continue
            circle = self.kinds.circle[number]
            if circle not in circles:
                circles[circle] = self._entry(doors, self.kinds.fields[number])
            cost = self.top - self.rows[place][number]
            if (proposal, name) in self.problem.fixed:
                cost -= self.outweigh
            self.pairs.append((len(self.tails), (proposal, name)))
            self._arc(circles[circle], number + 1, 1, cost)

    def _entry(self, doors: dict[str, int], fields: tuple[str, ...]) -> int:
        """Where the experts of one circle are reached from."""
        outer, inner = self._node(), self._node()
        for name in (ANY, *fields):
            self._arc(doors[name], outer, 1)
        self._arc(outer, inner, 1)
        return inner

    def solve(self) -> tuple[Pair, ...] | None:
        """The pairs of the cheapest flow; `None` where it breaks a rule or there is none."""
        # The extra is 190 MB: whoever does not use it need not have it.
        import numpy as np  # noqa: PLC0415 - only the extra brings it
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - only the extra brings it

        flow: Any = min_cost_flow.SimpleMinCostFlow()
        arcs = self._laid(flow, np, (self.tails, self.heads, self.rooms, self.costs))
        block = self._block(flow, np) if self.kinds.alone else None
        for node, seats in self.supplies:
            flow.set_node_supply(node, seats)
        flow.set_node_supply(0, -sum(self.problem.need.values()))
        if flow.solve() != flow.OPTIMAL:
            return None
        if block is None:
            used = flow.flows(arcs)
            pairs = tuple(pair for arc, pair in self.pairs if used[arc])
        else:
            used = block[0][flow.flows(block[1]) > 0].tolist()
            pairs = tuple(
                (self.proposals[at // len(self.names)], self.names[at % len(self.names)])
                for at in used
            )
        return pairs if self._keeps_rules(pairs) else None

    @staticmethod
    def _laid(flow: Any, np: Any, columns: Sequence[Any]) -> Any:
        kinds = (np.int32, np.int32, np.int64, np.int64)
        ready = [
            np.asarray(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)
        ]
        return flow.add_arcs_with_capacity_and_unit_cost(*ready)

    def _block(self, flow: Any, np: Any) -> tuple[Any, Any]:
        """Every proposal to every expert at once; which pairs, and their arcs."""
        width = len(self.names)
        costs = self.top - np.array(self.rows, dtype=np.int64).reshape(-1)
        at = {proposal: place * width for place, proposal in enumerate(self.proposals)}
        number = {name: place for place, name in enumerate(self.names)}
        index = [at[proposal] + number[name] for proposal, name in self.problem.fixed]
        costs[index] -= self.outweigh
        free = np.ones(len(costs), dtype=bool)
        known = (pair for pair in self.problem.conflicts if pair[0] in at and pair[1] in number)
        free[[at[proposal] + number[name] for proposal, name in known]] = False
        pairs = np.flatnonzero(free)
        tails = pairs // width + (1 + width)
        heads = pairs % width + 1
        return pairs, self._laid(flow, np, (tails, heads, np.ones(len(pairs)), costs[pairs]))

    def _keeps_rules(self, pairs: tuple[Pair, ...]) -> bool:
        """Fixed pairs and minimum loads were only dear to break: see that none is broken."""
        loads = dict.fromkeys(self.names, 0)
        for _proposal, name in pairs:
            loads[name] += 1
        within = all(expert.least <= loads[expert.id] <= expert.most for expert in self.experts)
        return within and self.problem.fixed <= set(pairs)
