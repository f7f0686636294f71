"""What kind of person every expert is, and who may sit together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from creator.reckoning.assigning.problem import Expert, Problem

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


def kinds_of(problem: Problem, experts: list[Expert]) -> Kinds:
    """Circles by number: colleagues with the same fields of the mix share one."""
    mix = tuple((name, seats) for name, seats in sorted(problem.mix.items()) if seats)
    wanted = {name for name, _seats in mix}
    fields = [tuple(sorted(expert.fields & wanted)) for expert in experts]
    known: dict[tuple[str, ...], int] = {}
    circle = []
    for number, expert in enumerate(experts):
        shared = problem.one_per_employer and expert.employer
        key = ("", expert.employer, *fields[number]) if shared else (str(number),)
        circle.append(known.setdefault(key, len(known)))
    return Kinds(circle, fields, mix, alone=len(known) == len(experts) and not mix)
