"""Whatever rule of funding a programme can declare is written as a file that means the same."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from creator.calc.allocate.files import rule_text
from creator.calc.allocate.grammar import AllocationRule
from creator.calc.allocate.ranking_rows import RANKING_COLUMNS, as_read, ranking_rows
from creator.calc.allocate.rule import funding_rule as meant
from creator.calc.desk import Desk
from creator.calc.rules import read_rule
from creator.i18n import Label, Text
from creator.programme.reader import read
from creator.reckoning.facts import Facts
from creator.reckoning.funding.funding_rule import AmountRule, FundingRule, Limit, Tier
from creator.reckoning.ranking import Place
from creator.rules.funding import funding_rule
from tests.calc.runs import write
from tests.house import ROOT

PROGRAMMES = sorted((ROOT / "workflows" / "programmes").glob("*.toml"))
TIERS = (
    Tier("A", 3, 30_000_00, 10_000_50, flat=30_000_00, pool=90_000_00, min_score=Decimal("60.5"),
         label=Label("甲", "A")),
    Tier("荣誉", money=False, label=Label('"奖"', "Honour\\")),
)  # fmt: skip
RULES = {
    "tiers": FundingRule(TIERS, tier_by="score", pool=100_000_01),
    "bands": FundingRule(
        TIERS, "rank",
        AmountRule("by_score_band", bands=((Decimal(90), Decimal(99)), (Decimal(80), Decimal(50)))),
        min_score=Decimal("60.0"), overflow="partial", partial_percent=Decimal("33.3"),
    ),
    "match": FundingRule(TIERS, amount=AmountRule("match", ratio=Fraction(1, 3), unit=100_00)),
    "limits": FundingRule(
        TIERS, amount=AmountRule("committee"), overflow="stop",
        limits=(Limit("category", "养老", slots=2), Limit("organisation", slots=1),
                Limit("area", money=50_000_00)),
        exclusive=(frozenset({"P2", "P1"}),), waitlist=2, leftover=frozenset(),
    ),
    "no list": FundingRule(TIERS[:1], amount=AmountRule("by_tier"), waitlist=0),
}  # fmt: skip


def as_file(folder: Path, rule: FundingRule) -> FundingRule | None:
    file = read_rule(write(folder, "allocate.toml", rule_text(rule)), AllocationRule)
    desk = Desk()
    found = meant(file, desk)
    desk.settle()
    return found


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_the_rule_of_a_programme_is_the_same_on_file(tmp_path: Path, path: Path) -> None:
    rule = funding_rule(read(path), 100_000_00)
    assert as_file(tmp_path, rule) == rule


@pytest.mark.parametrize("name", RULES)
def test_everything_a_rule_may_say_is_the_same_on_file(tmp_path: Path, name: str) -> None:
    rule = RULES[name]
    assert as_file(tmp_path, rule) == rule


def test_a_place_keeps_its_reasons_line_by_line() -> None:
    place = Place("P1", None, Decimal("1.50"), Facts(recommended=5), barred=(
        Text("{reason}", {"reason": Label("一", "one")}), Text("{reason}", {"reason": "二"}),
    ))  # fmt: skip
    row = dict(zip(RANKING_COLUMNS, next(iter(ranking_rows([place]))), strict=True))
    assert (row["barred_zh"], row["barred_en"]) == ("一\n二", "one\n二")
    assert [bar.params["reason"] for bar in as_read(place).barred] == [
        Label("一", "one"), Label("二", "二"),
    ]  # fmt: skip
