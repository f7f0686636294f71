"""A problem told as a market: first for the best total, then among the equals for the fairest lot.

The first market knows similarities only. Its prices mark the plans that are equally good; among
these a second market evens out the loads, and then lets lots decide that the seed draws for every
pair. So the plan is the only one, and the way it was found leaves no trace.
"""

from collections.abc import Collection, Iterable, Sequence

from creator.reckoning.assigning.choosing import Bench
from creator.reckoning.assigning.grid import rows_of
from creator.reckoning.assigning.kinds import kinds_of
from creator.reckoning.assigning.lots import BITS, draw_lots
from creator.reckoning.assigning.market import Caps, Market
from creator.reckoning.assigning.opening import NEVER, opening_prices
from creator.reckoning.assigning.problem import Pair, Problem
from creator.reckoning.assigning.seating import Kept

_GUESS = 28  # bits of the numbers that prices are guessed with


class Hall:
    """The experts and proposals of one problem by number, and the markets held there."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.experts = sorted(problem.experts, key=lambda expert: expert.id)
        self.proposals = sorted(problem.need)
        self.number = {expert.id: n for n, expert in enumerate(self.experts)}
        self.place = {proposal: n for n, proposal in enumerate(self.proposals)}
        self.loads = [(e.least, min(e.most, len(self.proposals))) for e in self.experts]
        self.seats = [problem.need[proposal] for proposal in self.proposals]
        names = [expert.id for expert in self.experts]
        self.scores = rows_of(problem.similarity, self.proposals, names)
        self.lots = draw_lots(problem.seed, self.proposals, names)
        self.kinds = kinds_of(problem, self.experts)
        self.conflicts = self._by_place(problem.conflicts)
        self.fixed = self._by_place(problem.fixed)

    def _by_place(self, pairs: Iterable[Pair]) -> list[frozenset[int]]:
        found: list[set[int]] = [set() for _proposal in self.proposals]
        for proposal, expert in pairs:
            if proposal in self.place and expert in self.number:
                found[self.place[proposal]].add(self.number[expert])
        return [frozenset(experts) for experts in found]

    def named(self, panels: Iterable[Collection[int]]) -> tuple[Pair, ...]:
        """Who sits where, by name."""
        return tuple(
            (proposal, self.experts[expert].id)
            for proposal, panel in zip(self.proposals, panels, strict=True)
            for expert in sorted(panel)
        )

    def panels(self, pairs: Iterable[Pair]) -> tuple[frozenset[int], ...]:
        """Who sits where, by number."""
        return tuple(self._by_place(pairs))

    def lowest(self) -> int:
        """A floor that every plan keeps."""
        deep = max((-min(row) for row in self.scores if row), default=0)
        return -max(0, deep) * max(self.seats, default=0)

    def market(self, kept: Kept) -> Market:
        """The market in which everybody has chosen at first prices."""
        barred = list(self.conflicts)
        for (proposal, employer), fields in kept.items():
            barred[self.place[proposal]] |= {
                number
                for number, expert in enumerate(self.experts)
                if expert.employer == employer and set(self.kinds.fields[number]) != fields
            }
        benches = [
            Bench(seats, scores, sorted(range(len(lots)), key=lots.__getitem__), out, fixed)
            for seats, scores, lots, out, fixed in zip(
                self.seats, self.scores, self.lots, barred, self.fixed, strict=True
            )
        ]
        return Market(benches, self.kinds, _caps(self.loads, 0), self._guess(benches))

    def _guess(self, benches: Sequence[Bench]) -> list[int]:
        """First prices: whole numbers, so that what is worth the same stays so."""
        base = min((min(row, default=0) for row in self.scores), default=0)
        spread = max((max(row, default=0) for row in self.scores), default=0) - base
        up = _GUESS - spread.bit_length()
        rows = []
        for bench, lots in zip(benches, self.lots, strict=True):
            if up <= 0:
                row = [score - base >> -up for score in bench.worth]
            else:
                row = [
                    (score - base << up) + (lot << up >> BITS + 1)
                    for score, lot in zip(bench.worth, lots, strict=True)
                ]
            for expert in bench.barred:
                row[expert] = NEVER
            rows.append(row)
        prices = opening_prices(rows, self.seats, self.loads, 0)
        return [price + (1 << up >> 1) >> up if up > 0 else price << -up for price in prices]

    def even(self, best: Market) -> Market:
        """The market among all plans that are as good as this one."""
        turn = (sum(self.seats) + 1) << BITS
        outweigh = turn * (1 + sum(most * most for _least, most in self.loads))
        benches, rows = [], []
        for bench, lots in zip(best.benches, self.lots, strict=True):
            # What is above the line is taken in every such plan, what is below in none.
            net = [worth - price for worth, price in zip(bench.worth, best.prices, strict=True)]
            line = min((net[expert] for expert in bench.panel), default=0)
            worth = [(n - line) * outweigh + lot for n, lot in zip(net, lots, strict=True)]
            benches.append(Bench(bench.seats, worth, bench.order, bench.barred, bench.forced))
            row = [
                lot if n == line else NEVER if n < line else -NEVER
                for n, lot in zip(net, lots, strict=True)
            ]
            for expert in bench.barred | bench.forced:
                row[expert] = NEVER if expert in bench.barred else -NEVER
            rows.append(row)
        loads = self._tight(best)
        free = [
            len(held) for held, (least, most) in zip(best.held, loads, strict=True) if most > least
        ]
        usual = turn * (sum(free) // len(free) if free else 0)
        prices = opening_prices(rows, self.seats, loads, (1 << BITS) // 16)
        return Market(benches, self.kinds, _caps(loads, turn), [price + usual for price in prices])

    def _tight(self, best: Market) -> list[tuple[int, int]]:
        """The loads in all plans that are as good: who has a price reads as much as he can."""
        return [
            (most, most)
            if price > best.till
            else (least, least)
            if price < best.till
            else (least, most)
            for (least, most), price in zip(self.loads, best.prices, strict=True)
        ]


def _caps(loads: Sequence[tuple[int, int]], turn: int) -> Caps:
    return Caps([least for least, _most in loads], [most for _least, most in loads], turn)


def best_pairs(problem: Problem, kept: Kept) -> tuple[Pair, ...] | None:
    """The best plan as far as one market can see; `None` when there is none."""
    hall = Hall(problem)
    if any(least > most for least, most in hall.loads):
        return None
    market = hall.market(kept)
    if not market.clear():
        return None
    even = hall.even(market)
    if not even.clear():
        raise AssertionError("a plan that exists was lost among its equals")
    return hall.named(bench.panel for bench in even.benches)
