"""A market held on terms: for some proposals, who must sit there, who must not, how much it counts.

What a market cannot see is priced (Lagrange): a proposal below a floor values similarity more,
until the market lifts it; one with an employer twice pays rent for them, until it does with one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from creator.reckoning.assigning.choosing import Bench
from creator.reckoning.assigning.levelling import Levelling, Panels
from creator.reckoning.assigning.market import Market
from creator.reckoning.assigning.matching import Hall
from creator.reckoning.assigning.problem import Pair

ONE = 1 << 16
"""The unit of the weights: a proposal of weight `ONE + extra` values similarity that much more."""

WORK = 12_000_000
"""The work allowed for one question: some five seconds."""


@dataclass(frozen=True)
class Terms:
    """What is decided for one proposal: who must sit there, who must not, how much it counts.

    `rents` is what it pays for each expert of an employer, so that it does with one.
    """

    forced: frozenset[int]
    barred: frozenset[int]
    extra: int = 0
    rents: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Findings:
    """What a search came to: the best plan found, and the most that any plan could reach.

    Without a plan and with `open` work left, nothing is known; without either there is none.
    """

    total: int | None = None
    panels: Panels = ()
    bound: int = 0
    open: bool = False


class Floors:
    """One market for all searches: what two of them share is not done again."""

    def __init__(self, hall: Hall, plain: Market) -> None:
        self.hall = hall
        self.usual = [Terms(b.forced, b.barred) for b in plain.benches]
        benches = [
            Bench(b.seats, [w * ONE for w in b.worth], b.order, b.barred, b.forced)
            for b in plain.benches
        ]
        self.market = Market(benches, plain.kinds, plain.caps, [p * ONE for p in plain.prices])
        self.set: dict[int, Terms] = {}
        self.fairest = Findings()  # of all plans seen, whatever they were sought for
        self.lowest = 0

    @property
    def work(self) -> int:
        """What has been done so far, about three million a second."""
        return self.market.work + self.market.offers.work

    def best_sum(self, place: int, terms: Terms) -> int | None:
        """The most this proposal could be served with, were it alone; `None`: not at all."""
        scores = self.hall.scores[place]
        usual = self.market.benches[place]
        bench = Bench(usual.seats, scores, usual.order, terms.barred, terms.forced)
        if not bench.choose(self.hall.kinds, [0] * len(scores)):
            return None
        return sum(scores[expert] for expert in bench.panel)

    def apply(self, terms: Mapping[int, Terms]) -> bool:
        """Hold the market on these terms; False when nobody can keep them."""
        for place in sorted({*self.set, *terms}):
            new = terms.get(place, self.usual[place])
            if self.set.get(place, self.usual[place]) != new:
                worth = [score * (ONE + new.extra) for score in self.hall.scores[place]]
                for number, expert in enumerate(self.hall.experts if new.rents else ()):
                    worth[number] -= new.rents.get(expert.employer, 0)
                self.market.change(place, worth, new.barred, new.forced)
        self.set = dict(terms)
        self.market.work += 8 * len(self.usual)
        return self.market.clear()

    def note(self, panels: Panels, sums: Sequence[int]) -> None:
        """Remember this plan if it is the fairest so far."""
        known = (self.lowest, self.fairest.total or 0)
        if not self.fairest.panels or (min(sums), sum(sums)) > known:
            self.lowest = min(sums)
            self.fairest = Findings(sum(sums), panels)

    def level(self, pairs: Iterable[Pair], enough: int) -> None:
        """Begin with this plan, its worst-served raised by exchanges."""
        levelling = self._levelling(self.hall.panels(pairs))
        panels = levelling.run(WORK // 3, enough)
        self.note(panels, levelling.sums)

    def climb(self, found: Findings, floor: int) -> Findings:
        """The same findings, the total raised by exchanges where it may not be the best."""
        if found.total is None or found.total == found.bound:
            return found
        levelling = self._levelling(found.panels)
        panels = levelling.climb(WORK // 8, floor)
        return replace(found, total=sum(levelling.sums), panels=panels)

    def _levelling(self, panels: Panels) -> Levelling:
        benches = [
            Bench(bench.seats, bench.worth, bench.order, one.barred, one.forced)
            for bench, one in zip(self.market.benches, self.usual, strict=True)
        ]
        return Levelling(self.hall, benches, panels)

    def panels(self) -> Panels:
        """Who sits where now."""
        return tuple(frozenset(bench.panel) for bench in self.market.benches)

    def sums(self) -> list[int]:
        """What every proposal is served with now."""
        return [
            sum(scores[expert] for expert in bench.panel)
            for scores, bench in zip(self.hall.scores, self.market.benches, strict=True)
        ]

    def employers(self, place: int) -> Counter[str]:
        """How many experts of each employer sit there now."""
        experts = self.hall.experts
        seated = (experts[expert].employer for expert in self.market.benches[place].panel)
        return Counter(employer for employer in seated if employer)

    def clashes(self) -> Iterator[tuple[int, str]]:
        """Where an employer sits twice."""
        if not self.hall.problem.one_per_employer or self.hall.kinds.alone:
            return
        for place in range(len(self.usual)):
            for employer, count in sorted(self.employers(place).items()):
                if count > 1:
                    yield place, employer
