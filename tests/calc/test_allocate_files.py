"""Whatever an allocation was made of can be written as files, and they give the same allocation."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings

from creator.calc.allocate.files import rule_text
from creator.calc.allocate.ranking_rows import RANKING_COLUMNS, ranking_rows
from creator.calc.allocate.rule import ONE_LIST
from creator.calc.results import write_csv
from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.funding_rule import FundingRule, Tier
from creator.reckoning.ranking import Place
from tests.calc.runs import summary_of, write
from tests.reckoning.places import place, yuan
from tests.reckoning.test_allocation_limits import PLACES, RULES


def digest_of_files(folder: Path, places: list[Place], rule: FundingRule) -> object:
    """What `creator calc allocate` seals."""
    ranking = folder / "ranking.csv"
    write_csv(ranking, RANKING_COLUMNS, ranking_rows(places))
    return summary_of(
        "allocate", "--ranking", ranking, "--rule", write(folder, "rule.toml", rule_text(rule))
    )["digest"]


@settings(max_examples=60)
@given(PLACES, RULES)
def test_any_rule_and_ranking_say_the_same_on_files(places: list[Place], rule: FundingRule) -> None:
    assume(places)
    assume(all(tier.cap is None or tier.minimum <= tier.cap for tier in rule.tiers))
    assume(rule.amount.kind not in ("flat", "by_tier"))
    names = {one.proposal for one in places}
    rule = replace(rule, exclusive=tuple(r for r in rule.exclusive if r <= names))
    if rule.tier_by != "applied":
        places = [replace(p, facts=replace(p.facts, tier=None)) for p in places]
    with TemporaryDirectory() as folder:
        assert digest_of_files(Path(folder), places, rule) == fund(places, rule).digest


def test_one_list_says_the_same_on_files(tmp_path: Path) -> None:
    one = Tier(ONE_LIST.code, slots=3, cap=yuan(20_000), label=ONE_LIST.label)
    rule = FundingRule((one,), tier_by="rank", pool=yuan(45_000), overflow="stop", waitlist=1)
    places = [place(n, 30_000, tier=None) for n in range(1, 6)]
    assert digest_of_files(tmp_path, places, rule) == fund(places, rule).digest
