"""For every two experts, the proposal in which one could take the other's seat at least loss.

Kept up to date while seats change hands: a change touches few of these, looking at all would be
most of the work.
"""

from collections.abc import Sequence
from operator import add

from creator.reckoning.assigning.choosing import Bench
from creator.reckoning.assigning.kinds import Kinds

NOBODY = -1
FAR = 1 << 300
"""More than any cost."""


class Offers:
    """`loss[i][j]` is what is lost when j takes a seat of i, `by[i][j]` the proposal where."""

    def __init__(self, benches: list[Bench], kinds: Kinds, held: list[set[int]]) -> None:
        self.benches = benches
        self.kinds = kinds
        self.held = held
        self.work = 0
        self._loss: list[list[int] | None] = [None] * len(held)
        self._by: list[list[int]] = [[] for _expert in held]

    def forget(self, experts: set[int]) -> None:
        """What these experts hold has changed altogether."""
        for expert in experts:
            self._loss[expert] = None

    def steps(self, expert: int, prices: Sequence[int], within: int) -> list[tuple[int, int]]:
        """(who could take a seat of this expert, priced cost), as far as that is no more than this.

        The innermost loop of everything.
        """
        loss = self._loss[expert]
        if loss is None:
            loss = self._build(expert)
        price = prices[expert]
        within += price
        return [
            (other, dear - price)
            for other, dear in enumerate(map(add, loss, prices))
            if dear <= within
        ]

    def where(self, expert: int, other: int) -> int:
        """The proposal where `other` would take the seat."""
        return self._by[expert][other] if max(expert, other) < len(self.held) else NOBODY

    def swap(self, number: int, leaving: int, joining: int) -> None:
        """`joining` takes the seat of `leaving`."""
        bench = self.benches[number]
        bench.panel.remove(leaving)
        bench.panel.add(joining)
        self.held[leaving].remove(number)
        self.held[joining].add(number)
        self._left(leaving, number)
        for expert in bench.panel:
            if expert == joining or not self.kinds.alone:
                self._left(expert, number)
                self._merge(expert, number)
            elif self._loss[expert] is not None:
                if self._by[expert][joining] == number:
                    self._again(expert, joining)
                self._offer(expert, leaving, number)

    def _build(self, expert: int) -> list[int]:
        self.work += len(self.held) * len(self.held[expert])
        loss = [FAR + FAR] * len(self.held)
        self._loss[expert], self._by[expert] = loss, [NOBODY] * len(self.held)
        for number in sorted(self.held[expert]):
            self._merge(expert, number)
        return loss

    def _merge(self, expert: int, number: int) -> None:
        """Everything this proposal offers in exchange for this expert."""
        loss, by, bench = self._loss[expert], self._by[expert], self.benches[number]
        if loss is None or expert in bench.forced:
            return
        own = bench.worth[expert]
        for other, worth in enumerate(bench.worth):
            lost = own - worth
            if lost < loss[other] and bench.may_swap(self.kinds, expert, other):
                loss[other], by[other] = lost, number

    def _left(self, expert: int, number: int) -> None:
        """What this proposal offered no longer stands."""
        if self._loss[expert] is not None:
            for other, by in enumerate(self._by[expert]):
                if by == number:
                    self._again(expert, other)

    def _again(self, expert: int, other: int) -> None:
        """Look through all proposals this expert holds."""
        loss, by = self._loss[expert], self._by[expert]
        if loss is None:
            return
        self.work += len(self.held[expert])
        least, place = FAR + FAR, NOBODY
        for number in self.held[expert]:
            bench = self.benches[number]
            lost = bench.worth[expert] - bench.worth[other]
            if lost < least and bench.may_swap(self.kinds, expert, other):
                least, place = lost, number
        loss[other], by[other] = least, place

    def _offer(self, expert: int, other: int, number: int) -> None:
        loss, by, bench = self._loss[expert], self._by[expert], self.benches[number]
        lost = bench.worth[expert] - bench.worth[other]
        if loss is not None and lost < loss[other] and bench.may_swap(self.kinds, expert, other):
            loss[other], by[other] = lost, number
