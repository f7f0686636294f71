"""The best choice within the bounds, with the proof: dynamic programming cut short by prices.

Items are decided one after the other, those first whose decision is clearest at the prices found.
Two ways that leave the same room are one way: the better. A way that could not beat the best known
choice even at the bound of its prices is dropped. Nothing else is dropped while the work stays
within the limit, so the choice is then proven; beyond it only the most promising ways are followed
and the most that a dropped one could have reached is told as the bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import fsum, gcd
from operator import mul

from creator.reckoning.funding.packing import Choice, Option, Packing, most_of, numbered, simplified
from creator.reckoning.funding.packing_bound import SCALE, Prices, find_prices
from creator.reckoning.funding.packing_swaps import Swapper
from creator.reckoning.funding.packing_way import Room, Way, clamped, less

_FEW = 50
_WIDTHS = (300, 3_000, 40_000)
_LARGE = 20_000_000  # items times bounds: the search holds such a table in memory
_EASY = 60  # so many bounds are no trouble
_WORK = 500_000  # ways looked at: seconds, not minutes


@dataclass(frozen=True)
class Packed:
    """What was chosen for each item, its worth, and the most any choice can be worth."""

    choice: tuple[int | None, ...]
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.value == self.bound


def _within(option: Option, place: dict[int, int]) -> Option:
    uses = tuple((place[j], amount) for j, amount in option.uses if j in place)
    return Option(option.value, uses, option.origin)


@dataclass
class _Search:
    """The items in the order of decision, and what is known of those still to come."""

    capacities: Room
    items: list[tuple[Option, ...]]
    prices: Prices
    value: int
    best: Way | None = None
    lost: int = 0
    work: int = _WORK
    to_come: list[int] = field(default_factory=list)
    most: list[Room] = field(default_factory=list)
    unit: int = 1
    cost: int = 1
    """Of looking at a way: more where it has many bounds to keep."""
    few: int = _WIDTHS[0]
    """Ways that are followed to the end when the work is done."""
    start: tuple[Room | None, Way] = (None, Way(0))

    def settle(self, packing: Packing) -> None:
        """What is clear is settled; of the bounds those stay that the rest can come up against."""
        self.unit = gcd(*(o.value for options in self.items for o in options)) or 1
        self._settle(self.prices.bound(packing) - (self.value + self.unit) * SCALE)
        room, way = self.start
        if room is not None:
            self._narrow(room, way)

    def _narrow(self, room: Room, way: Way) -> None:
        most = [0] * len(room)
        for options in self.items:
            for j, amount in most_of(options).items():
                most[j] += amount
        kept = [j for j in range(len(room)) if most[j] > room[j]]
        place = {j: k for k, j in enumerate(kept)}
        self.items = [tuple(_within(option, place) for option in one) for one in self.items]
        self.capacities = tuple(room[j] for j in kept)
        self.prices = Prices(tuple(self.prices.each[j] for j in kept))
        self.start = (self.capacities, way)

    def prepare(self) -> None:
        """The clearest first, and from each item on what is to come may bring and could use up."""
        self.cost = max(1, len(self.capacities) // _EASY)
        self.few = max(2, _WIDTHS[0] // self.cost)
        self.items.sort(key=lambda options: (-self._clear(options), options[0].origin))
        bring, most = 0, [0] * len(self.capacities)
        self.to_come, self.most = [bring], [tuple(most)]
        for options in reversed(self.items):
            bring += max(0, *(self.prices.worth(option) for option in options))
            for j, amount in most_of(options).items():
                most[j] += amount
            self.to_come.append(bring)
            self.most.append(tuple(most))
        self.to_come.reverse()
        self.most.reverse()

    def _settle(self, gap: int) -> None:
        """Decide every item whose second best option would cost more than there is to gain."""
        rest: list[tuple[Option, ...]] = []
        room: Room | None = self.capacities if gap >= 0 else None
        way = Way(0)
        for options in self.items:
            if room is None or self._clear(options) <= gap:
                rest.append(options)
                continue
            best = max(options, key=self.prices.worth)
            if self.prices.worth(best) > 0:
                room, way = less(room, best), Way(way.value + best.value, best, way)
        self.items = rest
        self.start = (room, way)

    def _clear(self, options: Sequence[Option]) -> int:
        best = sorted([0, *(self.prices.worth(option) for option in options)])
        return best[-1] - best[-2]

    def reach(self, way: Way, room: Room, at: int) -> int:
        """The most this way can still come to (in whole units of value)."""
        held = sum(p * r for p, r in zip(self.prices.each, room, strict=True))
        return way.value + (held + self.to_come[at]) // SCALE

    def beats(self, reach: int) -> bool:
        """Worths are multiples of `unit`: the next better one must be within reach."""
        return reach >= self.value + self.unit

    def run(self, width: int) -> None:
        """Follow at most `width` ways side by side; better choices are kept in `best`."""
        room, way = self.start
        ways = {} if room is None else {clamped(room, self.most[0]): way}
        for at, options in enumerate(self.items):
            ways = self._undominated(self._step(ways, at, options))
            if len(ways) > width or self.work < 0:
                ways = self._thinned(ways, at + 1, width if self.work > 0 else self.few)
            if not ways:
                return
        for way in ways.values():
            if way.value > self.value:
                self.value, self.best = way.value, way

    def _step(self, ways: dict[Room, Way], at: int, options: Sequence[Option]) -> dict[Room, Way]:
        after: dict[Room, Way] = {}
        most = self.most[at + 1]
        self.work -= len(ways) * (1 + len(options)) * self.cost
        for room, way in ways.items():
            for option in (None, *options):
                left = room if option is None else less(room, option)
                if left is None:
                    continue
                left = clamped(left, most)
                value = way.value + (option.value if option else 0)
                known = after.get(left)
                if known is not None and known.value >= value:
                    continue
                new = Way(value, option, way) if option else way
                if self.beats(self.reach(new, left, at + 1)):
                    after[left] = new
        return after

    def _undominated(self, ways: dict[Room, Way]) -> dict[Room, Way]:
        """Of ways that leave the same of all bounds but the finest (money, as a rule), those go
        that leave no more of it and are worth no more than another."""
        if len(ways) < _FEW:
            return ways
        fine = max(range(len(self.capacities)), key=lambda j: self.capacities[j])
        best: dict[Room, int] = {}
        kept = {}
        for room in sorted(ways, key=lambda room: (-room[fine], -ways[room].value)):
            rest = (*room[:fine], *room[fine + 1 :])
            if ways[room].value > best.get(rest, -1):
                best[rest] = ways[room].value
                kept[room] = ways[room]
        return kept

    def _thinned(self, ways: dict[Room, Way], at: int, width: int) -> dict[Room, Way]:
        """Only the most promising; what the others could have reached is remembered."""
        reach = {room: self.reach(way, room, at) for room, way in ways.items()}
        share = [1 / max(1, c) for c in self.capacities]
        roomy = sorted(ways, key=lambda room: (-reach[room], -fsum(map(mul, share, room)), room))
        worth = sorted(ways, key=lambda room: (-reach[room], -ways[room].value, room))
        # Among equal hopes neither who saved most room nor who is worth most is always right.
        kept = dict.fromkeys([*roomy[: width // 2], *worth[: width // 2]])
        lost = max((reach[room] for room in ways if room not in kept), default=0)
        self.lost = max(self.lost, lost)
        return {room: ways[room] for room in kept}


def best_packing(packing: Packing, known: Choice) -> Packed:
    """The best choice; `known` (which must be allowed) where nothing is better."""
    value = sum(
        packing.items[i][option].value for i, option in enumerate(known) if option is not None
    )
    small = simplified(numbered(packing))
    if not small.items:
        return Packed(tuple(known), value, value)
    prices = find_prices(small, value)
    swapper = _improved(small, prices)
    if swapper.value > value:
        prices = find_prices(small, swapper.value, prices)
        swapper = max(swapper, _improved(small, prices), key=lambda one: one.value)
    top = prices.bound(small) // SCALE
    choice = list(known)
    if swapper.value > value:
        value = swapper.value
        choice = _of(packing, [option.origin for option in swapper.taken.values()])
    search = _Search(small.capacities, list(small.items), prices, value)
    search.settle(small)
    if len(search.items) * len(search.capacities) > _LARGE:
        return Packed(tuple(choice), value, max(value, top))
    search.prepare()
    for width in _WIDTHS:
        search.lost = 0
        search.run(width)
        if not search.lost:
            break
    if search.best:
        choice = _of(packing, search.best.origins())
    lost = search.lost if search.beats(search.lost) else search.value
    return Packed(tuple(choice), search.value, max(search.value, min(top, lost)))


def _improved(packing: Packing, prices: Prices) -> Swapper:
    swapper = Swapper(packing, prices)
    swapper.improve()
    return swapper


def _of(packing: Packing, origins: Sequence[tuple[int, int]]) -> list[int | None]:
    choice: list[int | None] = [None] * len(packing.items)
    for item, option in origins:
        choice[item] = option
    return choice
