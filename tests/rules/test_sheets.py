"""What may be entered on a sheet, and what it adds up to; no database needed."""

from decimal import Decimal

import pytest

from creator.i18n import Label
from creator.models.review import Point, Review
from creator.programme.rubrics import Anchor, Criterion, Rubric
from creator.reckoning.rounding import Rounding
from creator.reckoning.scoring.aggregate import Aggregate
from creator.reckoning.scoring.panel_rule import PanelRule
from creator.reckoning.scoring.scores import reckon
from creator.rules import sheets

NEED = Criterion(id="need", label=Label("需求", "Need"), weight=Decimal(15))
HALVES = Criterion(id="half", label=Label("半分", "Halves"), weight=Decimal(15), decimals=1)
LEVELS = Criterion(
    id="level",
    label=Label("等级", "Level"),
    type="levels",
    weight=Decimal(10),
    anchors=(
        Anchor(points=Decimal(0), label=Label("差", "poor")),
        Anchor(points=Decimal(10), label=Label("优", "good")),
    ),
)
SCALED = Criterion(id="scaled", label=Label("百分", "Of 100"), weight=Decimal(15), max=Decimal(100))
OFF = Criterion(id="off", label=Label("扣分", "Off"), type="deduction", weight=Decimal(5))


@pytest.mark.parametrize(
    ("written", "points"),
    [("12", 12), (" 12 ", 12), ("１２", 12), ("012", 12), ("15", 15), ("0", 0), ("", None)],
)
def test_points_are_read_as_people_type_them(written, points):
    assert sheets.parse_points(NEED, written) == points


@pytest.mark.parametrize(
    "written", ["16", "1²", "-1", "1e1", "1_0", "NaN", "7.5", "十", "1,5", "+3", "∞"]
)
def test_anything_else_is_refused(written):
    with pytest.raises(sheets.NotPoints):
        sheets.parse_points(NEED, written)


def test_decimals_and_levels_are_those_of_the_criterion():
    assert sheets.parse_points(HALVES, "7.5") == Decimal("7.5")
    with pytest.raises(sheets.NotPoints):
        sheets.parse_points(HALVES, "7.55")
    assert sheets.parse_points(LEVELS, "10") == 10
    with pytest.raises(sheets.NotPoints):
        sheets.parse_points(LEVELS, "5")


@pytest.mark.parametrize(
    ("reason", "points", "needed"),
    [("none", 15, False), ("extremes", 15, True), ("extremes", 0, True), ("extremes", 14, False)],
)
def test_a_reason_is_asked_as_declared(reason, points, needed):
    criterion = Criterion(id="need", label=NEED.label, weight=Decimal(15), reason=reason)
    assert sheets.needs_reason(criterion, Decimal(points)) is needed


def test_a_sheet_adds_up_as_the_reckoning_adds_it():
    rubric = Rubric(id="r", label=Label("表", "sheet"), criteria=(NEED, SCALED, OFF))
    review = Review(points=[
        Point(criterion="need", points=Decimal(12)),
        Point(criterion="scaled", points=Decimal("66.67")),
        Point(criterion="off", points=Decimal(2)),
    ])  # fmt: skip
    answers = sheets.counted_answers(rubric, review)
    rule = PanelRule(sheets.items_of(rubric), Aggregate("mean"), "sheets", rounding=Rounding())
    whole = reckon({"p": {"e": answers}}, rule).results["p"].sheets["e"].total
    assert sheets.sheet_total(rubric, answers, 2) == whole == Decimal("20.00")
