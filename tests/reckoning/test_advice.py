"""Advice beside the scores: leniency, the grey zone, flip points."""

from decimal import Decimal
from fractions import Fraction
from math import sqrt
from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator.reckoning.reliability.additive import Shrinkage, fit
from creator.reckoning.reliability.advice import Line, advise
from creator.reckoning.reliability.grey_zone import flips, probabilities, rounds_for
from creator.reckoning.reliability.ratings import Ratings
from creator.reckoning.reliability.reliability import reliability
from tests.reckoning.linear import design, effects
from tests.reckoning.test_reliability import Points, table

D = Decimal

# Twelve proposals and five experts in turn; e1 gives eight points less than anybody else.
TURNS = [
    "80 72 . 80 .", ". 67 75 76 .", "71 . 71 . 70", ". 53 60 . 62", "66 . . 64 66",
    "90 82 91 . .", ". . 58 57 59", "77 69 . . 78", ". 74 83 81 .", "62 . 61 63 .",
    ". 79 . 86 88", "84 . 83 . 85",
]  # fmt: skip


def scores_of(points: Points) -> dict[str, D]:
    return {p: sum(given.values(), D(0)) / len(given) for p, given in points.items()}


@pytest.mark.parametrize("held", [frozenset[int](), frozenset({0, 3})])
@pytest.mark.parametrize(("proposal", "expert"), [("0.5", "2"), ("3", "0.25")])
def test_a_shrunken_fit_solves_the_mixed_model_equations(
    proposal: str, expert: str, held: frozenset[int]
) -> None:
    points = table(*TURNS)
    exact = {p: {e: Fraction(x) for e, x in given.items()} for p, given in points.items()}
    rows, values = design(exact, proposals=True, experts=True)
    never = Fraction(10) ** 30
    ridge = [Fraction(0), *[Fraction(proposal)] * 12]
    ridge += [never if at in held else Fraction(expert) for at in range(5)]
    mean, *others = effects(rows, values, ridge)

    found = fit(Ratings.of(points), Shrinkage(float(proposal), float(expert), held))
    assert found.mean == pytest.approx(float(mean), rel=1e-12)
    assert found.proposals == pytest.approx([float(x) for x in others[:12]], abs=1e-10)
    assert found.experts == pytest.approx([float(x) for x in others[12:]], abs=1e-10)


def test_a_strict_expert_costs_a_proposal_nothing_in_the_adjusted_score() -> None:
    points = table(*TURNS)
    found = reliability(points)
    assert found.model is not None and found.model.unadjusted is None
    leniency = found.model.fit.experts
    assert min(leniency) == leniency[1] < -6
    rows = {row.proposal: row for row in advise(found, scores_of(points))}
    # 90 and 91 of the others and 82 of the strict one, on the scale of the average expert
    assert rows["p05"].adjusted is not None and rows["p05"].adjusted > rows["p05"].score + 1
    assert rows["p02"].adjusted is not None and abs(rows["p02"].adjusted - rows["p02"].score) < 2
    # drawn towards the mean of all on both ends
    assert rows["p05"].adjusted > (rows["p05"].expected or 0) > 80
    assert [row.probability for row in rows.values()] == [None] * 12


def test_with_fewer_than_three_sheets_an_expert_nothing_is_adjusted() -> None:
    points = table("9 8 . . . .", ". . 5 5 . .", ". . . . 1 2", "6 . 7 . 8 .")
    found = reliability(points)
    assert found.model and found.model.unadjusted
    assert str(found.model.unadjusted) == "平均每位专家不足 3 份评分表，不作宽严调整。"
    rows = advise(found, scores_of(points))
    assert {row.adjusted for row in rows} == {None}
    assert all(row.expected is not None for row in rows)


def test_a_newcomer_among_the_experts_alone_is_left_as_he_is() -> None:
    points = table(*TURNS)
    points["p00"]["e9"] = D(20)
    found = reliability(points)
    assert found.model is not None and found.model.held == {5}
    assert found.model.fit.experts[5] == 0
    assert [str(note) for note in found.notes] == ["1 位专家的评分表不足三份，不对其作宽严调整。"]


