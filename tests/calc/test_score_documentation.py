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
from tests.calc.runs import EXAMPLES, summary_of
from tests.house import ROOT

PAGE = (ROOT / "docs" / "calc.md").read_text("utf-8")
SECTION = PAGE.partition("\n## score\n")[2].partition("\n## ")[0]
WRITTEN = set(re.findall(r"`([^`\n]+)`", SECTION))


def rows_below(title: str) -> set[str]:
    """The first cells of the first table after a heading or sentence."""
    lines = SECTION.partition(title)[2].splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))
    names = set()
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        names |= set(re.findall(r"`([^`]+)`", line.split("|")[1]))
    return names


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
    assert rows_below(title) == set(keys_of(cls))


def test_the_keys_of_rounds_and_groups_are_told() -> None:
    own = set(keys_of(rule.Round)) - set(keys_of(rule.Judging))
    assert rows_below("#### `[[rounds]]`, `[[groups]]`") == own
    assert set(keys_of(rule.Judging)) <= WRITTEN


def test_every_column_is_told() -> None:
    assert rows_below("### Sheets") == {column.name for column in columns()}
    assert rows_below("### Facts") == {column.name for column in FACTS}
    assert set(DETAIL) <= WRITTEN


def test_every_word_is_told() -> None:
    words = {
        *WORDS["aggregate"],
        *WORDS["composite"],
        *WORDS["trim_over"],
        *WORDS["criterion_type"],
    }
    assert words <= WRITTEN
    assert {w for w in WORDS["tie"] if w != "criterion"} | {"criterion:ID"} == rows_below(
        "#### Ties"
    )


def test_every_key_of_the_summary_is_told() -> None:
    summary = summary_of(
        "score", "--sheets", EXAMPLES / "sheets-rounds.csv",
        "--rule", EXAMPLES / "score-rounds.toml", "--facts", EXAMPLES / "facts.csv",
    )  # fmt: skip
    assert rows_below("The summary on standard output:") >= set(summary)
    assert set(summary["results"][0]) | set(summary["panels"][0]) <= WRITTEN


def test_the_example_of_the_page_is_what_comes_out(tmp_path: Path) -> None:
    rule, out = EXAMPLES / "score.toml", tmp_path / "OUT.csv"
    summary_of("score", "--sheets", EXAMPLES / "sheets.csv", "--rule", rule, "-o", out)
    blocks = re.findall(r"```\w*\n(.*?)```", SECTION, re.DOTALL)
    assert rule.read_text("utf-8") in blocks
    assert out.read_text("utf-8") in blocks
