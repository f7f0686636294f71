"""Experts to proposals: the best total within the hard rules, or the reason why not."""

from dataclasses import replace

import pytest

from creator.reckoning.assigning.assignment import assign, even_load
from creator.reckoning.assigning.problem import Expert, Impossible, Problem
from creator.reckoning.scoring.panels import seat_panels


def experts(*ids: str, most: int = 9, least: int = 0) -> tuple[Expert, ...]:
    return tuple(Expert(id_, most, least) for id_ in ids)


def need(*proposals: str, each: int = 1) -> dict[str, int]:
    return dict.fromkeys(proposals, each)


def test_the_total_counts_not_the_first_come() -> None:
    """Greedy would give p its best (a, 10) and leave q with 0; together b and a reach 17."""
    similarity = {("p", "a"): 10, ("p", "b"): 8, ("q", "a"): 9, ("q", "b"): 0}
    plan = assign(Problem(need("p", "q"), experts("a", "b", most=1), similarity))
    assert plan.readers == {"p": ("b",), "q": ("a",)}
    assert (plan.total, plan.bound, plan.worst_served) == (17, 17, "p")


def test_nobody_reads_a_proposal_twice() -> None:
    similarity = {("p", "a"): 100}
    plan = assign(Problem(need("p", each=2), experts("a", "b"), similarity))
    assert plan.readers == {"p": ("a", "b")}


def test_equal_plans_are_evened_out() -> None:
    plan = assign(Problem(need(*"pqrstu"), experts("a", "b", "c")))
    assert plan.loads == {"a": 2, "b": 2, "c": 2}


def test_minimum_loads_are_kept_at_the_least_loss() -> None:
    """b must read one: it takes q, where a loses only 1, not p, where a loses 5."""
    similarity = {("p", "a"): 9, ("p", "b"): 4, ("q", "a"): 5, ("q", "b"): 4}
    pair = (Expert("a", 2), Expert("b", 2, least=1))
    assert assign(Problem(need("p", "q"), pair, similarity)).readers == {"p": ("a",), "q": ("b",)}


def test_conflicts_never_meet_and_fixed_pairs_stay() -> None:
    similarity = {("p", "a"): 9, ("q", "b"): 9}
    problem = Problem(
        need("p", "q"),
        experts("a", "b", "c"),
        similarity,
        conflicts=frozenset({("p", "a")}),
        fixed=frozenset({("q", "c")}),
    )
    plan = assign(problem)
    assert plan.readers["q"] == ("c",)
    assert "a" not in plan.readers["p"]


def test_colleagues_do_not_read_the_same_proposal_unless_allowed() -> None:
    pool = (Expert("a", 9, employer="大学"), Expert("b", 9, employer="大学"), Expert("c", 9))
    similarity = {("p", "a"): 9, ("p", "b"): 8}
    problem = Problem(need("p", each=2), pool, similarity)
    assert assign(problem).readers["p"] == ("a", "c")
    assert assign(replace(problem, one_per_employer=False)).readers["p"] == ("a", "b")


def test_every_proposal_gets_its_mix_and_one_person_stands_for_one_field() -> None:
    pool = (
        Expert("a", 9, fields=frozenset({"finance", "social"})),
        Expert("b", 9),
        Expert("c", 9, fields=frozenset({"social"})),
    )
    similarity = {("p", "a"): 9, ("p", "b"): 9}
    mix = {"finance": 1, "social": 1}
    plan = assign(Problem(need("p", each=2), pool, similarity, mix=mix))
    assert plan.readers["p"] == ("a", "c")


def test_mix_and_employer_together() -> None:
    """Finance is only at the university, so its better social worker gives way to the street's."""
    pool = (
        Expert("uni-finance", 9, employer="大学", fields=frozenset({"finance"})),
        Expert("uni-social", 9, employer="大学", fields=frozenset({"social"})),
        Expert("street", 9, employer="街道", fields=frozenset({"social"})),
    )
    similarity = {("p", "uni-social"): 100, ("p", "street"): 1}
    mix = {"finance": 1, "social": 1}
    plan = assign(Problem(need("p", each=2), pool, similarity, mix=mix))
    assert plan.readers["p"] == ("street", "uni-finance")
    assert plan.bound == plan.total == 1


def test_the_order_of_the_lists_does_not_matter() -> None:
    similarity = {(p, e): (ord(p) * ord(e)) % 7 for p in "pqrs" for e in "abc"}
    pool = experts("a", "b", "c", most=3)
    forwards = assign(Problem(need(*"pqrs", each=2), pool, similarity))
    backwards = assign(
        Problem(need(*"srqp", each=2), pool[::-1], dict(reversed(similarity.items())))
    )
    assert forwards == backwards


def test_even_load() -> None:
    assert even_load(10, 4) == (2, 3)
    assert even_load(12, 4) == (3, 3)


