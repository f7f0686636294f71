"""Places, and what broke each tie."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator.i18n import Label, _
from creator.reckoning.facts import Facts
from creator.reckoning.ranking import Place, Tiebreak, rank
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.scoring.results import CriterionScore, Result, ResultSet

D = Decimal

NEED = Tiebreak("criterion", "need", Label("需求", "Need"))


def result(proposal: str, total: object, *, need: int = 0, untrimmed: int = 0) -> Result:
    score = CriterionScore(D(need), D(need), "mean", frozenset())
    points = D(str(total))
    return Result(proposal, points, D(untrimmed), points, criteria={"need": score})


def results(*each: Result) -> ResultSet:
    return ResultSet({one.proposal: one for one in each})


def ranks(places: Sequence[Place]) -> list[tuple[str, int | None]]:
    return [(place.proposal, place.rank) for place in places]


def test_equal_ranks_stay_equal_and_are_flagged_when_nothing_decides() -> None:
    places = rank(
        results(result("a", 80), result("b", 90), result("c", "80.00"), result("d", 70)),
        dict.fromkeys("abcd", Facts()),
    )
    assert ranks(places) == [("b", 1), ("a", 2), ("c", 2), ("d", 4)]
    assert [place.tied_with for place in places] == [(), ("c",), ("a",), ()]


def test_the_chain_decides_link_by_link_and_says_which_link_it_was() -> None:
    tied = results(result("a", 80, need=10), result("b", 80, need=10), result("c", 80, need=14))
    facts = {"a": Facts(requested=300), "b": Facts(requested=200), "c": Facts(requested=900)}
    places = rank(tied, facts, [NEED, Tiebreak("lower_request")])

    assert ranks(places) == [("c", 1), ("b", 2), ("a", 3)]
    assert [[broken.link.by for broken in place.broken] for place in places] == [
        ["criterion"],
        ["criterion", "lower_request"],
        ["criterion", "lower_request"],
    ]
    assert str(places[0].broken[0].text) == "3 个项目同为 80 分，先后依据：“需求”得分高者先。"
    assert places[1].broken[1].among == ("a", "b")
    assert not any(place.tied_with for place in places)


def test_first_time_applicants_and_the_untrimmed_mean() -> None:
    tied = results(result("a", 80, untrimmed=79), result("b", 80, untrimmed=81), result("c", 80))
    facts = {"a": Facts(), "b": Facts(), "c": Facts(first_time=True)}
    assert ranks(rank(tied, facts, [Tiebreak("untrimmed")]))[0] == ("b", 1)
    places = rank(tied, facts, [Tiebreak("first_time")])
    assert ranks(places) == [("c", 1), ("a", 2), ("b", 2)]


def test_a_draw_decides_only_when_everybody_tied_was_in_it() -> None:
    tied = results(result("a", 80), result("b", 80))
    drawn = {"a": Facts(drawn=2), "b": Facts(drawn=1)}
    assert ranks(rank(tied, drawn, [Tiebreak("draw")])) == [("b", 1), ("a", 2)]
    partly = {"a": Facts(drawn=2), "b": Facts()}
    assert ranks(rank(tied, partly, [Tiebreak("draw")])) == [("a", 1), ("b", 1)]


def test_the_barred_come_last_without_a_rank() -> None:
    out = Result("a", D(99), D(99), D(99), barred=(_("一票否决。"),))
    places = rank(results(out, result("b", 60)), {"a": Facts(), "b": Facts()})
    assert ranks(places) == [("b", 1), ("a", None)]
    assert [str(text) for text in places[1].barred] == ["一票否决。"]


def test_missing_facts_and_unknown_criteria_are_refused() -> None:
    tied = results(result("a", 80), result("b", 80))
    with pytest.raises(Unreckonable, match="b"):
        rank(tied, {"a": Facts()})
    with pytest.raises(Unreckonable, match="cost"):
        rank(tied, {"a": Facts(), "b": Facts()}, [Tiebreak("criterion", "cost")])


ENTRIES = st.lists(
    st.tuples(
        st.integers(70, 72), st.integers(0, 2), st.integers(0, 2), st.integers(1, 3), st.booleans()
    ),
    min_size=1,
    max_size=9,
)
CHAINS = st.permutations(
    [
        NEED,
        Tiebreak("untrimmed"),
        Tiebreak("lower_request"),
        Tiebreak("first_time"),
    ]
).flatmap(lambda chain: st.integers(0, 4).map(lambda length: chain[:length]))


@given(ENTRIES, CHAINS)
def test_any_chain_gives_the_lexicographic_order_and_leaves_true_ties(
    entries: list[tuple[int, int, int, int, bool]], chain: list[Tiebreak]
) -> None:
    scored, facts, keys = {}, {}, {}
    for number, (total, need, untrimmed, requested, first) in enumerate(entries):
        name = f"p{number}"
        scored[name] = result(name, total, need=need, untrimmed=untrimmed)
        facts[name] = Facts(requested=requested, first_time=first)
        links = {
            "criterion": -need,
            "untrimmed": -untrimmed,
            "lower_request": requested,
            "first_time": -first,
        }
        keys[name] = (-total, *(links[link.by] for link in chain))

    places = rank(ResultSet(scored), facts, chain)

    for place in places:
        better = sum(key < keys[place.proposal] for key in keys.values())
        equal = {n for n, key in keys.items() if key == keys[place.proposal]} - {place.proposal}
        assert place.rank == better + 1
        assert set(place.tied_with) == equal
    reordered = ResultSet(dict(reversed(scored.items())))
    assert rank(reordered, facts, chain) == places
