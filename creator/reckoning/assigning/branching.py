"""The best seating where one market cannot see every rule.

An employer with experts of different fields can appear twice on a proposal in the market. Such a
clash is first settled in favour of the better expert, for a plan to begin with; then the search of
`floors` charges rents and decides pairs until no better plan is possible.
"""

from dataclasses import dataclass

from creator.reckoning.assigning.floors import Search
from creator.reckoning.assigning.matching import Hall, best_pairs
from creator.reckoning.assigning.problem import Expert, Problem
from creator.reckoning.assigning.seating import Employed, Kept, Seating, seating_of
from creator.reckoning.assigning.terms import WORK, Findings, Floors

_NOBODY = 1 << 60  # who cannot be replaced is kept


@dataclass
class _Tries:
    """The best plan so far."""

    problem: Problem
    best: Seating | None = None

    def seat(self, kept: Kept) -> Seating | None:
        """The plan under these choices, if there is one that could still beat the best."""
        pairs = best_pairs(self.problem, kept)
        if pairs is None:
            return None
        seating = seating_of(self.problem, pairs)
        if self.best and seating.total <= self.best.total:
            return None
        if not seating.clashes:
            self.best = seating
        return seating


def best_seating(problem: Problem) -> tuple[Seating, int] | None:
    """The best seating and the most any seating could reach (equal when it is proven best).

    `None` when there is none, or none was found within the work allowed.
    """
    tries = _Tries(problem)
    root = tries.seat({})
    if root is None or not root.clashes:
        return (root, root.total) if root else None
    _dive(tries, root)
    return _settle(problem, tries.best)


def _settle(problem: Problem, known: Seating | None) -> tuple[Seating, int] | None:
    """Search on from what is known until it is the best, or the work allowed is done."""
    hall = Hall(problem)
    market = hall.market({})
    market.clear()
    floors = Floors(hall, market)
    begin = Findings(known.total, hall.panels(known.pairs)) if known else None
    found = Search(floors, hall.lowest(), WORK // 2, known=begin).run()
    found = floors.climb(found, hall.lowest())
    if found.total is None:
        return None
    return seating_of(problem, hall.named(found.panels)), found.bound


def _dive(tries: _Tries, root: Seating) -> None:
    """A good plan soon: settle all clashes at once in favour of the better expert, and repeat."""
    kept: dict[Employed, frozenset[str]] = {}
    seating: Seating | None = root
    while seating and seating.clashes:
        kept |= {clash: _favourite(tries.problem, seating, clash) for clash in seating.clashes}
        seating = tries.seat(kept)


def _favourite(problem: Problem, seating: Seating, clash: Employed) -> frozenset[str]:
    """The kind whose keeping costs this proposal least, replacements of the others counted."""
    proposal, employer = clash
    seated = {expert for pair_proposal, expert in seating.pairs if pair_proposal == proposal}
    colleagues = [e for e in problem.experts if e.employer == employer and e.id in seated]
    others = [
        expert
        for expert in problem.experts
        if expert.employer != employer
        and expert.id not in seated
        and (proposal, expert.id) not in problem.conflicts
    ]

    def loss(leaving: Expert) -> int:
        wanted = {field for field in leaving.fields if problem.mix.get(field)}
        worth = (
            problem.similarity.get((proposal, expert.id), 0)
            for expert in others
            if wanted <= expert.fields
        )
        return problem.similarity.get((proposal, leaving.id), 0) - max(worth, default=-_NOBODY)

    kept = max(sorted(colleagues, key=lambda expert: expert.id), key=loss)
    return frozenset(field for field in kept.fields if problem.mix.get(field))
