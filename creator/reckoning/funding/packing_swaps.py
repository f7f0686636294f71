"""A good choice soon: take what pays best at the prices, then swap as long as that helps."""

from collections.abc import Sequence
from math import fsum

from creator.reckoning.funding.packing import Option, Packing
from creator.reckoning.funding.packing_bound import SCALE, Prices

_ALIKE = 2_000  # worths that differ by less than such a part are alike: the smaller first
_NOISE = 1e-9  # what floats make of nothing
_WORK = 1_500_000  # options looked at: a few seconds


class Swapper:
    """A choice of a packing that is improved step by step. Everything goes by a fixed order."""

    def __init__(self, packing: Packing, prices: Prices) -> None:
        self.packing = packing
        self.left = list(packing.capacities)
        self.taken: dict[int, Option] = {}
        self.work = _WORK
        every = [(i, option) for i, options in enumerate(packing.items) for option in options]
        self.share = [1 / max(1, capacity) for capacity in packing.capacities]
        near = SCALE * max(1, max((o.value for _i, o in every), default=0) // _ALIKE)

        def rank(one: tuple[int, Option]) -> tuple[int, float, tuple[int, int]]:
            option = one[1]
            return (
                -prices.worth(option) // near,
                self._size(option),
                option.origin,
            )

        self.order = sorted((one for one in every if one[1].value > 0), key=rank)

    @property
    def value(self) -> int:
        return sum(option.value for option in self.taken.values())

    def improve(self) -> None:
        """Fill up, then one out and others in, until nothing helps or the work is done."""
        self._fill()
        helped = True
        while helped and self.work > 0:
            gains = [self._exchange(item) for item in self._weakest_first()]
            helped = any(gains)

    def _weakest_first(self) -> Sequence[int]:
        return [i for i, option in reversed(self.order) if self.taken.get(i) == option]

    def _exchange(self, item: int) -> bool:
        """Without this item, or with another option of it: is what then fits worth more?"""
        if self.work <= 0 or item not in self.taken:
            return False
        before, old = self.value, self._drop(item)
        for option in (None, *(o for o in self.packing.items[item] if o != old)):
            if option is not None and not self._fits(option):
                continue
            if option is not None:
                self._take(item, option)
            added = self._fill(leave=item)
            gained = self.value - before
            if gained > 0 or (gained == 0 and self._saved(old, option, added) > _NOISE):
                return True
            for other in added:
                self._drop(other)
            if option is not None:
                self._drop(item)
        self._take(item, old)
        return False

    def _saved(self, old: Option, option: Option | None, added: Sequence[int]) -> float:
        """How much room the exchange leaves more, each bound as a share of its capacity."""
        new = [self.taken[item] for item in added] + ([option] if option is not None else [])
        return self._size(old) - fsum(map(self._size, new))

    def _size(self, option: Option) -> float:
        return fsum(amount * self.share[j] for j, amount in option.uses)

    def _fill(self, leave: int = -1) -> list[int]:
        """Take whatever fits, best worth first; returns what was added."""
        added = []
        self.work -= len(self.order)
        for item, option in self.order:
            if item != leave and item not in self.taken and self._fits(option):
                self._take(item, option)
                added.append(item)
        return added

    def _fits(self, option: Option) -> bool:
        left = self.left
        return all(amount <= left[j] for j, amount in option.uses)

    def _take(self, item: int, option: Option) -> None:
        self.taken[item] = option
        for j, amount in option.uses:
            self.left[j] -= amount

    def _drop(self, item: int) -> Option:
        option = self.taken.pop(item)
        for j, amount in option.uses:
            self.left[j] += amount
        return option
