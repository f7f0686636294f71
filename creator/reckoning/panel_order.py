"""Who of an order drawn by lot takes the next seat of a panel, and who is passed over, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Candidate:
    """Somebody drawn. `away`: no longer in the pool. `barred`: in conflict with some proposal."""

    name: str
    employer: str = ""
    fields: frozenset[str] = frozenset()
    barred: bool = False
    away: bool = False


@dataclass(frozen=True)
class Need:
    """What the round asks of its panel.

    `whole`: the same people read everything, so employers and conflicts count for all of them.
    """

    seats: int
    mix: Mapping[str, int] = field(default_factory=dict)
    whole: bool = True
    one_per_employer: bool = True


@dataclass(frozen=True)
class Choice:
    """`taken`: None where nobody is left. `passed`: who came before, each with a word why."""

    taken: Candidate | None
    passed: Sequence[tuple[str, str]] = ()


def next_of(order: Sequence[Candidate], sitting: Sequence[Candidate], need: Need) -> Choice:
    """The first of those left of `order` who suits the panel that sits.

    Where nobody suits, the first who can come at all: a panel short of people helps nobody.
    """
    passed: list[tuple[str, str]] = []
    for one in order:
        word = _against(one, sitting, need)
        if not word:
            return Choice(one, tuple(passed))
        passed.append((one.name, word))
    words = dict(passed)
    left = next((one for one in order if not one.away), None)
    before = order[: order.index(left)] if left else order
    return Choice(left, tuple((one.name, words[one.name]) for one in before))


def _against(one: Candidate, sitting: Sequence[Candidate], need: Need) -> str:
    """`away`, `conflict`, `employer` or `field`; empty where nothing speaks against it."""
    if one.away:
        return "away"
    if need.whole and one.barred:
        return "conflict"
    known = {other.employer for other in sitting if other.employer}
    if need.whole and need.one_per_employer and one.employer in known:
        return "employer"
    return "" if _leaves_room(one, sitting, need) else "field"


def _leaves_room(one: Candidate, sitting: Sequence[Candidate], need: Need) -> bool:
    """Whether the fields asked for can still be had: one of them now, or on the seats left."""
    before, after = _lacking(sitting, need), _lacking([*sitting, one], need)
    return after < before or after <= max(0, need.seats - len(sitting) - 1)


def _lacking(sitting: Sequence[Candidate], need: Need) -> int:
    held = {word: sum(word in one.fields for one in sitting) for word in need.mix}
    return sum(max(0, least - held[word]) for word, least in need.mix.items())
