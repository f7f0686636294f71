"""Rounds, groups, medians and confidence against sums of fractions, in any order of rows."""

import csv
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calc.runs import run, write
from tests.calc.test_score_properties import half_up

RULE = """
rounding = {{ total = {places} }}
[[criteria]]
id = "mark"
max = 12
factor = 0.{factor:02}
[[rounds]]
id = "desk"
weight = {desk}
aggregate = "confidence"
rounding = {{ total = "exact" }}
[[rounds]]
id = "pitch"
weight = {pitch}
[[rounds.groups]]
id = "experts"
weight = 70
aggregate = "median"
[[rounds.groups]]
id = "public"
weight = 30
"""
PANELS = (("desk", ""), ("pitch", "experts"), ("pitch", "public"))

Sheet = tuple[int, int]
"""Mark and confidence."""
Marks = Mapping[str, Sequence[Sequence[Sheet]]]
"""{proposal: the sheets of each panel}."""

SHEET = st.tuples(st.integers(0, 12), st.integers(1, 5))
MARKS = st.dictionaries(
    st.sampled_from([f"p{n}" for n in range(5)]),
    st.tuples(*[st.lists(SHEET, min_size=1, max_size=7)] * 3),
    min_size=1,
)


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def expected(panels: Sequence[Sequence[Sheet]], factor: int, desk: int, places: int) -> Fraction:
    """The total: every stage that the rule names `total` is rounded, nothing else."""
    scale = Fraction(factor, 100)
    first, experts, public = (
        [(Fraction(mark), Fraction(sure)) for mark, sure in sheets] for sheets in panels
    )
    sure = sum(weight for _mark, weight in first)
    scores = (
        sum(mark * weight for mark, weight in first) / sure,
        Fraction(median(mark for mark, _sure in experts)),
        mean([mark for mark, _sure in public]),
    )
    read, *others = (score * scale for score in scores)
    heard, voted = (half_up(score, places) for score in others)
    pitch = half_up(heard * Fraction(70, 100) + voted * Fraction(30, 100), places)
    return half_up(read * Fraction(desk, 100) + pitch * Fraction(100 - desk, 100), places)


def rows_of(marks: Marks) -> list[str]:
    return [
        f"{proposal},{round_},{group},E{n},mark,{mark},{sure}"
        for proposal, panels in marks.items()
        for (round_, group), sheets in zip(PANELS, panels, strict=True)
        for n, (mark, sure) in enumerate(sheets)
    ]


def totals_of(rows: Sequence[str], rule: str) -> tuple[dict[str, Fraction], bytes]:
    with TemporaryDirectory() as name:
        folder, out = Path(name), Path(name, "out.csv")
        head = "proposal,round,group,expert,criterion,points,confidence\n"
        sheets = write(folder, "s.csv", head + "\n".join(rows))
        words = ("--sheets", sheets, "--rule", write(folder, "r.toml", rule), "-o", out)
        result = run("score", *words)
        assert result.exit_code == 0, result.stderr
        table = list(csv.DictReader(out.read_text("utf-8").splitlines()))
        found = {row["proposal"]: Fraction(row["total"]) for row in table}
        return found, result.stdout.encode() + out.read_bytes()


def check(marks: Marks, factor: int, desk: int, places: int, chance: random.Random) -> None:
    rule = RULE.format(places=places, factor=factor, desk=desk, pitch=100 - desk)
    rows = rows_of(marks)
    totals, written = totals_of(rows, rule)
    assert totals == {p: expected(panels, factor, desk, places) for p, panels in marks.items()}
    chance.shuffle(rows)
    assert totals_of(rows, rule)[1] == written


GIVEN = (MARKS, st.integers(1, 99), st.integers(2, 98), st.integers(0, 3), st.randoms())


@settings(max_examples=20, deadline=None)
@given(*GIVEN)
def test_composites_are_those_of_fractions(
    marks: Marks, factor: int, desk: int, places: int, chance: random.Random
) -> None:
    check(marks, factor, desk, places, chance)


@pytest.mark.full
@settings(max_examples=500, deadline=None)
@given(*GIVEN)
def test_composites_are_those_of_fractions_at_length(
    marks: Marks, factor: int, desk: int, places: int, chance: random.Random
) -> None:
    check(marks, factor, desk, places, chance)
