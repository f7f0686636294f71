"""One way through a packing: what was taken so far, and the room it leaves."""

from dataclasses import dataclass

from creator.reckoning.funding.packing import Option

Room = tuple[int, ...]


@dataclass(frozen=True)
class Way:
    """Options taken so far: what they are worth and the way before the last of them."""

    value: int
    option: Option | None = None
    before: "Way | None" = None

    def origins(self) -> list[tuple[int, int]]:
        """Where all options taken stood in the question."""
        way: Way | None = self
        found = []
        while way:
            if way.option:
                found.append(way.option.origin)
            way = way.before
        return found


def less(room: Room, option: Option) -> Room | None:
    """The room an option leaves; `None` where there is too little."""
    left = list(room)
    for j, amount in option.uses:
        left[j] -= amount
        if left[j] < 0:
            return None
    return tuple(left)


def clamped(room: Room, most: Room) -> Room:
    """Room beyond what all that is to come could use is no difference."""
    return tuple(map(min, room, most))
