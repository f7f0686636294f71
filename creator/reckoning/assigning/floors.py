"""The best total when no proposal may be served worse than a floor.

Each market held on terms bounds every plan that keeps the floor and these terms. Where weights
alone do not settle it, a pair is decided both ways (branch and bound, best bound first). Whole
numbers throughout; the work is bounded by counting.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from creator.reckoning.assigning.terms import ONE, Findings, Floors, Terms

_AT_FIRST, _LATER = 60, 6  # markets held for one node


@dataclass(order=True)
class _Node:
    key: tuple[int, int]
    terms: Mapping[int, Terms] = field(compare=False)


class Search:
    """The plans that keep one floor. `first`: any one of them will do."""

    def __init__(
        self,
        floors: Floors,
        floor: int,
        work: int,
        *,
        first: bool = False,
        known: Findings | None = None,
    ) -> None:
        self.floors = floors
        self.floor = floor
        self.first = first
        self.found = known or Findings()
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
            worth += sum(rent * free for _place, _employer, rent, free in self._rents(terms))
            if self._settled(terms, sums) or worth // ONE <= self._least():
                return None
            if best is None or worth // ONE < best[0]:
                best, since = (worth // ONE, dict(terms)), 0
            else:
                since += 1
                step += since % 3 == 2
            self._weigh(terms, sums, worth, step)
            self._charge(terms, worth, step)
        return best

    def _rents(self, terms: Mapping[int, Terms]) -> Iterator[tuple[int, str, int, int]]:
        """(proposal, employer, rent paid, seats the employer has left there: 1, 0, or less)."""
        for place, one in terms.items():
            counts = self.floors.employers(place) if one.rents else {}
            for employer, rent in one.rents.items():
                yield place, employer, rent, 1 - counts.get(employer, 0)

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
        tight = all(not one.extra or sums[place] == self.floor for place, one in terms.items())
        return self.first or (
            tight and not any(rent * free for _place, _employer, rent, free in self._rents(terms))
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
            terms[place] = replace(one, extra=extra)

    def _charge(self, terms: dict[int, Terms], worth: int, step: int) -> None:
        """Let employers who sit twice cost more, and those who pay for nothing less."""
        crowd = dict.fromkeys(self.floors.clashes(), 1)
        for place, employer, rent, free in self._rents(terms):
            if rent or free < 0:
                crowd[place, employer] = -free
        norm = sum(by * by for by in crowd.values()) or 1
        gap = max(worth - self._least() * ONE, ONE)
        if self.found.total is None:
            gap = min(gap, abs(worth) // 16 + ONE)
        for (place, employer), by in crowd.items():
            one = terms.get(place, self.floors.usual[place])
            rent = one.rents.get(employer, 0) + gap * by // (norm * step)
            terms[place] = replace(one, rents={**one.rents, employer: max(0, rent)})

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
            new = replace(one, forced=forced, barred=barred)
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
        crowded = self._crowded(terms)
        if crowded:
            return crowded
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

    def _crowded(self, terms: Mapping[int, Terms]) -> tuple[int, int] | None:
        """An expert of an employer who sits twice, or who is charged rent for nothing."""
        charged = [(place, name) for place, name, rent, free in self._rents(terms) if rent and free]
        for place, employer in (*self.floors.clashes(), *charged):
            one = terms.get(place, self.floors.usual[place])
            scores = self.floors.hall.scores[place]
            panel = self.floors.market.benches[place].panel
            open_ = [
                number
                for number, expert in enumerate(self.floors.hall.experts)
                if expert.employer == employer and number not in one.forced | one.barred
            ]
            if open_:
                return place, max(open_, key=lambda e: (e in panel, scores[e], -e))
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
