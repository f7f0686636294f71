"""docs/calc.md tells every key, column and word of `creator calc allocate` and `explain`."""

import re

import pytest

from creator.calc.allocate import ballots, grammar
from creator.calc.allocate.outcome import HEADER
from creator.calc.facts import OF_FACTS
from creator.programme.keys import keys_of
from creator.programme.words import WORDS
from tests.calc.page import rows_below, section, words_in
from tests.calc.runs import EXAMPLES, run, summary_of

SECTION = section("allocate")
EXPLAIN = section("explain")
WRITTEN = words_in(SECTION)


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
    assert rows_below(title, SECTION) == set(keys_of(cls))


def test_every_column_is_told() -> None:
    assert {column.name for column in OF_FACTS} <= rows_below("### Facts and ranking", SECTION)
    assert rows_below("### Ballots", SECTION) == {column.name for column in ballots.COLUMNS}
    title = "`-o` writes a row for each proposal in order of rank"
    assert rows_below(title, SECTION) == set(HEADER)


def test_every_word_is_told() -> None:
    groups = ("amount_rule", "overflow", "leftover", "outcome")
    assert {word for group in groups for word in WORDS[group]} <= WRITTEN


def test_every_key_of_the_summary_is_told() -> None:
    summary = summary_of(
        "allocate", "--ranking", EXAMPLES / "ranking.csv", "--rule", EXAMPLES / "allocate.toml",
        "--what-if", "optimum",
    )  # fmt: skip
    assert rows_below("The summary of an allocation:", SECTION) == set(summary)
    assert rows_below("| key of `optimum`", SECTION) | {"objective"} == set(summary["optimum"])
    assert set(summary["results"][0]) | set(summary["tiers"][0]) <= WRITTEN
    assert set(summary["optimum"]["bounds"][0]) | set(summary["optimum"]["awards"][0]) <= WRITTEN


def test_every_option_is_told() -> None:
    for command, text in (("allocate", SECTION), ("explain", EXPLAIN)):
        options = set(re.findall(r"--[a-z-]+", run(command, "--help").stdout))
        assert options - {"--help", "--output"} <= set(re.findall(r"--[a-z-]+", text))