def test_two_proposals_and_one_place_follow_the_normal_distribution() -> None:
    points = table("70 74 78", "72 79 76", "40 44 42", "95 93 97")
    found = reliability(points)
    model = found.model
    assert model is not None
    chances = probabilities(found.ratings, model, 2, seed=1)
    # the second place is between the two in the middle: nobody else comes near
    away = model.expected(1) - model.expected(0)
    # what the experts' severity does to one it does to the other
    error = sqrt(model.rest / model.weights[0] + model.rest / model.weights[1])
    assert float(chances[1]) == pytest.approx(NormalDist().cdf(away / error), abs=0.02)
    assert chances[2:] == (0, 1)
    assert sum(chances) == 2


def test_the_same_seed_the_same_figures_another_seed_nearly_the_same() -> None:
    points = table(*TURNS)
    found = reliability(points)
    one, again, other = (advise(found, scores_of(points), Line(4, seed)) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    for left, right in zip(one, other, strict=True):
        assert left.probability is not None and right.probability is not None
        assert abs(left.probability - right.probability) < D("0.03")
        assert left.grey == (D("0.05") < left.probability < D("0.95"))
    assert sum(row.probability or 0 for row in one) == 4


def test_common_severity_moves_nobody_across_the_line() -> None:
    """Where everybody reads everything, the experts' severity adds nothing to the uncertainty."""
    plain = table("80 81 82", "70 71 72", "60 61 62", "50 51 52")
    chances = probabilities(
        (found := reliability(plain)).ratings,
        found.model,
        2,
        1,  # type: ignore[arg-type]
    )
    assert chances == (1, 1, 0, 0)


def test_flip_points_by_hand() -> None:
    scores = [D(x) for x in ("90", "85", "84.5", "80", "60")]
    assert [(f.side, f.points) for f in flips(scores, 2)] == [
        ("above", D("5.5")),
        ("above", D("0.5")),
        ("below", D("0.5")),
        ("below", D("5")),
        ("below", D("25")),
    ]
    tied = flips([D(90), D(85), D(85), D(80)], 2)
    assert [(f.side, f.points) for f in tied] == [
        ("above", D(5)),
        ("tied", D(0)),
        ("tied", D(0)),
        ("below", D(5)),
    ]
    assert {f.side for f in flips(scores, 5)} == {"above"}


def test_flip_points_on_one_sheet_and_ranks() -> None:
    points = table("90 80", "84 .", "70 72", "84 84")
    rows = advise(reliability(points), scores_of(points), Line(1, 1))
    assert [(r.proposal, r.rank, r.flip_points, r.flip_on_one_sheet) for r in rows] == [
        ("p00", 1, D(1), D(2)),
        ("p01", 2, D(1), D(1)),
        ("p03", 2, D(1), D(2)),
        ("p02", 4, D(14), D(28)),
    ]


@given(st.lists(st.integers(0, 20).map(D), min_size=2, max_size=8), st.integers(1, 8))
def test_whoever_changes_by_more_than_its_flip_points_is_on_the_other_side(
    scores: list[D], places: int
) -> None:
    if places >= len(scores):
        return
    for at, flip in enumerate(flips(scores, places)):
        step = flip.points + D("0.5")
        moved = [*scores]
        moved[at] += -step if flip.side == "above" else step
        better = sum(score > moved[at] for score in moved)
        assert (better >= places) == (flip.side == "above")


def test_small_sets_are_drawn_more_often() -> None:
    assert [rounds_for(n) for n in (10, 5000, 10**5)] == [10_000, 2000, 1000]


@pytest.mark.full
def test_of_those_given_one_chance_in_n_about_one_in_n_is_there() -> None:
    random, promised, kept = Random(5), [0.0] * 5, [0] * 5
    for _edition in range(30):
        worth = [random.gauss(75, 6) for _proposal in range(60)]
        bias = [random.gauss(0, 4) for _expert in range(12)]
        points = {
            f"p{p:02}": {
                f"e{e:02}": D(round(worth[p] + bias[e] + random.gauss(0, 5), 1))
                for e in random.sample(range(12), 4)
            }
            for p in range(60)
        }
        found = reliability(points)
        assert found.model is not None
        chances = probabilities(found.ratings, found.model, 20, seed=1)
        best = set(sorted(range(60), key=lambda p: -worth[p])[:20])
        for proposal, chance in enumerate(chances):
            promised[min(4, int(5 * chance))] += float(chance)
            kept[min(4, int(5 * chance))] += proposal in best
    for much, came in zip(promised, kept, strict=True):
        assert came == pytest.approx(much, rel=0.15)
