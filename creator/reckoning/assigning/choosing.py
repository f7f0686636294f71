"""The best panel of one proposal, when every expert has a price.

What panels a proposal may have is a matroid: as many experts as it needs, at most one of each
circle, together standing for every field of the mix. So the greedy choice is the best one, and
exchanging one expert at a time leads from any panel to any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from creator.reckoning.assigning.kinds import Kinds


@dataclass
class Bench:
    """One proposal: the seats it has, what each expert is worth to it, who sits there now.

    `order` lists the experts as the lots fell, for choosing among equals. `barred` must not sit
    here, `forced` stay.
    """

    seats: int
    worth: list[int]
    order: Sequence[int]
    barred: frozenset[int] = frozenset()
    forced: frozenset[int] = frozenset()
    panel: set[int] = field(default_factory=set)

    def choose(self, kinds: Kinds, prices: Sequence[int]) -> bool:
        """Take the panel that is worth most after its price; False when there is none."""
        panel: list[int] = []
        for expert in sorted(self.forced):
            if expert in self.barred or not kinds.may_join(panel, self.seats, expert):
                return False
            panel.append(expert)
        for expert in self._by_worth(prices) if len(panel) < self.seats else ():
            if expert in self.forced or expert in self.barred:
                continue
            if kinds.may_join(panel, self.seats, expert):
                panel.append(expert)
                if len(panel) == self.seats:
                    break
        self.panel = set(panel)
        return len(panel) == self.seats

    def _by_worth(self, prices: Sequence[int]) -> list[int]:
        net = [worth - price for worth, price in zip(self.worth, prices, strict=True)]
        return sorted(self.order, key=net.__getitem__, reverse=True)

    def may_swap(self, kinds: Kinds, leaving: int, joining: int) -> bool:
        """Whether the panel stays one that is allowed."""
        if joining in self.panel or joining in self.barred or leaving in self.forced:
            return False
        if kinds.alone:
            return True
        rest = [expert for expert in self.panel if expert != leaving]
        return kinds.may_join(rest, self.seats, joining)
