"""The best seating where one flow cannot see every rule.

An employer with experts of different fields can appear twice on a proposal in the flow. Each such
clash is settled by trying, one after the other, which kind of expert that proposal may take from
that employer: together the tries cover every allowed plan, and the flow's total bounds each of
them (branch and bound, best bound first).
"""

from dataclasses import dataclass
from heapq import heappop, heappush

from creator.reckoning.matching import best_pairs
from creator.reckoning.problem import Expert, Problem
from creator.reckoning.seating import Employed, Kept, Seating, circles, seating_of

_WORK = 50_000  # pairs looked at over all tries: seconds, not minutes, for a real edition
_FEWEST_TRIES = 4
_NOBODY = 1 << 60  # who cannot be replaced is kept


@dataclass
class _Search:
    """What is known so far: the best plan, and the tries that are open by their bound."""

    problem: Problem
    best: Seating | None = None
    tries: int = 0

    def seat(self, kept: Kept) -> Seating | None:
        """The flow under these choices, if it is complete and could still beat the best."""
        self.tries += 1
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
    search = _Search(problem)
    root = search.seat({})
    if root is None or not root.clashes:
        return (root, root.total) if root else None
    _dive(search, root)
    bound = _branch(search, root)
    return (search.best, bound) if search.best else None


def _dive(search: _Search, root: Seating) -> None:
    """A good plan soon: settle all clashes at once in favour of the better expert, and repeat."""
    kept: dict[Employed, frozenset[str]] = {}
    seating: Seating | None = root
    while seating and seating.clashes:
        kept |= {clash: _favourite(search.problem, seating, clash) for clash in seating.clashes}
        seating = search.seat(kept)


def _branch(search: _Search, root: Seating) -> int:
    """Search until nothing open can beat the best; returns the bound that remains."""
    allowed = max(_FEWEST_TRIES, _WORK // (len(search.problem.need) * len(search.problem.experts)))
    heap: list[tuple[int, int, Seating, Kept]] = [(-root.total, 0, root, {})]
    order = 0
    while heap:
        bound, _order, seating, kept = heappop(heap)
        if search.best and -bound <= search.best.total:
            break
        if search.tries >= allowed:
            return -bound
        clash = seating.clashes[0]
        for fields in _choices(search.problem, clash):
            narrower = {**kept, clash: fields}
            found = search.seat(narrower)
            if found and found.clashes:
                order += 1
                heappush(heap, (-found.total, order, found, narrower))
    return search.best.total if search.best else root.total


def _choices(problem: Problem, clash: Employed) -> list[frozenset[str]]:
    """The kinds of expert (by their fields) this proposal could take from this employer."""
    proposal, employer = clash
    return [
        circle.fields
        for circle in circles(problem)
        if circle.employer == employer
        and any((proposal, expert.id) not in problem.conflicts for expert in circle.experts)
    ]


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
