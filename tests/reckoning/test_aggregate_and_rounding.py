"""Rounding and the four ways in which several marks become one."""

from decimal import Decimal, localcontext

import pytest

from creator.reckoning.rounding import half_up, over, times
from creator.reckoning.scoring.aggregate import Aggregate, extremes, mean, median, weighted_mean

D = Decimal


@pytest.mark.parametrize(
    ("exact", "places", "published"),
    [
        ("86.665", 2, "86.67"),
        ("86.664999", 2, "86.66"),
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("-0.5", 0, "-1"),
        ("-0.001", 2, "0.00"),
        ("88", 2, "88.00"),
    ],
)
def test_half_goes_up_as_people_learn_at_school(exact: str, places: int, published: str) -> None:
    assert str(half_up(D(exact), places)) == published


def test_a_third_of_three_is_one_when_it_is_rounded() -> None:
    """0.15 x (1 + 0 + 0) / 3 is 0.05, and goes up; 0.333… x 0.15 is a little less."""
    assert half_up(times(mean([D(1), D(0), D(0)]), D("0.15")), 1) == D("0.1")
    assert half_up(times(D("3.5"), over(D(15), D(7))), 0) == D(8)


def test_nobody_elses_decimal_settings_change_a_score() -> None:
    with localcontext() as context:
        context.prec = 3
        assert half_up(mean([D("86.67"), D("90.11"), D("77.77")]), 4) == D("84.8500")


def test_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    assert median([D(90), D(70), D(81), D(80)]) == D("80.5")
    assert median([D(90), D(70), D(81)]) == D(81)


def test_confidence_weighs_the_marks() -> None:
    marks = {"e1": D(90), "e2": D(60)}
    assert weighted_mean(marks, {"e1": D(2), "e2": D(1)}) == D(80)
    assert weighted_mean(marks, {"e1": D(0), "e2": D(0)}) is None


def test_trimming_equal_marks_does_not_depend_on_the_order_of_rows() -> None:
    rule = Aggregate("trimmed")
    marks = {"e1": D(80), "e2": D(80), "e3": D(80), "e4": D(80), "e5": D(80)}
    assert extremes(marks, rule) == extremes(dict(reversed(marks.items())), rule) == {"e1", "e5"}


@pytest.mark.parametrize(("high", "low"), [(3, 2), (-1, 1)])
def test_a_trimmed_mean_that_leaves_nothing_is_no_rule(high: int, low: int) -> None:
    with pytest.raises(ValueError):
        Aggregate("trimmed", drop_high=high, drop_low=low)
