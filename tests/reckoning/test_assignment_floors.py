"""Floors: what trying everything finds, the worst-served first; honesty where it is not known."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator.reckoning.assigning.assignment import assign
from creator.reckoning.assigning.fairness import assign_above, assign_fairly
from creator.reckoning.assigning.problem import Expert, Impossible, Problem
from tests.conftest import FULL
from tests.reckoning.test_assignment_optimum import NAMES, PAIRS, PROPOSALS, panels

EXAMPLES = 1_500 if FULL else 150
EXPERTS = st.tuples(
    *(
        st.builds(
            Expert,
            st.just(name),
            most=st.integers(1, 3),
            least=st.sampled_from((0, 0, 1)),
            employer=st.sampled_from(("", "", "u")),
            fields=st.frozensets(st.sampled_from(("finance", "social")), max_size=2),
        )
        for name in NAMES
    )
)
PROBLEMS = st.builds(
    Problem,
    need=st.fixed_dictionaries({p: st.integers(1, 2) for p in PROPOSALS}),
    experts=EXPERTS,
    similarity=st.fixed_dictionaries({pair: st.integers(-3, 30) for pair in PAIRS}),
    conflicts=st.frozensets(st.sampled_from(PAIRS), max_size=2),
    fixed=st.frozensets(st.sampled_from(PAIRS), max_size=1),
    mix=st.sampled_from(({}, {}, {"finance": 1})),
    one_per_employer=st.booleans(),
    seed=st.integers(0, 3),
)


def every_plan(problem: Problem) -> Iterator[tuple[int, int]]:
    """(what the worst-served gets, the total) of every plan that keeps the rules."""
    for choice in product(*(panels(problem, proposal) for proposal in PROPOSALS)):
        pairs = frozenset().union(*choice)
        loads = Counter(expert for _proposal, expert in pairs)
        within = all(e.least <= loads[e.id] <= e.most for e in problem.experts)
        if within and problem.fixed <= pairs:
            sums = [sum(problem.similarity[pair] for pair in panel) for panel in choice]
            yield min(sums), sum(sums)


@settings(max_examples=EXAMPLES)
@given(PROBLEMS)
def test_the_worst_served_is_raised_first_and_the_total_second(problem: Problem) -> None:
    known = list(every_plan(problem))
    try:
        answer = assign_fairly(problem)
    except Impossible:
        assert known == []
        return
    floor, total = max(known)
    assert (answer.floor, answer.floor_bound) == (floor, floor)
    assert (answer.plan.total, answer.plan.bound, answer.proven) == (total, total, True)
    assert min(answer.plan.served.values()) == floor


@settings(max_examples=EXAMPLES)
@given(PROBLEMS, st.integers(-5, 60))
def test_no_proposal_is_below_the_floor(problem: Problem, floor: int) -> None:
    best = max((total for least, total in every_plan(problem) if least >= floor), default=None)
    try:
        answer = assign_above(problem, floor)
    except Impossible as why:
        assert str(why.text)
        assert best is None
        return
    assert (answer.plan.total, answer.plan.bound) == (best, best)
    assert min(answer.plan.served.values()) >= floor


def test_a_floor_costs_total() -> None:
    similarity = {("p", "a"): 10, ("p", "b"): 9, ("q", "a"): 6, ("q", "b"): 1}
    problem = Problem({"p": 1, "q": 1}, (Expert("a", 1), Expert("b", 1)), similarity)
    assert assign(problem).readers == {"p": ("b",), "q": ("a",)}
    similarity = {("p", "a"): 10, ("p", "b"): 4, ("q", "a"): 5, ("q", "b"): 1}
    problem = Problem({"p": 1, "q": 1}, (Expert("a", 1), Expert("b", 1)), similarity)
    assert assign(problem).readers == {"p": ("a",), "q": ("b",)}
    answer = assign_fairly(problem)
    assert answer.plan.readers == {"p": ("b",), "q": ("a",)}
    assert (answer.floor, answer.plan.total, answer.proven) == (4, 9, True)


def test_a_floor_above_the_best_panel_names_the_proposals() -> None:
    similarity = {("p", "a"): 10, ("q", "a"): 5}
    problem = Problem({"p": 1, "q": 1}, (Expert("a", 2),), similarity)
    with pytest.raises(Impossible) as refusal:
        assign_above(problem, 6)
    assert refusal.value.proposals == ("q",)


@pytest.mark.full
def test_where_all_want_the_same_experts_the_bounds_say_what_is_not_known() -> None:
    """Twenty proposals, six experts of very different standing, no slack: all but a partition."""
    similarity = {
        (f"p{p:02}", f"e{e}"): 1000 * (6 - e) + (p * 37 + e * 61) % 101
        for p in range(20)
        for e in range(6)
    }
    experts = tuple(Expert(f"e{e}", 10) for e in range(6))
    answer = assign_fairly(Problem({f"p{p:02}": 3 for p in range(20)}, experts, similarity))
    assert min(answer.plan.served.values()) == answer.floor <= answer.floor_bound
    assert answer.floor >= 0.95 * answer.floor_bound
    assert answer.plan.total <= answer.plan.bound
