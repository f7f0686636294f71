"""The best panel of one proposal, when every expert has a price.

What panels a proposal may have is a matroid: as many experts as it needs, at most one of each
circle, together standing for every field of the mix. So the greedy choice is the best one, and
exchanging one expert at a time leads from any panel to any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

Fields = tuple[str, ...]


@dataclass(frozen=True)
class Kinds:
    """What kind of person every expert is: the circle he or she belongs to, the fields stood for.

    `alone`: every circle has one member and no mix is asked for, so that any experts may sit
    together.
    """

    circle: Sequence[int]
    fields: Sequence[Fields]
    mix: tuple[tuple[str, int], ...]
    alone: bool

    def may_join(self, panel: Sequence[int], seats: int, expert: int) -> bool:
        """Whether `expert` may sit with these, so that the seats left can still fill the mix."""
        if self.alone:
            return True
        circle = self.circle
        own = circle[expert]
        for other in panel:
            if circle[other] == own:
                return False
        if not self.mix:
            return True
        people = tuple(sorted(self.fields[other] for other in (*panel, expert)))
        others = seats - sum(wanted for _field, wanted in self.mix)
        return stand_for(people, self.mix) >= len(people) - others


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


@cache
def stand_for(people: tuple[Fields, ...], mix: tuple[tuple[str, int], ...]) -> int:
    """How many of these people can each stand for a field of the mix that nobody else stands for.

    Everybody else takes one of the other seats.
    """
    slots = [name for name, count in mix for _seat in range(count)]
    taken: dict[int, int] = {}

    def find(person: int, tried: set[int]) -> bool:
        for slot, name in enumerate(slots):
            if name in people[person] and slot not in tried:
                tried.add(slot)
                if slot not in taken or find(taken[slot], tried):
                    taken[slot] = person
                    return True
        return False

    return sum(find(person, set()) for person in range(len(people)))
