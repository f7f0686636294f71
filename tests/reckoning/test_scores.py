"""A panel's sheets become scores. All numbers worked out by hand."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator.i18n import Label
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.rounding import Rounding
from creator.reckoning.scoring.aggregate import Aggregate
from creator.reckoning.scoring.items import Criterion
from creator.reckoning.scoring.panel_rule import PanelRule, TooFewSheets
from creator.reckoning.scoring.scores import reckon
from creator.reckoning.scoring.sheets import InvalidSheets

D = Decimal

TRIMMED = Aggregate("trimmed")
TOTAL = Criterion("total", most=D(100))


def panel(*marks: object, criterion: str = "total") -> dict[str, dict[str, dict[str, D]]]:
    """One proposal p, one line, these marks by experts e1, e2 …"""
    return {"p": {f"e{n}": {criterion: D(str(mark))} for n, mark in enumerate(marks, 1)}}


def test_five_judges_drop_the_highest_and_lowest_mean_of_three_two_decimals() -> None:
    rule = PanelRule((TOTAL,), TRIMMED, average="sheets")
    result = reckon(panel("91.5", "88", "86.5", "79", "92"), rule).results["p"]

    assert str(result.total) == "88.67"  # (91.5 + 88 + 86.5) / 3 = 88.666…
    assert str(result.untrimmed) == "87.40"
    assert [e for e, sheet in result.sheets.items() if sheet.dropped] == ["e4", "e5"]
    assert result.method == "trimmed"


def test_four_sheets_are_not_trimmed_but_refused_or_averaged_as_the_programme_says() -> None:
    sheets = panel(91, 88, 86, 70)
    with pytest.raises(TooFewSheets) as refusal:
        reckon(sheets, PanelRule((TOTAL,), TRIMMED))
    assert refusal.value.proposals == ("p",)
    assert str(refusal.value.text) == "1 个项目的评分表不足 5 份：p。"

    lenient = PanelRule((TOTAL,), Aggregate("trimmed", below_minimum="mean"))
    result = reckon(sheets, lenient).results["p"]
    assert (result.total, result.method) == (D("83.75"), "mean")


def test_a_proposal_nobody_scored_is_refused_even_when_few_sheets_are_allowed() -> None:
    with pytest.raises(TooFewSheets):
        reckon({"p": {}}, PanelRule((TOTAL,), Aggregate(below_minimum="mean")))


def test_each_criterion_is_rounded_before_the_sum_so_stages_matter() -> None:
    lines = tuple(Criterion(name, most=D(10)) for name in ("need", "team", "budget"))
    marks = {"need": (8, 8, 9), "team": (7, 8, 8), "budget": (9, 9, 8)}
    sheets = {"p": {f"e{n}": {k: D(v[n]) for k, v in marks.items()} for n in range(3)}}

    staged = reckon(sheets, PanelRule(lines)).results["p"]
    assert [str(staged.criteria[k].weighted) for k in marks] == ["8.33", "7.67", "8.67"]
    assert str(staged.total) == "24.67"

    thirds = dict.fromkeys(marks, (8, 8, 9))
    sheets = {"p": {f"e{n}": {k: D(v[n]) for k, v in thirds.items()} for n in range(3)}}
    assert str(reckon(sheets, PanelRule(lines)).results["p"].total) == "24.99"  # 3 × 8.33
    once = PanelRule(lines, rounding=Rounding(criterion=None))
    assert str(reckon(sheets, once).results["p"].total) == "25.00"


def test_weights_multiply_the_answer() -> None:
    lines = (
        Criterion("need", most=D(100), weight=D("0.6")),
        Criterion("team", most=D(100), weight=D("0.4")),
    )
    sheets = {"p": {"e1": {"need": D(80), "team": D(90)}, "e2": {"need": D(85), "team": D(70)}}}
    result = reckon(sheets, PanelRule(lines)).results["p"]
    assert result.criteria["need"].value == D("82.5")
    assert [score.weighted for score in result.criteria.values()] == [D("49.5"), 32]
    assert result.total == D("81.5")
    assert result.sheets["e1"].total == D("84")


def test_trimming_over_criteria_drops_other_marks_than_trimming_sheets() -> None:
    lines = (Criterion("need", most=D(50)), Criterion("team", most=D(50)))
    marks = {"e1": (50, 10), "e2": (40, 40), "e3": (30, 30), "e4": (20, 20), "e5": (10, 45)}
    sheets = {"p": {e: {"need": D(a), "team": D(b)} for e, (a, b) in marks.items()}}

    by_sheet = reckon(sheets, PanelRule(lines, TRIMMED)).results["p"]
    # totals 60, 80, 60, 40, 55: e4 and e2 go. need (50+30+10)/3, team (10+30+45)/3
    assert by_sheet.total == D("30.00") + D("28.33")
    by_line = reckon(sheets, PanelRule(lines, TRIMMED, trim_over="criterion")).results["p"]
    # need: 50 and 10 go -> 30; team: 45 and 10 go -> 30
    assert by_line.total == D(60)
    assert by_line.criteria["team"].dropped == {"e1", "e5"}


def test_median_and_confidence() -> None:
    sheets = panel(90, 60, 80)
    assert reckon(sheets, PanelRule((TOTAL,), Aggregate("median"))).results["p"].total == 80
    sure = {"p": {"e1": D(3), "e2": D(1), "e3": D(1)}}
    confident = PanelRule((TOTAL,), Aggregate("confidence"))
    assert reckon(sheets, confident, sure).results["p"].total == 82
    with pytest.raises(Unreckonable, match="把握程度"):
        reckon(sheets, confident)


def test_levels_ticks_and_words_take_only_their_own_points() -> None:
    level = Criterion("level", "levels", steps=(D(10), D(7), D(4)))
    ticks = Criterion("ticks", "ticks", steps=(D(2), D(3)))
    word = Criterion("word", "words", steps=(D(0), D(5), D(8), D(10)), minimum=D(5))
    assert [level.accepts(D(n)) for n in (10, 7, 5)] == [True, True, False]
    assert [ticks.accepts(D(n)) for n in (0, 2, 3, 5, 4)] == [True, True, True, True, False]
    assert [word.accepts(D(n)) for n in (8, 9)] == [True, False]


def test_a_word_scale_below_its_minimum_keeps_the_proposal_out_of_the_ranking() -> None:
    word = Criterion(
        "need", "words", steps=(D(0), D(5), D(10)), minimum=D(5), label=Label("需求", "Need")
    )
    result = reckon(panel(5, 0, 5, criterion="need"), PanelRule((word,))).results["p"]
    assert [str(bar) for bar in result.barred] == ["“需求”得 3.33，低于最低要求 5。"]


def test_one_expert_suffices_for_a_knockout() -> None:
    lines = (TOTAL, Criterion("ban", "knockout", label=Label("弄虚作假", "False material")))
    sheets = {
        "p": {"e1": {"total": D(90), "ban": D(0)}, "e2": {"total": D(92), "ban": D(1)}},
        "q": {"e1": {"total": D(50), "ban": D(0)}},
    }
    results = reckon(sheets, PanelRule(lines)).results
    assert [str(bar) for bar in results["p"].barred] == ["一票否决：弄虚作假（1 位专家）。"]
    assert results["p"].total == 91
    assert results["q"].barred == ()


def test_a_bonus_one_expert_leaves_out_is_no_bonus_from_that_expert() -> None:
    lines = (TOTAL, Criterion("media", "bonus", most=D(10)))
    marks = {"e1": 90, "e2": 80, "e3": 82, "e4": 84, "e5": 70}
    sheets = {"p": {e: {"total": D(mark)} for e, mark in marks.items()}}
    sheets["p"]["e3"]["media"] = D(3)
    result = reckon(sheets, PanelRule(lines, TRIMMED)).results["p"]
    assert (result.base, result.bonus) == (D("82"), D("1"))  # e2, e3, e4 are kept

    sheets["p"]["e3"]["media"] = D(10)  # 92 is the highest now: e3 goes, and the bonus with it
    result = reckon(sheets, PanelRule(lines, TRIMMED)).results["p"]
    assert (result.base, result.bonus) == (D("84.67"), D("0"))  # 90, 80, 84


def test_points_may_begin_below_zero_where_the_rubric_says_so() -> None:
    line = Criterion("overall", most=D(3), least=D(-3))
    assert [line.accepts(D(n)) for n in (-4, -3, 0, 3, 4)] == [False, True, True, True, False]
    assert reckon(panel(-1, 2, -2, criterion="overall"), PanelRule((line,))).results[
        "p"
    ].total == D("-0.33")


def test_fewer_than_five_sheets_are_trimmed_where_the_rule_says_from_how_many() -> None:
    rule = PanelRule((TOTAL,), Aggregate("trimmed", trim_from=3))
    assert reckon(panel(90, 70, 85), rule).results["p"].total == 85
    with pytest.raises(TooFewSheets):
        reckon(panel(90, 70), rule)


def test_a_total_that_is_not_rounded_goes_on_as_it_is() -> None:
    rule = PanelRule((TOTAL,), rounding=Rounding(None, None, None, None))
    total = reckon(panel(1, 0, 0), rule).results["p"].total
    assert (total - D(1) / D(3)).copy_abs() < D("1e-25")
    assert len(total.as_tuple().digits) == 60


def test_bonus_may_pass_a_hundred_and_both_ways_are_capped() -> None:
    lines = (
        TOTAL,
        Criterion("award", "bonus", most=D(8)),
        Criterion("media", "bonus", most=D(8)),
        Criterion("late", "deduction", most=D(10)),
    )
    rule = PanelRule(lines, bonus_cap=D(10), deduction_cap=D(5))
    answers = {"total": D(98), "award": D(8), "media": D(6)}
    assert reckon({"p": {"e1": answers}}, rule).results["p"].total == 108
    late = reckon({"p": {"e1": {"total": D(98), "late": D(9)}}}, rule).results["p"]
    assert [late.total, late.deduction] == [93, 5]


def test_not_applicable_never_enters_the_mean() -> None:
    lines = (TOTAL, Criterion("volunteers", most=D(10), optional=True))
    sheets = {"p": {"e1": {"total": D(80), "volunteers": D(9)}, "e2": {"total": D(70)}}}
    assert reckon(sheets, PanelRule(lines)).results["p"].total == 84


def test_trimming_by_line_counts_the_marks_of_that_line() -> None:
    lines = (TOTAL, Criterion("volunteers", most=D(10), optional=True))
    sheets = {
        "p": {
            f"e{n}": {"total": D(80)} | ({"volunteers": D(9)} if n < 5 else {}) for n in range(1, 6)
        }
    }
    with pytest.raises(TooFewSheets, match="volunteers"):
        reckon(sheets, PanelRule(lines, TRIMMED, trim_over="criterion"))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"total": D(101)}, "项目 p 专家 e1：“total”不能打 101。"),
        ({"total": D("NaN")}, "项目 p 专家 e1：“total”不能打 NaN。"),
        ({}, "项目 p 专家 e1：“total”没有打分。"),
        ({"total": D(1), "mood": D(1)}, "项目 p 专家 e1：评分表里没有“mood”这一项。"),
    ],
)
def test_sheets_that_do_not_answer_the_rubric_are_named(
    answers: dict[str, D], sentence: str
) -> None:
    with pytest.raises(InvalidSheets) as refusal:
        reckon({"p": {"e1": answers}}, PanelRule((TOTAL,)))
    assert [str(text) for text in refusal.value.texts] == [sentence]


def test_rules_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError):
        PanelRule((TOTAL,), TRIMMED, average="sheets", trim_over="criterion")
    with pytest.raises(ValueError):
        PanelRule((TOTAL, Criterion("x", most=D(5), optional=True)), TRIMMED)
    with pytest.raises(ValueError):
        PanelRule((TOTAL, TOTAL))
    with pytest.raises(ValueError):
        Criterion("word", "words", steps=(D(1),))


def test_a_recusal_after_scoring_takes_the_sheet_out_and_moves_the_digest() -> None:
    rule = PanelRule((TOTAL,))
    before, after = reckon(panel(90, 60), rule), reckon(panel(90), rule)
    assert [before.results["p"].total, after.results["p"].total] == [75, 90]
    assert before.digest != after.digest


LINES = (
    Criterion("need", most=D(60), weight=D("0.7")),
    Criterion("team", "levels", steps=(D(10), D(20), D(33))),
    Criterion("extra", "bonus", most=D(5)),
)
MARKS = st.fixed_dictionaries(
    {
        "need": st.decimals(0, 60, places=1),
        "team": st.sampled_from(LINES[1].steps),
        "extra": st.integers(0, 5).map(D),
    }
)
RULES = st.builds(
    PanelRule,
    st.just(LINES),
    st.builds(Aggregate, st.sampled_from(("mean", "trimmed", "median"))),
    st.sampled_from(("criteria", "sheets")),
)


@given(
    st.dictionaries(
        st.sampled_from("pqr"),
        st.dictionaries(st.sampled_from("abcdefg"), MARKS, min_size=5),
        min_size=1,
    ),
    RULES,
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_never_changes_a_result(
    sheets: dict[str, dict[str, dict[str, D]]], rule: PanelRule, random: object
) -> None:
    def shuffled(rows: Mapping[str, object]) -> dict[str, object]:
        keys = list(rows)
        random.shuffle(keys)  # type: ignore[attr-defined]
        return {key: rows[key] for key in keys}

    other = shuffled(
        {p: shuffled({e: shuffled(a) for e, a in given_.items()}) for p, given_ in sheets.items()}
    )
    first, second = reckon(sheets, rule), reckon(other, rule)  # type: ignore[arg-type]
    assert first == second
    assert first.digest == second.digest
    assert list(first.results) == list(second.results)
