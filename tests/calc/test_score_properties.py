"""`creator calc score` against sums done another way (fractions), and in any order of rows."""

import csv
import json
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calc.runs import run, write

Marks = Mapping[str, Mapping[str, Mapping[str, Fraction]]]
"""{proposal: {expert: {criterion: mark}}}."""

CRITERIA = {"need": (30, 10), "plan": (40, 40), "team": (30, 7)}
"""{criterion: (weight, top of the scale)}."""


def half_up(value: Fraction, places: int) -> Fraction:
    """Half away from zero, as at school; marks here are never negative."""
    scaled = value * 10**places
    return Fraction(int(scaled + Fraction(1, 2)), 10**places)


def expected(
    sheets: Mapping[str, Mapping[str, Fraction]], drops: tuple[int, int], places: int
) -> Fraction:
    """The total of one proposal: whole sheets dropped, criterion by criterion, staged rounding."""
    factor = {c: Fraction(weight, top) for c, (weight, top) in CRITERIA.items()}
    totals = {
        e: half_up(sum((sheet[c] * factor[c] for c in CRITERIA), Fraction(0)), places)
        for e, sheet in sheets.items()
    }
    order = sorted(sheets, key=lambda e: (totals[e], [sheets[e][c] for c in CRITERIA], e))
    kept = order[drops[1] : len(order) - drops[0]]
    parts = (
        half_up(sum((sheets[e][c] for e in kept), Fraction(0)) / len(kept) * factor[c], places)
        for c in CRITERIA
    )
    return half_up(sum(parts, Fraction(0)), places)


def ranks(totals: Mapping[str, Fraction]) -> dict[str, int]:
    return {p: 1 + sum(other > total for other in totals.values()) for p, total in totals.items()}


@st.composite
def panels(draw: st.DrawFn) -> Marks:
    """A few proposals with coarse marks, so that there are real ties."""
    experts = [f"E{n}" for n in range(draw(st.integers(5, 8)))]
    return {
        f"p{n}": {
            e: {c: Fraction(draw(st.integers(0, 2 * top)), 2) for c, (_w, top) in CRITERIA.items()}
            for e in experts
        }
        for n in range(draw(st.integers(1, 5)))
    }


def rows_of(marks: Marks) -> list[str]:
    return [
        f"{p},{e},{c},{float(mark):g}"
        for p, sheets in marks.items()
        for e, sheet in sheets.items()
        for c, mark in sheet.items()
    ]


def scored(rows: Sequence[str], rule: str) -> tuple[str, bytes]:
    """Standard output and the table of results."""
    with TemporaryDirectory() as name:
        folder, out = Path(name), Path(name, "out.csv")
        sheets = write(folder, "s.csv", "proposal,expert,criterion,points\n" + "\n".join(rows))
        words = ("--sheets", sheets, "--rule", write(folder, "r.toml", rule), "-o", out)
        result = run("score", *words)
        assert result.exit_code == 0, result.stderr
        return result.stdout, out.read_bytes()


def rule_of(drops: tuple[int, int], places: int) -> str:
    items = "".join(
        f'[[criteria]]\nid = "{c}"\nweight = {weight}\nmax = {top}\n'
        for c, (weight, top) in CRITERIA.items()
    )
    words = f"drop_high = {drops[0]}\ndrop_low = {drops[1]}\ndecimals = {places}\n"
    return f'aggregate = "trimmed"\nmin_sheets = 5\n{words}{items}'


def check(marks: Marks, drops: tuple[int, int], places: int) -> None:
    stdout, table = scored(rows_of(marks), rule_of(drops, places))
    totals = {p: expected(sheets, drops, places) for p, sheets in marks.items()}
    rows = list(csv.DictReader(table.decode().splitlines()))
    assert {row["proposal"]: Fraction(row["total"]) for row in rows} == totals
    assert {row["proposal"]: int(row["rank"]) for row in rows} == ranks(totals)
    tied = [sorted(p for p in totals if totals[p] == t) for t in set(totals.values())]
    assert json.loads(stdout)["undecided"] == sorted(same for same in tied if len(same) > 1)


DROPS = st.tuples(st.integers(0, 2), st.integers(0, 2))


@settings(max_examples=25, deadline=None)
@given(panels(), DROPS, st.integers(0, 3))
def test_totals_and_ranks_are_those_of_fractions(
    marks: Marks, drops: tuple[int, int], places: int
) -> None:
    check(marks, drops, places)


@pytest.mark.full
@settings(max_examples=1_000, deadline=None)
@given(panels(), DROPS, st.integers(0, 3))
def test_totals_and_ranks_are_those_of_fractions_at_length(
    marks: Marks, drops: tuple[int, int], places: int
) -> None:
    check(marks, drops, places)


@settings(max_examples=15, deadline=None)
@given(panels(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(marks: Marks, chance: random.Random) -> None:
    rows = rows_of(marks)
    rule = 'ties = ["untrimmed_mean", "criterion:plan"]\n' + rule_of((1, 1), 1)
    first = scored(rows, rule)
    chance.shuffle(rows)
    assert scored(rows, rule) == first


@pytest.mark.full
def test_thousands_of_trimmed_means_with_many_ties() -> None:
    """One criterion, whole marks, every number of sheets from 5 to 12."""
    chance = random.Random(1)
    marks = {
        f"p{n:04}": {
            f"E{e:02}": {"total": Fraction(chance.randint(60, 70))} for e in range(5 + n % 8)
        }
        for n in range(4_000)
    }
    rule = 'aggregate = "trimmed"\ndecimals = 2\n[[criteria]]\nid = "total"\nmax = 100\n'
    _stdout, table = scored(rows_of(marks), rule)
    totals = {}
    for proposal, sheets in marks.items():
        kept = sorted(sheet["total"] for sheet in sheets.values())[1:-1]
        totals[proposal] = half_up(sum(kept, Fraction(0)) / len(kept), 2)
    found = {row["proposal"]: row for row in csv.DictReader(table.decode().splitlines())}
    assert {p: Fraction(row["total"]) for p, row in found.items()} == totals
    better = sorted(totals.values(), reverse=True)
    first = {total: better.index(total) + 1 for total in set(better)}
    assert {p: int(row["rank"]) for p, row in found.items()} == {
        p: first[t] for p, t in totals.items()
    }
