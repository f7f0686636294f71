"""OR-Tools and the market come to the same total. Needs the extra `[scale]`."""

import random

import pytest

from creator.reckoning.assigning.assignment import assign, assign_at_scale
from creator.reckoning.assigning.problem import Expert, Impossible, Problem
from creator.reckoning.assigning.scale import available
from tests.reckoning.test_assignment_optimum import covers

pytestmark = pytest.mark.full

FIELDS = ("finance", "social")


def problem_of(lot: random.Random) -> Problem:
    """A problem of some hundred pairs with whatever rules the lot says."""
    proposals = [f"p{n:02}" for n in range(lot.randint(3, 25))]
    names = [f"e{n:02}" for n in range(lot.randint(4, 15))]
    need = lot.randint(1, 3)
    usual = -(-len(proposals) * need // len(names))
    most = usual + lot.randint(0, 3)
    employers = lot.choice(([""], ["", "u", "v", "w"]))
    mix = lot.choice(({}, {}, {"finance": 1}))
    experts = tuple(
        Expert(
            name,
            most,
            lot.choice((0, usual // 2)),
            employer="" if mix else lot.choice(employers),
            fields=frozenset(lot.sample(FIELDS, lot.randint(0, 2))),
        )
        for name in names
    )
    level = lot.choice((3, 100, 10**6))
    pairs = [(proposal, name) for proposal in proposals for name in names]
    return Problem(
        dict.fromkeys(proposals, need),
        experts,
        {pair: lot.randint(-level // 4, level) for pair in pairs},
        conflicts=frozenset(lot.sample(pairs, len(pairs) // 20)),
        fixed=frozenset(lot.sample(pairs, lot.choice((0, 0, 1)))),
        mix=mix,
    )


def test_the_extra_is_installed_where_everything_is_tested() -> None:
    assert available()


def test_the_solvers_agree() -> None:
    lot, plans = random.Random(20260301), 0
    for _case in range(400):
        problem = problem_of(lot)
        try:
            ours = assign(problem)
        except Impossible:
            continue
        theirs = assign_at_scale(problem)
        plans += 1
        assert theirs is not None
        assert (theirs.total, theirs.bound) == (ours.total, ours.bound)
        assert not set(theirs.pairs) & problem.conflicts
        by_id = {expert.id: expert for expert in problem.experts}
        for proposal, readers in theirs.readers.items():
            chosen = tuple(by_id[reader] for reader in readers)
            employers = [expert.employer for expert in chosen if expert.employer]
            assert len(chosen) == problem.need[proposal]
            assert len(set(employers)) == len(employers)
            assert covers(chosen, dict(problem.mix))
    assert plans > 100


def test_what_64_bits_cannot_carry_is_left_to_the_market() -> None:
    huge = {("p", "a"): 10**24, ("p", "b"): 1}
    problem = Problem({"p": 1}, (Expert("a", 1), Expert("b", 1)), huge)
    assert assign_at_scale(problem) is None
    assert assign(problem).total == 10**24
