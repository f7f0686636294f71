"""docs/calc.md tells every column, key and word of `calc reliability` and `calc draw`."""

import re
import shlex
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from creator.calc.reliability_result import HEADER
from creator.calc.sheet_totals import SHEETS
from creator.reckoning.reliability.agreement import Basis
from creator.reckoning.reliability.grey_zone import Side
from tests.calc.page import section, words_in
from tests.calc.runs import EXAMPLES, summary_of
from tests.house import ROOT

LINE = ("--sheets", EXAMPLES / "panel.csv", "--line", 4, "--funded", EXAMPLES / "funded.csv")
EXAMPLE = r"```\n(creator calc draw --list examples.*?)```"


def told(name: str) -> set[str]:
    """What stands in code marks; `number_of_…` tells of every number."""
    return words_in(section(name))


def keys(value: Any) -> Iterator[str]:
    """All keys of a summary, inside lists too; sentences are left alone."""
    if isinstance(value, list):
        for one in value:
            yield from keys(one)
    elif isinstance(value, dict) and set(value) != {"zh", "en"}:
        for key, inside in value.items():
            yield key.removeprefix("number_of_")
            yield from keys(inside)


def test_every_column_and_word_of_reliability_is_told() -> None:
    written = told("reliability")
    assert {column.name for column in SHEETS} <= written
    assert set(HEADER) <= written
    assert {*get_args(Basis), *get_args(Side)} <= written
    assert {"few_sheets", "constant", "against_the_others"} <= written


@pytest.mark.parametrize("words", [LINE, ("--sheets", EXAMPLES / "shrout-fleiss.csv")])
def test_every_key_of_reliability_is_told(words: tuple[object, ...]) -> None:
    assert set(keys(summary_of("reliability", *words))) <= told("reliability") | {"expert"}


def test_the_example_of_the_page_is_a_draw_and_every_key_is_told() -> None:
    match = re.search(EXAMPLE, section("draw"), re.DOTALL)
    assert match
    words = shlex.split(match[1].replace("\\\n", " "))[2:]
    told_path = words[words.index("--list") + 1]
    words[words.index("--list") + 1] = str(ROOT / told_path)
    drawn = summary_of(*words)
    assert drawn["chosen"][0] == "Lee"
    assert set(keys(drawn)) - {"command"} <= told("draw")
    assert {"position", "index", "name", "hash"} <= told("draw")
