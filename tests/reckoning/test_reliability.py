"""Figures of reliability against published tables, sums by hand and brute force."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from creator.reckoning.refusal import Unreckonable
from creator.reckoning.reliability.agreement import (
    concordance,
    interval_alpha,
    kendall,
    ordinal_alpha,
)
from creator.reckoning.reliability.intraclass import one_way, two_way
from creator.reckoning.reliability.ratings import Ratings
from creator.reckoning.reliability.reliability import check_range, reliability
from creator.reckoning.reliability.severity import bearings
from tests.reckoning.linear import explained

D = Decimal
Points = dict[str, dict[str, D]]


def table(*rows: str) -> Points:
    """A row for each proposal, a column for each expert; a dot is a missing sheet."""
    return {
        f"p{at:02}": {f"e{n}": D(x) for n, x in enumerate(row.split()) if x != "."}
        for at, row in enumerate(rows)
    }


# Shrout and Fleiss (1979), table 2: six targets, four judges; their table 4 has the results.
SHROUT_FLEISS = table("9 2 5 8", "6 1 3 2", "8 4 6 8", "7 1 2 6", "10 5 6 9", "6 2 4 7")
# Krippendorff (2011), "Computing Krippendorff's alpha-reliability": four observers, twelve units.
OBSERVERS = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3",
             ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")  # fmt: skip
KRIPPENDORFF = table(*(" ".join(unit) for unit in zip(*map(str.split, OBSERVERS), strict=True)))


def test_shrout_and_fleiss() -> None:
    found = reliability(SHROUT_FLEISS)
    figures = (found.icc_1_1, found.icc_a_1, found.icc_1_k, found.icc_a_k)
    assert [f"{figure:.2f}" for figure in figures] == ["0.17", "0.29", "0.44", "0.62"]
    assert found.one and found.two
    # their mean squares: between 11.24, within 6.26, judges 32.49, residual 1.02
    assert [f"{value:.2f}" for value in (found.one.between, found.one.within)] == ["11.24", "6.26"]
    assert f"{found.two.rest:.2f}" == "1.02"
    assert f"{6 * found.two.expert + found.two.rest:.2f}" == "32.49"


def test_krippendorffs_own_example() -> None:
    ratings = Ratings.of(KRIPPENDORFF)
    assert f"{interval_alpha(ratings):.3f}" == "0.849"
    assert f"{ordinal_alpha(ratings):.3f}" == "0.815"


@pytest.mark.parametrize(
    ("judges", "w"),
    [
        # Siegel (1956), chapter 9: three executives rank six applicants
        (("1 6 3 2 5 4", "1 5 6 4 2 3", "6 3 2 5 4 1"), "0.162"),
        # and three judges rank ten persons with ties: .828 corrected, .796 uncorrected
        (
            (
                "1 4.5 2 4.5 3 7.5 6 9 7.5 10",
                "2.5 1 2.5 4.5 4.5 8 9 6.5 10 6.5",
                "2 1 4.5 4.5 4.5 4.5 8 8 8 10",
            ),
            "0.828",
        ),
    ],
)
def test_siegels_concordances(judges: tuple[str, ...], w: str) -> None:
    marks = [[D(mark) for mark in judge.split()] for judge in judges]
    assert f"{concordance(list(zip(*marks, strict=True))):.3f}" == w


def test_one_way_with_one_two_and_three_sheets_by_hand() -> None:
    ratings = Ratings.of(table("4 6 .", ". 8 .", "1 3 5"))
    # means 5, 8, 3 of all 4.5: between 19.5 / 2, within 10 / 3, k0 = (6 - 14/6) / 2
    found = one_way(ratings)
    assert found is not None
    assert (found.between, f"{found.within:.6f}") == (D("9.75"), "3.333333")
    assert f"{found.k:.6f}" == f"{11 / 6:.6f}"
    assert f"{found.proposal:.9f}" == "3.500000000"
    result = reliability(table("4 6 .", ". 8 .", "1 3 5"))
    assert f"{result.icc_1_1:.12f}" == f"{21 / 41:.12f}"
    assert f"{result.icc_1_k:.12f}" == f"{77 / 117:.12f}"


SPARSE = [
    table("9 2 . 8", "6 1 3 .", ". 4 6 8", "7 . 2 6", "10 5 6 .", "6 2 4 7"),
    table("5 . . 1", "4 3 . .", ". 7 2 .", ". . 3 9"),  # a ring
    table("5 6 . .", "4 8 . .", "9 7 . .", ". . 3 9", ". . 1 5", ". . 6 4"),  # two panels
    table("8 . .", "5 6 4", ". 3 .", "7 8 6", "2 4 5"),  # single sheets
]


@pytest.mark.parametrize("points", SPARSE)
def test_two_way_from_missing_sheets_equals_fitting_constants_by_elimination(
    points: Points,
) -> None:
    exact = {p: {e: Fraction(x) for e, x in given.items()} for p, given in points.items()}
    ratings = Ratings.of(points)
    count, a, b, parts = ratings.count, len(points), len(ratings.experts), len(ratings.panels)
    both = explained(exact, proposals=True, experts=True)
    squares = sum(x * x for given in exact.values() for x in given.values())
    rest = (squares - both) / (count - a - b + parts)
    by_proposal = both - explained(exact, proposals=False, experts=True)
    by_expert = both - explained(exact, proposals=True, experts=False)
    found = two_way(ratings)
    assert found is not None
    assert float(found.rest) == pytest.approx(float(rest), rel=1e-12)
    # what these sums of squares are on average: traces of the projected designs
    proposal = (by_proposal - (a - parts) * rest) / (count - b)
    expert = (by_expert - (b - parts) * rest) / (count - a)
    assert float(found.proposal) == pytest.approx(float(proposal), rel=1e-12)
    assert float(found.expert) == pytest.approx(float(expert), rel=1e-12)


points = st.integers(0, 6).map(D)
sheets = st.dictionaries(
    st.sampled_from([f"p{n}" for n in range(6)]),
    st.dictionaries(st.sampled_from([f"e{n}" for n in range(4)]), points, min_size=1),
    min_size=2,
)


@given(sheets, st.booleans())
def test_alpha_is_the_definition_over_all_pairs(totals: Points, ordinal: bool) -> None:
    units = [list(given.values()) for given in totals.values() if len(given) > 1]
    values = Counter(value for unit in units for value in unit)

    def distance(one: D, other: D) -> Fraction:
        low, high = min(one, other), max(one, other)
        if not ordinal:
            return Fraction(high - low) ** 2
        between = sum(times for value, times in values.items() if low <= value <= high)
        return (between - Fraction(values[low] + values[high], 2)) ** 2

    count = sum(values.values())
    observed = sum(
        distance(x, y) / (len(unit) - 1) for unit in units for x, y in permutations(unit, 2)
    )
    expected = sum(
        distance(x, y) / (count - 1) for x, y in permutations(list(values.elements()), 2)
    )
    found = (ordinal_alpha if ordinal else interval_alpha)(Ratings.of(totals))
    if not expected:
        assert found is None
    else:
        assert found is not None
        assert float(found) == pytest.approx(float(1 - observed / expected), abs=1e-12)


CANCELLING = {"p0": {"e0": D(0), "e1": D(0), "e2": D(0), "e3": D(2)},
              "p1": {"e0": D(0), "e1": D(0), "e2": D(1), "e3": D(1)}}  # fmt: skip
"""The variances of proposals and of all else add up to nothing."""


@example(CANCELLING, 3, 0)
@given(sheets, st.integers(1, 9), st.integers(-50, 50))
def test_another_scale_or_order_of_rows_changes_no_coefficient(
    totals: Points, factor: int, shift: int
) -> None:
    other = {
        p: {e: factor * x + shift for e, x in reversed(given.items())}
        for p, given in reversed(totals.items())
    }
    one, two = reliability(totals), reliability(other)
    for name in ("icc_1_1", "icc_1_k", "icc_a_1", "icc_a_k", "alpha_interval", "alpha_ordinal"):
        left, right = getattr(one, name), getattr(two, name)
        assert (left is None) == (right is None)
        if left is not None and abs(left) < 1000:  # near 0/0 a last digit decides
            assert float(left) == pytest.approx(float(right), rel=1e-9, abs=1e-9)
    assert bool(one.kendall) == bool(two.kendall)
    if one.kendall and two.kendall:
        assert one.kendall.w == two.kendall.w
    assert [b.sheets for b in one.bearings] == [b.sheets for b in two.bearings]


def test_the_same_numbers_whatever_the_order_of_rows() -> None:
    turned = {p: dict(reversed(given.items())) for p, given in reversed(KRIPPENDORFF.items())}
    assert reliability(turned) == reliability(KRIPPENDORFF)


def test_concordance_without_complete_proposals_comes_from_pairs_of_experts() -> None:
    complete = kendall(Ratings.of(SHROUT_FLEISS))
    assert complete and (complete.basis, complete.proposals) == ("complete", 6)
    # every two experts share three proposals and rank them alike, except the last two
    rows = ("1 1 . .", "2 2 . .", "3 3 . .", ". 1 1 .", ". 2 2 .", ". 3 3 .",
            ". . 1 3", ". . 2 2", ". . 3 1")  # fmt: skip
    found = kendall(Ratings.of(table(*rows)))
    # r = (1 + 1 - 1) / 3, k = 2: (1 + 1/3) / 2
    assert found and (found.basis, f"{found.w:.9f}") == ("pairs", "0.666666667")


def test_concordance_of_panels_is_weighted_by_their_proposals() -> None:
    found = kendall(Ratings.of(table("1 1 . .", "2 2 . .", ". . 1 3", ". . 2 2", ". . 3 1")))
    # W = 1 over two proposals, 0 over three
    assert found and (found.basis, found.proposals, found.w) == ("panels", 5, D("0.4"))


def test_each_expert_beside_the_others_by_hand() -> None:
    strict, lenient, lone = bearings(Ratings.of(table("4 8 .", "6 8 .", "5 11 .", ". . 7")))
    # others less own: 4, 2, 6; own 4, 6, 5 against 8, 8, 11
    assert (strict.severity, lenient.severity) == (4, -4)
    assert (strict.deviation, lenient.deviation) == (-2, 2)
    assert (strict.mean, strict.spread) == (5, 1)
    assert f"{strict.others_spread:.9f}" == f"{3**0.5:.9f}"
    assert (strict.agreement, strict.flags) == (0, ())
    assert (lone.severity, lone.agreement, lone.compared) == (None, None, 0)
    assert lone.flags == ("few_sheets",)


def test_an_expert_who_never_differs_or_always_contradicts_is_flagged() -> None:
    constant, against, _third = bearings(Ratings.of(table("5 9 1", "5 6 4", "5 2 8")))
    assert constant.flags == ("constant",)
    assert against.flags == ("against_the_others",)


@pytest.mark.parametrize(
    "totals",
    [table("5"), table("5", "6"), table("5 5", "5 5"), table("5 6"), table("5 .", ". 6")],
)
def test_sheets_that_say_too_little_give_no_figure_but_a_reason(totals: Points) -> None:
    found = reliability(totals)
    assert found.model is None
    assert found.notes
    for figure in (found.icc_1_1, found.icc_a_1, found.alpha_interval, found.kendall):
        assert figure is None or figure == 0 or len(totals) < 2


def test_sheets_of_the_funded_alone_are_refused() -> None:
    applied = [f"p{n}" for n in range(20)]
    check_range(applied, applied[:8])
    check_range(applied[:8], [])
    with pytest.raises(Unreckonable, match="8 个有评分表的项目中只有 0 个未获资助"):
        check_range(applied[:8], applied[:8])
    with pytest.raises(Unreckonable, match="只有 3 个"):
        check_range(applied, applied[3:])
    check_range(applied, applied[3:], applied[:3])  # nearly everybody was funded
    with pytest.raises(Unreckonable, match="未获资助的 12 个项目中有 2 个没有评分表"):
        check_range(applied[:18], applied[:8], applied[8:])
    check_range(applied[:19], applied[:8], applied[8:])


@given(st.lists(st.lists(points, min_size=3, max_size=3), min_size=2, max_size=5))
def test_complete_sheets_give_the_textbook_two_way_formulas(rows: list[list[D]]) -> None:
    exact = [[Fraction(x) for x in row] for row in rows]
    n, k = len(rows), 3
    grand = sum(map(sum, exact)) / Fraction(n * k)
    between = sum((sum(row) / k - grand) ** 2 for row in exact) * k / (n - 1)
    judges = [sum(row[j] for row in exact) / n for j in range(k)]
    severity = sum((judge - grand) ** 2 for judge in judges) * n / (k - 1)
    everything = sum((x - grand) ** 2 for row in exact for x in row)
    rest = (everything - between * (n - 1) - severity * (k - 1)) / ((n - 1) * (k - 1))
    below = between + (k - 1) * rest + Fraction(k, n) * (severity - rest)
    assume(below)
    found = reliability(
        {f"p{i}": {f"e{j}": x for j, x in enumerate(r)} for i, r in enumerate(rows)}
    )
    assert found.icc_a_1 is not None
    assert float(found.icc_a_1) == pytest.approx(float((between - rest) / below), abs=1e-12)
    mean_below = between + (severity - rest) / n
    if mean_below:
        assert found.icc_a_k is not None
        assert float(found.icc_a_k) == pytest.approx(
            float((between - rest) / mean_below), abs=1e-12
        )
