"""Prices of the bounds, and from them the most that any choice could be worth.

Whoever pays for what an item uses up takes each item by itself. What is gained that way, plus the
price of all capacities, is never less than the best choice is worth, whatever the prices
(Lagrange). So prices may be found with floats, and are then used as exact whole numbers. (`fsum`
is the same in every version of Python, `sum` is not: of several best choices all find the same.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from creator.reckoning.funding.packing import Option, Packing

SCALE = 1 << 40
NOWHERE = -1
_ROUNDS = 2_000
_WORK = 1_500_000  # options looked at while prices are sought
_PATIENCE = 12
_HALVINGS = 45


@dataclass(frozen=True)
class Prices:
    """What one unit of each bound costs, in 1/SCALE of a unit of value; never negative."""

    each: tuple[int, ...]

    def worth(self, option: Option) -> int:
        """What an option is worth after it has paid, in 1/SCALE."""
        return option.value * SCALE - sum(self.each[j] * amount for j, amount in option.uses)

    def bound(self, packing: Packing) -> int:
        """No choice is worth more than this, in 1/SCALE."""
        capacity = sum(p * c for p, c in zip(self.each, packing.capacities, strict=True))
        return capacity + sum(
            max(0, *(self.worth(option) for option in options)) for options in packing.items
        )


def find_prices(packing: Packing, least: int, start: Prices | None = None) -> Prices:
    """Prices with a low bound; `least` is the value of a choice that is known."""
    first = [price / SCALE for price in start.each] if start else [0.0] * len(packing.capacities)
    best = _Seeker(packing).seek(first, float(least))
    return Prices(tuple(max(0, round(price * SCALE)) for price in best))


Used = list[tuple[int, float]]


class _Seeker:
    """Subgradient steps over all prices, then each price by itself as well as it goes.

    A small bound (see `homes`) needs no search: at the prices of the others its best price is what
    the first item pays that finds no room. So thousands of them cost no more than a few.
    """

    def __init__(self, packing: Packing) -> None:
        self.packing = packing
        self.capacities = [float(c) for c in packing.capacities]
        self.homes = homes(packing)
        self.small = frozenset(self.homes) - {NOWHERE}
        self.items = [
            [(float(o.value), [(j, float(a)) for j, a in o.uses if j != home]) for o in options]
            for options, home in zip(packing.items, self.homes, strict=True)
        ]
        size = max(1, sum(len(options) for options in self.items))
        self.rounds = max(20, min(_ROUNDS, _WORK // size))

    def seek(self, start: list[float], least: float) -> list[float]:
        best = [0.0 if j in self.small else price for j, price in enumerate(start)]
        large = [j for j in range(len(best)) if j not in self.small]
        if len(large) > 1:
            best = self._descend(best, least)
        if len(large) * _HALVINGS <= self.rounds or len(large) == 1:
            for j in large:
                best = self._settle(best, j)
        for home, found in self._gathered(best)[1].items():
            best[home] = _priced(found, self.packing.capacities[home])
        return best

    def look(self, prices: Sequence[float]) -> tuple[float, list[float]]:
        """The bound at these prices, and what each capacity would have left (small ones: 0)."""
        slack = [0.0 if j in self.small else c for j, c in enumerate(self.capacities)]
        taken, crowds = self._gathered(prices)
        bound = fsum(p * c for p, c in zip(prices, self.capacities, strict=True))
        for home, found in crowds.items():
            found.sort(key=_worth, reverse=True)
            taken += found[: self.packing.capacities[home]]
        for worth, used in taken:
            bound += worth
            for j, amount in used:
                slack[j] -= amount
        return bound, slack

    def _gathered(
        self, prices: Sequence[float]
    ) -> tuple[list[tuple[float, Used]], dict[int, list[tuple[float, Used]]]]:
        """What each item brings that brings anything: those free to, and those of each home."""
        free: list[tuple[float, Used]] = []
        crowds: dict[int, list[tuple[float, Used]]] = {}
        for home, options in zip(self.homes, self.items, strict=True):
            worth, uses = 0.0, None
            for value, used in options:
                net = value
                for j, amount in used:
                    net -= prices[j] * amount
                if net > worth:
                    worth, uses = net, used
            if uses is not None:
                (free if home == NOWHERE else crowds.setdefault(home, [])).append((worth, uses))
        return free, crowds

    def _descend(self, start: list[float], least: float) -> list[float]:
        """Prices follow what is short; capacities are compared as shares of themselves."""
        bound, slack = self.look(start)
        best, lowest = start, bound
        now = list(start)
        size = [max(1.0, c) for c in self.capacities]
        step, waited = 1.0, 0
        for _round in range(self.rounds):
            square = fsum((s / c) ** 2 for s, c in zip(slack, size, strict=True))
            if not square:
                break
            length = step * max(bound - least, 1e-9) / square
            now = [
                max(0.0, p - length * s / c / c) for p, s, c in zip(now, slack, size, strict=True)
            ]
            bound, slack = self.look(now)
            waited = 0 if bound < lowest else waited + 1
            if bound < lowest:
                best, lowest = now, bound
            if waited > _PATIENCE:
                step, waited = step / 2, 0
                now = list(best)
                bound, slack = self.look(now)
        return best

    def _settle(self, prices: list[float], j: int) -> list[float]:
        """The best price of one bound, the others staying: where its capacity is just used up."""
        low, high = 0.0, self._highest(j)
        for _halving in range(_HALVINGS):
            middle = (low + high) / 2
            _bound, slack = self.look([*prices[:j], middle, *prices[j + 1 :]])
            if slack[j] < 0:
                low = middle
            else:
                high = middle
        trial = [*prices[:j], high, *prices[j + 1 :]]
        return trial if self.look(trial)[0] <= self.look(prices)[0] else prices

    def _highest(self, j: int) -> float:
        """A price at which nobody takes anything of this bound."""
        rates = [
            value / amount
            for options in self.items
            for value, used in options
            for k, amount in used
            if k == j
        ]
        return max(rates, default=0.0) + 1.0


def _worth(one: tuple[float, Used]) -> float:
    return one[0]


def _priced(found: Sequence[tuple[float, Used]], capacity: int) -> float:
    """What the first pays that finds no room; nothing where there is room for all."""
    worths = sorted(map(_worth, found), reverse=True)
    return worths[capacity] if len(worths) > capacity else 0.0


def homes(packing: Packing) -> list[int]:
    """For each item the one small bound it counts in, or `NOWHERE`.

    Small is a bound that counts heads (a limit by organisation, as a rule): every option of each
    item in it uses one. Where an item is in several, only that with the least room can be small.
    """
    counted: dict[int, bool] = {}
    for options in packing.items:
        for j in {j for option in options for j, _amount in option.uses}:
            heads = all(dict(option.uses).get(j) == 1 for option in options)
            counted[j] = counted.get(j, True) and heads
    several: set[int] = set()
    for options in packing.items:
        mine = [j for j, _amount in options[0].uses if counted[j]]
        mine.sort(key=lambda j: (packing.capacities[j], -j))
        several.update(mine[1:])
    return [
        next((j for j, _amount in options[0].uses if counted[j] and j not in several), NOWHERE)
        for options in packing.items
    ]
