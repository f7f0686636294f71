"""docs/calc.md tells every key, column and word of `creator calc score`."""

import re
from pathlib import Path

import pytest

from creator.calc.facts import COLUMNS as FACTS
from creator.calc.score import rule
from creator.calc.score.outcome import DETAIL
from creator.calc.score.sheets import columns
from creator.programme.keys import keys_of
from creator.programme.words import WORDS
from tests.calc.page import rows_below, section, words_in
from tests.calc.runs import EXAMPLES, summary_of

SECTION = section("score")
WRITTEN = words_in(SECTION)


@pytest.mark.parametrize(
    ("title", "cls"),
    [
        ("#### The whole file", rule.ScoreRule),
        ("#### `[[criteria]]`", rule.Item),
        ("`[[criteria.anchors]]`:", rule.Anchor),
        ("#### Rounding", rule.Stages),
    ],
)
def test_every_key_has_its_row(title: str, cls: type) -> None:
    assert rows_below(title, SECTION) == set(keys_of(cls))


def test_the_keys_of_rounds_and_groups_are_told() -> None:
    own = set(keys_of(rule.Round)) - set(keys_of(rule.Judging))
    assert rows_below("#### `[[rounds]]`, `[[groups]]`", SECTION) == own
    assert set(keys_of(rule.Judging)) <= WRITTEN


def test_every_column_is_told() -> None:
    assert rows_below("### Sheets", SECTION) == {column.name for column in columns()}
    assert rows_below("### Facts", SECTION) == {column.name for column in FACTS}
    assert set(DETAIL) <= WRITTEN


def test_every_word_is_told() -> None:
    words = {
        *WORDS["aggregate"],
        *WORDS["composite"],
        *WORDS["trim_over"],
        *WORDS["criterion_type"],
    }
    assert words <= WRITTEN
    ties = {w for w in WORDS["tie"] if w != "criterion"} | {"criterion:ID"}
    assert ties == rows_below("#### Ties", SECTION)


def test_every_key_of_the_summary_is_told() -> None:
    summary = summary_of(
        "score", "--sheets", EXAMPLES / "sheets-rounds.csv",
        "--rule", EXAMPLES / "score-rounds.toml", "--facts", EXAMPLES / "facts.csv",
    )  # fmt: skip
    assert rows_below("The summary on standard output:", SECTION) >= set(summary)
    assert set(summary["results"][0]) | set(summary["panels"][0]) <= WRITTEN


def test_the_example_of_the_page_is_what_comes_out(tmp_path: Path) -> None:
    rule, out = EXAMPLES / "score.toml", tmp_path / "OUT.csv"
    summary_of("score", "--sheets", EXAMPLES / "sheets.csv", "--rule", rule, "-o", out)
    blocks = re.findall(r"```\w*\n(.*?)```", SECTION, re.DOTALL)
    assert rule.read_text("utf-8") in blocks
    assert out.read_text("utf-8") in blocks
