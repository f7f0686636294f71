"""Raising the worst-served proposal, or the total, by exchanging experts one after the other.

A market gives the best experts to whom they suit best; where everybody wants the same few, serving
all about equally well needs each to take some of the good and some of the others. Exchanges get
there quickly. They prove nothing: the bounds are found elsewhere.
"""

from collections.abc import Iterator, Sequence

from creator.reckoning.assigning.choosing import Bench
from creator.reckoning.assigning.matching import Hall

Panels = tuple[frozenset[int], ...]
Move = tuple[int, int, int]
"""(who leaves the worst-served, who joins it, the proposal that gives and takes or -1)."""


class Levelling:
    """Panels that keep every rule, and go on keeping them."""

    def __init__(self, hall: Hall, benches: Sequence[Bench], panels: Panels) -> None:
        self.hall = hall
        self.benches = [
            Bench(b.seats, hall.scores[n], b.order, b.barred, b.forced, set(panel))
            for n, (b, panel) in enumerate(zip(benches, panels, strict=True))
        ]
        self.held: list[set[int]] = [set() for _expert in hall.experts]
        for number, panel in enumerate(panels):
            for expert in panel:
                self.held[expert].add(number)
        self.sums = [
            sum(hall.scores[n][expert] for expert in panel) for n, panel in enumerate(panels)
        ]
        self.work = 0

    def run(self, work: int, enough: int) -> Panels:
        """Exchange until the worst-served cannot gain, or all have enough."""
        while self.work < work:
            worst = min(range(len(self.sums)), key=lambda place: (self.sums[place], place))
            if self.sums[worst] >= enough:
                break
            move = self._best(worst)
            if move is None:
                break
            self._make(worst, move)
        return tuple(frozenset(bench.panel) for bench in self.benches)

    def climb(self, work: int, floor: int) -> Panels:
        """Exchange for a greater total while nobody falls below the floor."""
        quiet, place = 0, 0
        while self.work < work and quiet < len(self.sums):
            move = self._dearest(place, floor)
            if move is None:
                quiet, place = quiet + 1, (place + 1) % len(self.sums)
            else:
                self._make(place, move)
                quiet = 0
        return tuple(frozenset(bench.panel) for bench in self.benches)

    def _dearest(self, place: int, floor: int) -> Move | None:
        """The exchange that adds most to the total."""
        best, most = None, 0
        total, scores = self.sums[place], self.hall.scores[place]
        for leaving in sorted(self.benches[place].panel):
            for joining, score in enumerate(scores):
                gained = score - scores[leaving]
                if total + gained < floor or not self._may(place, leaving, joining):
                    continue
                for other, left in self._givers(leaving, joining):
                    more = gained + (0 if other < 0 else left - self.sums[other])
                    if more > most and left >= floor and self._may_take(other, joining, leaving):
                        best, most = (leaving, joining, other), more
        return best

    def _best(self, worst: int) -> Move | None:
        """The exchange after which the poorer of the two is served best."""
        best, floor = None, self.sums[worst]
        scores, panel = self.hall.scores[worst], self.benches[worst].panel
        for leaving in sorted(panel):
            for joining, score in enumerate(scores):
                gained = self.sums[worst] + score - scores[leaving]
                if gained <= floor or not self._may(worst, leaving, joining):
                    continue
                for other, left in self._givers(leaving, joining):
                    if min(gained, left) > floor and self._may_take(other, joining, leaving):
                        best, floor = (leaving, joining, other), min(gained, left)
        return best

    def _givers(self, leaving: int, joining: int) -> Iterator[tuple[int, int]]:
        """Who could give `joining` for `leaving`, and what is left there; -1: joining has time."""
        loads = self.hall.loads
        if (
            len(self.held[joining]) < loads[joining][1]
            and len(self.held[leaving]) > loads[leaving][0]
        ):
            yield -1, max(self.sums)
        self.work += len(self.held[joining])
        for other in sorted(self.held[joining] - self.held[leaving]):
            scores = self.hall.scores[other]
            yield other, self.sums[other] + scores[leaving] - scores[joining]

    def _may_take(self, other: int, leaving: int, joining: int) -> bool:
        return other < 0 or self._may(other, leaving, joining)

    def _may(self, place: int, leaving: int, joining: int) -> bool:
        bench, experts = self.benches[place], self.hall.experts
        if not bench.may_swap(self.hall.kinds, leaving, joining):
            return False
        employer = experts[joining].employer if self.hall.problem.one_per_employer else ""
        return not employer or all(
            experts[other].employer != employer for other in bench.panel if other != leaving
        )

    def _make(self, worst: int, move: Move) -> None:
        leaving, joining, other = move
        self._swap(worst, leaving, joining)
        if other >= 0:
            self._swap(other, joining, leaving)

    def _swap(self, place: int, leaving: int, joining: int) -> None:
        panel = self.benches[place].panel
        panel.remove(leaving)
        panel.add(joining)
        self.held[leaving].remove(place)
        self.held[joining].add(place)
        scores = self.hall.scores[place]
        self.sums[place] += scores[joining] - scores[leaving]
