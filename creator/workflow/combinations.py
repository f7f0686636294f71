"""All ways the options of a lifecycle can be set."""

from collections.abc import Iterator
from itertools import chain, combinations

from creator.workflow.lifecycle import Lifecycle


def every_combination(lifecycle: Lifecycle) -> Iterator[frozenset[str]]:
    """Each allowed set of options, smallest first; the empty set is allowed unless needs forbid."""
    names = sorted(lifecycle.options)
    sizes = (combinations(names, size) for size in range(len(names) + 1))
    for chosen in map(frozenset, chain.from_iterable(sizes)):
        if _allowed(lifecycle, chosen):
            yield chosen


def _allowed(lifecycle: Lifecycle, chosen: frozenset[str]) -> bool:
    switches = [lifecycle.options[name] for name in chosen]
    return all(
        chosen.issuperset(switch.needs) and chosen.isdisjoint(switch.excludes)
        for switch in switches
    )