class TestImpossible:
    def refusal(self, problem: Problem) -> Impossible:
        with pytest.raises(Impossible) as refusal:
            assign(problem)
        return refusal.value

    def test_too_few_experts_without_conflict(self) -> None:
        conflicts = frozenset({("p", "a"), ("p", "b")})
        why = self.refusal(Problem(need("p", "q", each=2), experts("a", "b", "c"), {}, conflicts))
        assert (why.proposals, why.experts, why.missing) == (("p",), ("c",), 1)
        assert str(why.text) == (
            "1 个项目（p）共需 2 个评审席位，没有利益冲突的专家有 1 位，最多承担 1 个席位，"
            "还差 1 个。可以：每个项目少安排一位专家；也可以增加专家。"
        )

    def test_too_little_time_of_the_experts(self) -> None:
        why = self.refusal(Problem(need("p", "q", "r"), experts("a", "b", most=1)))
        assert (why.proposals, why.missing) == (("p", "q", "r"), 1)
        assert [str(remedy) for remedy in why.remedies] == ["提高专家的评审上限"]

    def test_all_free_experts_are_colleagues(self) -> None:
        pool = tuple(Expert(id_, 9, employer="大学") for id_ in "abc")
        why = self.refusal(Problem(need("p", each=2), pool))
        assert [str(remedy) for remedy in why.remedies] == [
            "允许同一单位的专家评同一项目",
            "每个项目少安排一位专家",
        ]

    def test_a_field_is_missing(self) -> None:
        why = self.refusal(Problem(need("p", each=2), experts("a", "b"), mix={"finance": 1}))
        assert str(why.text) == (
            "1 个项目（p）缺“finance”方面的专家，还差 1 个席位。"
            "可以：放宽专业搭配；也可以增加专家。"
        )

    def test_a_mix_of_more_than_the_panel(self) -> None:
        mix = {"finance": 1, "social": 1}
        why = self.refusal(Problem(need("p"), experts("a", "b"), mix=mix))
        assert str(why.text) == "专业搭配要求每个项目至少 2 位专家，1 个项目只安排了更少的人。"

    def test_minimum_loads_that_nobody_can_fill(self) -> None:
        why = self.refusal(Problem(need("p"), experts("a", "b", least=1)))
        assert str(why.text) == (
            "1 位专家达不到最少评审数：b。可以：降低专家的最少评审数；也可以增加专家。"
        )

    def test_fixed_pairs_beyond_the_cap(self) -> None:
        fixed = frozenset({("p", "a"), ("q", "a")})
        why = self.refusal(Problem(need("p", "q"), experts("a", "b", most=1), fixed=fixed))
        assert [str(remedy) for remedy in why.remedies] == [
            "重新安排已定的专家",
            "提高专家的评审上限",
        ]

    def test_a_fixed_pair_in_conflict_must_be_withdrawn_first(self) -> None:
        pair = frozenset({("p", "a")})
        why = self.refusal(Problem(need("p"), experts("a"), conflicts=pair, fixed=pair))
        assert str(why.text) == "专家 a 与项目 p 有利益冲突，请先撤下这一安排。"

    def test_mix_and_employer_exclude_each_other(self) -> None:
        pool = (
            Expert("a", 9, employer="大学", fields=frozenset({"finance"})),
            Expert("b", 9, employer="大学", fields=frozenset({"social"})),
        )
        mix = {"finance": 1, "social": 1}
        why = self.refusal(Problem(need("p", each=2), pool, mix=mix))
        assert str(why.text) == (
            "同单位只能一人与专业搭配两条规则同时成立时，排不出方案。"
            "可以：允许同一单位的专家评同一项目；也可以增加专家。"
        )


class TestPanels:
    GROUPS = {"为老": ["p", "q"], "助残": ["r"]}
    PANELS = {"为老": ["a", "b", "c"], "助残": ["c", "d", "e"]}

    def test_every_expert_of_a_group_reads_every_proposal_of_it(self) -> None:
        plan = seat_panels(self.GROUPS, self.PANELS, at_least=3)
        assert plan.readers == {"p": ("a", "b", "c"), "q": ("a", "b", "c"), "r": ("c", "d", "e")}
        assert plan.loads == {"a": 2, "b": 2, "c": 3, "d": 1, "e": 1}

    def test_an_expert_in_conflict_steps_back_from_that_one(self) -> None:
        plan = seat_panels(self.GROUPS, self.PANELS, {("p", "a"), ("r", "a")}, at_least=2)
        assert plan.readers["p"] == ("b", "c")
        assert plan.readers["q"] == ("a", "b", "c")
        assert plan.recused == (("p", "a"),)

    def test_too_few_left_after_stepping_back(self) -> None:
        with pytest.raises(Impossible) as refusal:
            seat_panels(self.GROUPS, self.PANELS, {("p", "a")}, at_least=3)
        assert refusal.value.proposals == ("p",)
        assert str(refusal.value.text) == (
            "1 个项目回避后不足 3 位专家（最少的只有 2 位）：p。"
            "请为所在评审组增补专家，或降低每个项目的最少专家数。"
        )
