"""docs/calc.md tells every key, column and word of `creator calc allocate` and `explain`."""

import re

import pytest

from creator.calc.allocate import ballots, grammar
from creator.calc.allocate.outcome import HEADER
from creator.calc.facts import OF_FACTS
from creator.programme.keys import keys_of
from creator.programme.words import WORDS
from tests.calc.runs import EXAMPLES, run, summary_of
from tests.house import ROOT

PAGE = (ROOT / "docs" / "calc.md").read_text("utf-8")
SECTION = PAGE.partition("\n## allocate\n")[2].partition("\n## ")[0]
EXPLAIN = PAGE.partition("\n## explain\n")[2].partition("\n## ")[0]
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
        ("#### Keys of the file", grammar.AllocationRule),
        ("#### `[ranking]`", grammar.Ranking),
        ("#### `[award]`", grammar.Award),
        ("`[[award.score_bands]]`:", grammar.ScoreBand),
        ("#### `[[tiers]]`", grammar.Tier),
        ("#### `[[limits]]`", grammar.Limit),
        ("#### `[votes]`", grammar.Votes),
    ],
)
def test_every_key_has_its_row(title: str, cls: type) -> None:
    assert rows_below(title) == set(keys_of(cls))


def test_every_column_is_told() -> None:
    assert {column.name for column in OF_FACTS} <= rows_below("### Facts and ranking")
    assert rows_below("### Ballots") == {column.name for column in ballots.COLUMNS}
    assert rows_below("`-o` writes a row for each proposal in order of rank") == set(HEADER)


def test_every_word_is_told() -> None:
    groups = ("amount_rule", "overflow", "leftover", "outcome")
    assert {word for group in groups for word in WORDS[group]} <= WRITTEN


def test_every_key_of_the_summary_is_told() -> None:
    summary = summary_of(
        "allocate", "--ranking", EXAMPLES / "ranking.csv", "--rule", EXAMPLES / "allocate.toml",
        "--what-if", "optimum",
    )  # fmt: skip
    assert rows_below("The summary of an allocation:") == set(summary)
    assert rows_below("| key of `optimum`") | {"objective"} == set(summary["optimum"])
    assert set(summary["results"][0]) | set(summary["tiers"][0]) <= WRITTEN
    assert set(summary["optimum"]["bounds"][0]) | set(summary["optimum"]["awards"][0]) <= WRITTEN


def test_every_option_is_told() -> None:
    for command, text in (("allocate", SECTION), ("explain", EXPLAIN)):
        options = set(re.findall(r"--[a-z-]+", run(command, "--help").stdout))
        assert options - {"--help", "--output"} <= set(re.findall(r"--[a-z-]+", text))
