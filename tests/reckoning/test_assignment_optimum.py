"""The plan equals what trying everything finds, on cases small enough to try everything."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creator.reckoning.assigning.assignment import assign
from creator.reckoning.assigning.problem import Expert, Impossible, Pair, Plan, Problem

PROPOSALS = ("p", "q", "r")
NAMES = ("a", "b", "c", "d")
PAIRS = [(p, e) for p in PROPOSALS for e in NAMES]

EXPERTS = st.tuples(
    *(
        st.builds(
            Expert,
            st.just(name),
            most=st.integers(1, 3),
            least=st.sampled_from((0, 0, 1, 2)),
            employer=st.sampled_from(("", "u", "v")),
            fields=st.frozensets(st.sampled_from(("finance", "social")), max_size=2),
        )
        for name in NAMES
    )
)
PROBLEMS = st.builds(
    Problem,
    need=st.fixed_dictionaries({p: st.integers(1, 2) for p in PROPOSALS}),
    experts=EXPERTS,
    similarity=st.dictionaries(st.sampled_from(PAIRS), st.integers(-3, 9)),
    conflicts=st.frozensets(st.sampled_from(PAIRS), max_size=3),
    fixed=st.frozensets(st.sampled_from(PAIRS), max_size=1),
    mix=st.sampled_from(({}, {}, {"finance": 1}, {"finance": 1, "social": 1})),
    one_per_employer=st.booleans(),
    seed=st.integers(0, 2),
)


def covers(chosen: tuple[Expert, ...], mix: dict[str, int]) -> bool:
    """Whether different people can stand for each field asked for."""
    wanted = [name for name, seats in mix.items() for _seat in range(seats)]
    return any(
        all(name in expert.fields for name, expert in zip(wanted, order, strict=True))
        for order in permutations(chosen, len(wanted))
    )


def panels(problem: Problem, proposal: str) -> Iterator[frozenset[Pair]]:
    """Every panel this proposal may have."""
    for chosen in combinations(problem.experts, problem.need[proposal]):
        pairs = frozenset((proposal, expert.id) for expert in chosen)
        employers = [expert.employer for expert in chosen if expert.employer]
        alone = not problem.one_per_employer or len(set(employers)) == len(employers)
        if not pairs & problem.conflicts and alone and covers(chosen, dict(problem.mix)):
            yield pairs


def best_by_trying(problem: Problem) -> int | None:
    totals = []
    for choice in product(*(panels(problem, proposal) for proposal in PROPOSALS)):
        pairs = frozenset[Pair]().union(*choice)
        loads = Counter(expert for _proposal, expert in pairs)
        within = all(e.least <= loads[e.id] <= e.most for e in problem.experts)
        if within and problem.fixed <= pairs:
            totals.append(sum(problem.similarity.get(pair, 0) for pair in pairs))
    return max(totals, default=None)


def attempt(problem: Problem) -> Plan | None:
    try:
        return assign(problem)
    except Impossible as why:
        assert str(why.text)
        return None


@settings(max_examples=600)
@given(PROBLEMS)
def test_the_plan_is_the_best_there_is(problem: Problem) -> None:
    best, plan = best_by_trying(problem), attempt(problem)
    assert (plan.total if plan else None) == best
    if plan:
        assert plan.bound == plan.total
        for proposal, readers in plan.readers.items():
            pairs = frozenset((proposal, expert) for expert in readers)
            assert pairs in set(panels(problem, proposal))


@settings(max_examples=60)
@given(PROBLEMS, st.permutations(NAMES))
def test_listing_experts_in_another_order_changes_nothing(
    problem: Problem, order: list[str]
) -> None:
    by_id = {expert.id: expert for expert in problem.experts}
    shuffled = Problem(
        dict(reversed(list(problem.need.items()))),
        tuple(by_id[name] for name in order),
        problem.similarity,
        problem.conflicts,
        problem.fixed,
        problem.mix,
        problem.one_per_employer,
        problem.seed,
    )
    assert attempt(problem) == attempt(shuffled)


@settings(max_examples=60)
@given(PROBLEMS)
def test_lots_decide_between_equals_only(problem: Problem) -> None:
    plans = [attempt(replace(problem, seed=seed)) for seed in range(3)]
    assert len({plan and plan.total for plan in plans}) == 1


def test_every_seed_may_draw_another_of_the_equal_plans() -> None:
    problem = Problem(dict.fromkeys("pqrstu", 2), tuple(Expert(name, 3) for name in "abcd"))
    plans = [assign(replace(problem, seed=seed)) for seed in range(5)]
    assert {tuple(sorted(plan.loads.values())) for plan in plans} == {(3, 3, 3, 3)}
    assert len({plan.pairs for plan in plans}) > 1


def test_a_thousand_proposals_whose_optimum_is_known() -> None:
    """Everybody is best for ten proposals in a hundred: then all of them get their best."""
    proposals, names = [f"p{n:04}" for n in range(1000)], [f"e{n:03}" for n in range(100)]
    similarity = {
        (proposal, name): 1000 + p % 7 if (p + 20 * k) % 100 == e else (p * 31 + e * 17) % 900
        for p, proposal in enumerate(proposals)
        for e, name in enumerate(names)
        for k in [(e - p) % 100 // 20]
    }
    experts = tuple(Expert(name, 50, 50) for name in names)
    plan = assign(Problem(dict.fromkeys(proposals, 5), experts, similarity))
    assert plan.total == sum(5 * (1000 + p % 7) for p in range(1000)) == plan.bound
    assert set(plan.loads.values()) == {50}


@pytest.mark.full
def test_where_searching_on_would_take_too_long_the_bound_says_how_good_the_plan_is() -> None:
    """Twelve readers of seven employers, each employer with several fields, for 40 proposals."""
    fields = ("finance", "social", "community")
    readers = tuple(
        Expert(f"e{n:02}", most=16, employer=f"u{n % 7}", fields=frozenset({fields[n % 3]}))
        for n in range(12)
    )
    similarity = {
        (f"p{p:02}", reader.id): (p * 37 + n * 61) % 101
        for p in range(40)
        for n, reader in enumerate(readers)
    }
    need = {f"p{p:02}": 3 for p in range(40)}
    problem = Problem(need, readers, similarity, mix={"finance": 1, "social": 1})
    plan = assign(problem)
    assert plan.total <= plan.bound <= plan.total * 1.05
    for proposal, chosen in plan.readers.items():
        pairs = frozenset((proposal, expert) for expert in chosen)
        assert pairs in set(panels(problem, proposal))
