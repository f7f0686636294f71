"""The best plan as a market: experts have prices, every proposal chooses its best panel at them.

Whoever is chosen too often becomes dearer, whoever is chosen too seldom cheaper, until every load
is in order. The prices prove that the plan is the best one: at them no proposal could do better,
and no expert is worth more elsewhere (weighted matroid intersection by successive cheapest ways
with prices; Frank 1981, Murota 1996). All sums are whole numbers, so the proof is exact.

It begins where every proposal has what it likes best at guessed prices (`opening`), and then only
moves what is too much: a few hundred ways instead of one for each of five thousand seats.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from creator.reckoning.assigning.choosing import Bench
from creator.reckoning.assigning.kinds import Kinds
from creator.reckoning.assigning.offers import FAR, Offers


@dataclass(frozen=True)
class Caps:
    """The fewest and the most proposals of every expert, and what each further one costs."""

    least: Sequence[int]
    most: Sequence[int]
    turn: int


class Market:
    """Panels and prices. `clear` after making it, and after every `change`."""

    def __init__(
        self, benches: list[Bench], kinds: Kinds, caps: Caps, prices: Sequence[int]
    ) -> None:
        self.benches = benches
        self.kinds = kinds
        self.caps = caps
        self.experts = len(caps.most)
        self.prices = list(prices)
        self.till = 0  # the price of a seat nobody asks for
        self.work = 0  # ways looked at
        self.stuck = {n for n, bench in enumerate(benches) if not bench.choose(kinds, self.prices)}
        self.held: list[set[int]] = [set() for _expert in range(self.experts)]
        for number, bench in enumerate(benches):
            for expert in bench.panel:
                self.held[expert].add(number)
        self.offers = Offers(benches, kinds, self.held)
        self.taken = [0] * self.experts

    def change(
        self, number: int, worth: list[int], barred: frozenset[int], forced: frozenset[int]
    ) -> None:
        """This proposal values experts otherwise, or may take others: it chooses anew."""
        bench = self.benches[number]
        before = bench.panel
        self.work += 2 * self.experts
        bench.worth, bench.barred, bench.forced = worth, barred, forced
        chosen = bench.choose(self.kinds, self.prices)
        self.stuck.discard(number)
        if not chosen:
            self.stuck.add(number)
        for expert in before - bench.panel:
            self.held[expert].discard(number)
        for expert in bench.panel - before:
            self.held[expert].add(number)
        self.offers.forget(before | bench.panel)

    def clear(self) -> bool:
        """Move what is too much along the cheapest ways; False when no plan keeps every load."""
        if self.stuck:
            return False
        excess = self._balance()
        while True:
            sources = [node for node, more in enumerate(excess) if more > 0][:1]
            if not sources:
                return True
            target = self._way(sources, excess)
            if target is None:
                return False

    def _balance(self) -> list[int]:
        """Take as much from everybody as the prices say; what differs from the loads is excess."""
        caps, turn = self.caps, self.caps.turn
        excess = []
        for expert, price in enumerate(self.prices):
            worth, load = price - self.till, len(self.held[expert])
            fewest, most = caps.least[expert], caps.most[expert]
            if turn:
                wanted = -(-worth // turn), worth // turn + 1
            else:
                wanted = (0 if worth <= 0 else most), (most if worth >= 0 else 0)
            load = min(max(load, wanted[0]), wanted[1])
            self.taken[expert] = min(max(load, fewest), most)
            excess.append(len(self.held[expert]) - self.taken[expert])
        return [*excess, -sum(excess)]

    def _way(self, sources: list[int], excess: list[int]) -> int | None:
        """One unit from where there is too much to where there is too little, the cheapest way."""
        found = self._search(sources, excess)
        if found is None:
            return None
        target, came = found
        node = target
        steps = []
        while node in came:
            before, number = came[node]
            steps.append((before, node, number))
            node = before
        excess[node] -= 1
        excess[target] += 1
        for tail, head, number in reversed(steps):
            self._move(tail, head, number)
        return target

    def _move(self, tail: int, head: int, number: int) -> None:
        if head == self.experts:
            self.taken[tail] += 1
        elif tail == self.experts:
            self.taken[head] -= 1
        else:
            self.offers.swap(number, tail, head)

    def _search(
        self, sources: list[int], excess: list[int]
    ) -> tuple[int, dict[int, tuple[int, int]]] | None:
        """Dijkstra over priced costs; among equally cheap ways the one of fewest steps.

        (Only a way without short cuts keeps every panel allowed.) Once a goal is in sight, what is
        farther than the nearest goal is not looked at.
        """
        hop = self.experts.bit_length() + 1
        best: dict[int, int] = dict.fromkeys(sources, 0)
        came: dict[int, tuple[int, int]] = {}
        settled: dict[int, int] = {}
        goal, end = FAR, -1
        heap = [(0, node) for node in sources]
        while heap:
            key, node = heappop(heap)
            if node in settled:
                continue
            if key + 1 >= goal:
                self._reprice(settled, goal >> hop)
                return end, came
            settled[node] = key >> hop
            self.work += self.experts
            for head, cost in self._steps(node, goal - key >> hop):
                reached = key + (cost << hop) + 1
                if head not in settled and (head not in best or reached < best[head]):
                    best[head], came[head] = reached, (node, self.offers.where(node, head))
                    if excess[head] >= 0:
                        heappush(heap, (reached, head))
                    elif reached < goal:
                        goal, end = reached, head
        if end < 0:
            return None
        self._reprice(settled, goal >> hop)
        return end, came

    def _steps(self, node: int, within: int) -> list[tuple[int, int]]:
        """Where a unit can go from here at no more than this: (node, priced cost)."""
        caps, till = self.caps, self.experts
        if node == till:
            return [
                (expert, self.prices[expert] - self.till - caps.turn * (taken - 1))
                for expert, taken in enumerate(self.taken)
                if taken > caps.least[expert]
            ]
        price = self.prices[node]
        steps = self.offers.steps(node, self.prices, within)
        if self.taken[node] < caps.most[node]:
            steps.append((till, caps.turn * self.taken[node] - price + self.till))
        return steps

    def _reprice(self, settled: dict[int, int], farthest: int) -> None:
        for node, far in settled.items():
            if node == self.experts:
                self.till += farthest - far
            else:
                self.prices[node] += farthest - far
