"""Choosing what is worth most within several bounds at once: the 0/1 knapsack with many bounds.

All whole numbers. Each item offers options, of which at most one is chosen; an option is worth
something and uses up some of the bounds. `packing_search` finds the best choice.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

Uses = tuple[tuple[int, int], ...]
"""(number of the bound, how much of it), rising, never 0."""


@dataclass(frozen=True)
class Option:
    """One way of taking an item. `origin`: (item, option) as the question was put."""

    value: int
    uses: Uses
    origin: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Packing:
    """The question: at most one option of each item, within every capacity."""

    capacities: tuple[int, ...]
    items: tuple[tuple[Option, ...], ...]


Choice = Sequence[int | None]
"""For each item the number of the option taken, or `None`."""


def numbered(packing: Packing) -> Packing:
    """Every option remembers where it stood, whatever is simplified afterwards."""
    items = tuple(
        tuple(Option(o.value, o.uses, (i, k)) for k, o in enumerate(options))
        for i, options in enumerate(packing.items)
    )
    return Packing(packing.capacities, items)


def simplified(packing: Packing) -> Packing:
    """The same question, smaller: options too large alone, bounds that cannot bind, and bounds that
    only say "one of these" are gone; what is left is counted in its greatest common unit."""
    items = [
        tuple(o for o in options if all(a <= packing.capacities[j] for j, a in o.uses))
        for options in packing.items
    ]
    items = [options for options in items if options]
    bounds = _binding(packing.capacities, items)
    items, bounds = _merged(bounds, packing.capacities, items)
    units = _units(bounds, items)
    place = {j: k for k, j in enumerate(sorted(bounds))}
    return Packing(
        tuple(packing.capacities[j] // units[j] for j in sorted(bounds)),
        tuple(tuple(_counted(o, place, units) for o in options) for options in items),
    )


def _units(bounds: set[int], items: Sequence[tuple[Option, ...]]) -> dict[int, int]:
    """What every use of a bound is a multiple of."""
    units = dict.fromkeys(bounds, 0)
    for options in items:
        for option in options:
            for j, amount in option.uses:
                if j in units:
                    units[j] = gcd(units[j], amount)
    return units


def _counted(option: Option, place: dict[int, int], units: dict[int, int]) -> Option:
    uses = tuple((place[j], a // units[j]) for j, a in option.uses if j in place)
    return Option(option.value, uses, option.origin)


def most_of(options: Sequence[Option]) -> dict[int, int]:
    """The most of each bound that any option uses."""
    most: dict[int, int] = defaultdict(int)
    for option in options:
        for j, amount in option.uses:
            most[j] = max(most[j], amount)
    return most


def _binding(capacities: Sequence[int], items: Sequence[tuple[Option, ...]]) -> set[int]:
    """The bounds that not everybody could be taken together under."""
    wanted: dict[int, int] = defaultdict(int)
    for options in items:
        for j, amount in most_of(options).items():
            wanted[j] += amount
    return {j for j, amount in wanted.items() if amount > capacities[j]}


def _merged(
    bounds: set[int], capacities: Sequence[int], items: list[tuple[Option, ...]]
) -> tuple[list[tuple[Option, ...]], set[int]]:
    """Items of which one bound allows only one become one item with the options of all."""
    touched: dict[int, list[int]] = defaultdict(list)
    for i, options in enumerate(items):
        for j in sorted({j for option in options for j, _amount in option.uses} & bounds):
            touched[j].append(i)
    single = set(range(len(items)))
    left = set(bounds)
    merged: list[tuple[Option, ...]] = []
    for j in sorted(bounds):
        if single.issuperset(touched[j]) and _one_only(j, capacities[j], items, touched[j]):
            merged.append(tuple(option for i in touched[j] for option in items[i]))
            single.difference_update(touched[j])
            left.discard(j)
    return [*(items[i] for i in sorted(single)), *merged], left


def _one_only(
    j: int, capacity: int, items: Sequence[tuple[Option, ...]], touched: Sequence[int]
) -> bool:
    """Whether any two of these items together pass the bound, however they are taken."""
    smallest = sorted(min(dict(o.uses).get(j, 0) for o in items[i]) for i in touched)
    return sum(smallest[:2]) > capacity
