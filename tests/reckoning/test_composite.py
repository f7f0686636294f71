"""Groups and rounds with their weights, and bonuses that follow from facts."""

from decimal import Decimal

import pytest

from creator.reckoning.refusal import Unreckonable
from creator.reckoning.scoring.composite import Addition, CompositeRule, Scored, combine
from creator.reckoning.scoring.items import Criterion
from creator.reckoning.scoring.panel_rule import PanelRule
from creator.reckoning.scoring.results import ResultSet
from creator.reckoning.scoring.scores import reckon

D = Decimal

LINES = (Criterion("need", most=D(100)), Criterion("ban", "knockout"))


def jury(ban: int = 0, **marks: str) -> ResultSet:
    sheets = {p: {"e1": {"need": D(m), "ban": D(ban)}} for p, m in marks.items()}
    return reckon(sheets, PanelRule(LINES))


def test_jury_sixty_donations_twenty_web_vote_twenty() -> None:
    rule = CompositeRule({"jury": D("0.6"), "donations": D("0.2"), "web": D("0.2")})
    parts: dict[str, Scored] = {
        "jury": jury(p="88.33"),
        "donations": {"p": D(70)},
        "web": {"p": D("95.5")},
    }
    result = combine(parts, rule).results["p"]
    # 52.998 -> 53.00, 14.00, 19.10
    assert [str(part.weighted) for part in result.parts.values()] == ["53.00", "14.00", "19.10"]
    assert str(result.total) == "86.10"


def test_a_jurys_hundred_plus_capped_bonuses() -> None:
    rule = CompositeRule(
        {"jury": D(1)}, (Addition("raised", D(50)), Addition("late", D(5), "deduction"))
    )
    added = {"p": {"raised": D(64), "late": D(2)}}
    result = combine({"jury": jury(p="90", q="80")}, rule, added).results
    assert [result["p"].total, result["p"].additions["raised"]] == [138, 50]
    assert result["q"].total == 80


def test_two_rounds_count_only_for_the_shortlist() -> None:
    rule = CompositeRule({"desk": D("0.4"), "pitch": D("0.6")})
    parts = {"desk": jury(p="80", q="60"), "pitch": jury(p="90")}
    assert combine(parts, rule, proposals=["p"]).results["p"].total == 86
    with pytest.raises(Unreckonable, match="“pitch”缺少这些项目的得分：q。"):
        combine(parts, rule)


def test_a_knockout_in_one_round_stays_and_criteria_keep_their_round() -> None:
    rule = CompositeRule({"desk": D("0.4"), "pitch": D("0.6")})
    result = combine({"desk": jury(1, p="80"), "pitch": jury(p="90")}, rule).results["p"]
    assert len(result.barred) == 1
    assert result.criteria["pitch.need"].weighted == 90


def test_an_addition_nobody_declared_is_refused() -> None:
    with pytest.raises(Unreckonable):
        combine({"jury": jury(p="80")}, CompositeRule({"jury": D(1)}), {"p": {"gift": D(5)}})
