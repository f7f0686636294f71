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


class _Seeker:
    """Subgradient steps over all prices, then each price by itself as well as it goes."""

    def __init__(self, packing: Packing) -> None:
        self.packing = packing
        self.capacities = [float(c) for c in packing.capacities]
        self.items = [
            [(float(o.value), [(j, float(a)) for j, a in o.uses]) for o in options]
            for options in packing.items
        ]
        size = max(1, sum(len(options) for options in self.items))
        self.rounds = max(20, min(_ROUNDS, _WORK // size))

    def seek(self, start: list[float], least: float) -> list[float]:
        best = start
        if len(best) > 1:
            best = self._descend(best, least)
        if len(best) * _HALVINGS <= self.rounds or len(best) == 1:
            for j in range(len(best)):
                best = self._settle(best, j)
        return best

    def look(self, prices: Sequence[float]) -> tuple[float, list[float]]:
        """The bound at these prices, and what each capacity would have left."""
        slack = list(self.capacities)
        bound = fsum(p * c for p, c in zip(prices, self.capacities, strict=True))
        for options in self.items:
            worth, uses = 0.0, None
            for value, used in options:
                net = value
                for j, amount in used:
                    net -= prices[j] * amount
                if net > worth:
                    worth, uses = net, used
            if uses:
                bound += worth
                for j, amount in uses:
                    slack[j] -= amount
        return bound, slack

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
