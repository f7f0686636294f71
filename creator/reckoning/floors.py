"""The best total when no proposal may be served worse than a floor.

A floor under a sum of similarities is no matter of flows. It is priced instead: a proposal below
the floor values similarity more (Lagrange), until the market lifts it. Each such market bounds
every plan that keeps the floor. Where prices alone do not settle it, a pair is decided both ways
(branch and bound, best bound first). Whole numbers throughout; the work is bounded by counting.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from creator.reckoning.choosing import Bench
from creator.reckoning.levelling import Levelling, Panels
from creator.reckoning.market import Market
from creator.reckoning.matching import Hall
from creator.reckoning.problem import Pair

ONE = 1 << 16
"""The unit of the weights: a proposal of weight `ONE + extra` values similarity that much more."""

_AT_FIRST, _LATER = 60, 6  # markets held for one node
WORK = 12_000_000


@dataclass(frozen=True)
class Terms:
    """What is decided for one proposal: who must sit there, who must not, how much it counts."""

    forced: frozenset[int]
    barred: frozenset[int]
    extra: int = 0


@dataclass
class Findings:
    """What a search came to: the best plan found, and the most that any plan could reach.

    Without a plan and with `open` work left, nothing is known; without either there is none.
    """

    total: int | None = None
    panels: Panels = ()
    bound: int = 0
    open: bool = False


@dataclass(order=True)
class _Node:
    key: tuple[int, int]
    terms: Mapping[int, Terms] = field(compare=False)


class Floors:
    """One market for all searches: what two of them share is not done again."""

    def __init__(self, hall: Hall, plain: Market) -> None:
        self.hall = hall
        self.usual = [Terms(b.forced, b.barred) for b in plain.benches]
        benches = [
            Bench(b.seats, [w * ONE for w in b.worth], b.order, b.barred, b.forced)
            for b in plain.benches
        ]
        self.market = Market(benches, plain.kinds, plain.caps, [p * ONE for p in plain.prices])
        self.set: dict[int, Terms] = {}
        self.fairest = Findings()  # of all plans seen, whatever they were sought for
        self.lowest = 0

    @property
    def work(self) -> int:
        """What has been done so far, about three million a second."""
        return self.market.work + self.market.offers.work

    def best_sum(self, place: int, terms: Terms) -> int | None:
        """The most this proposal could be served with, were it alone; `None`: not at all."""
        scores = self.hall.scores[place]
        usual = self.market.benches[place]
        bench = Bench(usual.seats, scores, usual.order, terms.barred, terms.forced)
        if not bench.choose(self.hall.kinds, [0] * len(scores)):
            return None
        return sum(scores[expert] for expert in bench.panel)

    def apply(self, terms: Mapping[int, Terms]) -> bool:
        """Hold the market on these terms; False when nobody can keep them."""
        for place in sorted({*self.set, *terms}):
            new = terms.get(place, self.usual[place])
            if self.set.get(place, self.usual[place]) != new:
                worth = [score * (ONE + new.extra) for score in self.hall.scores[place]]
                self.market.change(place, worth, new.barred, new.forced)
        self.set = dict(terms)
        self.market.work += 8 * len(self.usual)
        return self.market.clear()

    def note(self, panels: Panels, sums: Sequence[int]) -> None:
        """Remember this plan if it is the fairest so far."""
        known = (self.lowest, self.fairest.total or 0)
        if not self.fairest.panels or (min(sums), sum(sums)) > known:
            self.lowest = min(sums)
            self.fairest = Findings(sum(sums), panels)

    def level(self, pairs: Iterable[Pair], enough: int) -> None:
        """Begin with this plan, its worst-served raised by exchanges."""
        found: list[set[int]] = [set() for _bench in self.usual]
        for proposal, expert in pairs:
            found[self.hall.place[proposal]].add(self.hall.number[expert])
        levelling = Levelling(self.hall, self.market.benches, tuple(map(frozenset, found)))
        panels = levelling.run(WORK // 3, enough)
        self.note(panels, levelling.sums)

    def panels(self) -> Panels:
        """Who sits where now."""
        return tuple(frozenset(bench.panel) for bench in self.market.benches)

    def sums(self) -> list[int]:
        """What every proposal is served with now."""
        return [
            sum(scores[expert] for expert in bench.panel)
            for scores, bench in zip(self.hall.scores, self.market.benches, strict=True)
        ]

    def clashes(self) -> Iterator[tuple[int, int]]:
        """Pairs that put an employer twice on a proposal."""
        if not self.hall.problem.one_per_employer or self.hall.kinds.alone:
            return
        for place, bench in enumerate(self.market.benches):
            seen: set[str] = set()
            for expert in sorted(bench.panel):
                employer = self.hall.experts[expert].employer
                if employer and employer in seen:
                    yield place, expert
                seen.add(employer)


class Search:
    """The plans that keep one floor. `first`: any one of them will do."""

    def __init__(self, floors: Floors, floor: int, work: int, *, first: bool = False) -> None:
        self.floors = floors
        self.floor = floor
        self.first = first
        self.found = Findings()
        self.cut = floor * len(floors.usual) - 1  # every such plan has more than this
        self.stop = floors.work + work
        self.count = 0

    def run(self) -> Findings:
        """Search until nothing open can be better, or the work allowed is done."""
        heap: list[_Node] = []
        self._push(heap, {}, _AT_FIRST)
        while heap and not (self.first and self.found.total is not None):
            node = heappop(heap)
            if -node.key[0] <= self._least():
                break
            if self.floors.work > self.stop:
                self.found.open = True
                self.found.bound = max(-node.key[0], self.found.total or 0)
                return self.found
            for terms in self._both(node.terms):
                self._push(heap, terms, _LATER)
        self.found.bound = self.found.total or 0
        return self.found

    def _least(self) -> int:
        return self.cut if self.found.total is None else max(self.cut, self.found.total)

    def _push(self, heap: list[_Node], terms: Mapping[int, Terms], tries: int) -> None:
        held = self._hold(dict(terms), tries)
        if held:
            self.count += 1
            heappush(heap, _Node((-held[0], self.count), held[1]))

    def _hold(self, terms: dict[int, Terms], tries: int) -> tuple[int, dict[int, Terms]] | None:
        """The bound of these terms and the weights that prove it; `None` where none is better."""
        best: tuple[int, dict[int, Terms]] | None = None
        step, since = 1, 0
        for _try in range(tries):
            if self.floors.work > self.stop and best is not None:
                break
            if not self.floors.apply(terms):
                return None
            sums = self.floors.sums()
            worth = sum(
                total * (ONE + terms[place].extra if place in terms else ONE)
                for place, total in enumerate(sums)
            ) - self.floor * sum(one.extra for one in terms.values())
            if self._settled(terms, sums) or worth // ONE <= self._least():
                return None
            if best is None or worth // ONE < best[0]:
                best, since = (worth // ONE, dict(terms)), 0
            else:
                since += 1
                step += since % 3 == 2
            self._weigh(terms, sums, worth, step)
        return best

    def _settled(self, terms: Mapping[int, Terms], sums: list[int]) -> bool:
        """Keep the plan if it is allowed; whether it is the best on these terms."""
        if any(self.floors.clashes()):
            return False
        self.floors.note(self.floors.panels(), sums)
        if min(sums) < self.floor:
            return False
        total = sum(sums)
        if self.found.total is None or total > self.found.total:
            self.found.total = total
            self.found.panels = self.floors.panels()
        return self.first or all(
            not one.extra or sums[place] == self.floor for place, one in terms.items()
        )

    def _weigh(self, terms: dict[int, Terms], sums: list[int], worth: int, step: int) -> None:
        """Let those below the floor count more and those above it less (Polyak's step)."""
        lack = {
            place: self.floor - total
            for place, total in enumerate(sums)
            if total < self.floor or (place in terms and terms[place].extra)
        }
        norm = sum(by * by for by in lack.values()) or 1
        gap = max(worth - self._least() * ONE, ONE)
        for place, by in lack.items():
            one = terms.get(place, self.floors.usual[place])
            more = gap * by // (norm * step)
            extra = max(0, one.extra + (more or (by > 0)))
            terms[place] = Terms(one.forced, one.barred, extra)

    def _both(self, terms: Mapping[int, Terms]) -> Iterator[dict[int, Terms]]:
        """The same terms with one pair decided either way."""
        if not self.floors.apply(terms):
            return
        pair = self._undecided(terms)
        if pair is None:
            return
        place, expert = pair
        one = terms.get(place, self.floors.usual[place])
        colleagues = self._colleagues(expert)
        for forced, barred in (
            (one.forced | {expert}, one.barred | colleagues),
            (one.forced, one.barred | {expert}),
        ):
            new = Terms(forced, barred, one.extra)
            best = self.floors.best_sum(place, new)
            if best is not None and best >= self.floor:
                yield {**terms, place: new}

    def _colleagues(self, expert: int) -> frozenset[int]:
        hall = self.floors.hall
        employer = hall.experts[expert].employer if hall.problem.one_per_employer else ""
        return frozenset(
            number
            for number, other in enumerate(hall.experts)
            if employer and other.employer == employer and number != expert
        )

    def _undecided(self, terms: Mapping[int, Terms]) -> tuple[int, int] | None:
        """The pair that says most: of a clash, of who is furthest below, of who counts too much."""
        clash = next(self.floors.clashes(), None)
        if clash:
            return clash
        sums = self.floors.sums()
        order = sorted(range(len(sums)), key=lambda place: (sums[place], place))
        priced = sorted(
            (place for place in terms if terms[place].extra),
            key=lambda p: (-terms[p].extra * abs(sums[p] - self.floor), p),
        )
        below = [place for place in order if sums[place] < self.floor]
        for place in (*below, *priced, *order):
            one = self._open_at(place, terms.get(place, self.floors.usual[place]))
            if one is not None:
                return place, one
        return None

    def _open_at(self, place: int, one: Terms) -> int | None:
        bench = self.floors.market.benches[place]
        scores = self.floors.hall.scores[place]
        decided = one.forced | one.barred
        outside = [e for e in range(len(scores)) if e not in decided and e not in bench.panel]
        inside = [e for e in sorted(bench.panel) if e not in decided]
        if not inside:
            return None
        if not outside:
            return min(inside, key=lambda e: (scores[e], e))
        return max(outside, key=lambda e: (scores[e], -e))
