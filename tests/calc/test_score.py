"""`creator calc score` on files written as docs/calc.md tells; all numbers worked out by hand."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.calc.runs import EXAMPLES, run, summary_of, write

HEAD = "proposal,expert,criterion,points\n"
ONE_ITEM = '[[criteria]]\nid = "total"\nmax = 100\n'


class Scored:
    """The files of one run and what came of them."""

    def __init__(self, folder: Path, rule: str, sheets: str, facts: str = "") -> None:
        self.out, self.detail = folder / "out.csv", folder / "detail.csv"
        words = [
            "--sheets",
            write(folder, "s.csv", sheets),
            "--rule",
            write(folder, "r.toml", rule),
        ]
        if facts:
            words += ["--facts", write(folder, "f.csv", facts)]
        self.summary = summary_of("score", *words, "-o", self.out, "--detail", self.detail)

    def column(self, name: str) -> dict[str, str]:
        """A column of the table of results, by proposal."""
        with self.out.open(encoding="utf-8", newline="") as file:
            return {row["proposal"]: row[name] for row in csv.DictReader(file)}

    def details(self) -> list[dict[str, str]]:
        with self.detail.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def sheets_of(marks: dict[str, Any], item: str = "total") -> str:
    """{proposal: marks} by the experts E1, E2 …"""
    rows = (
        f"{proposal},E{n},{item},{mark}\n"
        for proposal, given in marks.items()
        for n, mark in enumerate(given, 1)
    )
    return HEAD + "".join(rows)


def test_the_highest_and_lowest_are_dropped(tmp_path: Path) -> None:
    rule = 'aggregate = "trimmed"\ndecimals = 2\n' + ONE_ITEM
    done = Scored(tmp_path, rule, sheets_of({"p": ["91.5", 88, "86.5", 79, 92]}))
    assert done.column("total") == {"p": "88.67"}  # (91.5 + 88 + 86.5) / 3
    assert done.column("untrimmed") == {"p": "87.4"}
    assert done.column("dropped") == {"p": "E4;E5"}
    assert [(d["expert"], d["sheet"], d["dropped"]) for d in done.details()] == [
        ("E1", "91.5", "false"),
        ("E2", "88", "false"),
        ("E3", "86.5", "false"),
        ("E4", "79", "true"),
        ("E5", "92", "true"),
    ]
    assert done.summary["results"][0]["exact"] == "88.67"


def test_more_may_be_dropped_on_one_side_than_on_the_other(tmp_path: Path) -> None:
    rule = 'aggregate = "trimmed"\ndrop_high = 3\ndrop_low = 1\n' + ONE_ITEM
    done = Scored(tmp_path, rule, sheets_of({"p": [10, 20, 30, 40, 50, 60, 70]}))
    assert done.column("total") == {"p": "30"}  # 20, 30, 40
    assert done.column("dropped") == {"p": "E1;E5;E6;E7"}


def test_what_is_not_rounded_is_told_to_thirty_decimals(tmp_path: Path) -> None:
    done = Scored(tmp_path, ONE_ITEM, sheets_of({"p": [1, 0, 0], "q": [2, 0, 0]}))
    assert done.column("total") == {"p": "0." + "3" * 30, "q": "0." + "6" * 29 + "7"}


def test_thirds_that_are_equal_are_equal(tmp_path: Path) -> None:
    """1/3 x 0.3 is the same as 1/10, whichever way it is reckoned."""
    rule = '[[criteria]]\nid = "total"\nmax = 100\nfactor = 0.3\n'
    done = Scored(tmp_path, rule, sheets_of({"p": [1, 0, 0], "q": ["0.4", "0.3", "0.3"]}))
    assert done.column("total") == {"p": "0.1", "q": "0.1"}
    assert done.summary["undecided"] == [["p", "q"]]


def test_weights_scale_to_the_maximum_and_factors_multiply(tmp_path: Path) -> None:
    rule = """
    [[criteria]]
    id = "need"
    weight = 60
    max = 7
    [[criteria]]
    id = "team"
    factor = 0.4
    max = 100
    """
    sheets = HEAD + "p,E1,need,3.5\np,E1,team,90\n"
    done = Scored(tmp_path, rule, sheets)
    assert done.column("need.weighted") == {"p": "30"}
    assert done.column("team.weighted") == {"p": "36"}
    assert done.column("total") == {"p": "66"}


def test_each_stage_is_rounded_where_the_rule_says_so(tmp_path: Path) -> None:
    items = "".join(f'[[criteria]]\nid = "{i}"\nmax = 10\n' for i in "abc")
    sheets = HEAD + "".join(
        f"p,E{n},{i},{mark}\n" for i in "abc" for n, mark in enumerate((8, 8, 9))
    )
    once = Scored(tmp_path, "rounding = { total = 2 }\n" + items, sheets)
    assert once.column("total") == {"p": "25"}
    staged = Scored(tmp_path, "rounding = { criterion = 2, total = 2 }\n" + items, sheets)
    assert staged.column("total") == {"p": "24.99"}  # 3 x 8.33
    assert Scored(tmp_path, "decimals = 0\n" + items, sheets).column("total") == {"p": "24"}


def test_sheets_may_be_averaged_instead_of_criteria(tmp_path: Path) -> None:
    items = "".join(f'[[criteria]]\nid = "{i}"\nmax = 10\nfactor = 0.5\n' for i in "ab")
    sheets = HEAD + "p,E1,a,7\np,E1,b,8\np,E2,a,9\np,E2,b,8\n"
    rule = 'average = "sheets"\nrounding = { sheet = 0 }\n' + items
    assert Scored(tmp_path, rule, sheets).column("total") == {"p": "8.5"}  # 7.5 -> 8, 8.5 -> 9


def test_trimming_criterion_by_criterion(tmp_path: Path) -> None:
    items = "".join(f'[[criteria]]\nid = "{i}"\nmax = 50\n' for i in ("need", "team"))
    marks = {"E1": (50, 10), "E2": (40, 40), "E3": (30, 30), "E4": (20, 20), "E5": (10, 45)}
    sheets = HEAD + "".join(f"p,{e},need,{a}\np,{e},team,{b}\n" for e, (a, b) in marks.items())
    done = Scored(tmp_path, 'aggregate = "trimmed"\ntrim_over = "criterion"\n' + items, sheets)
    assert done.column("total") == {"p": "60"}
    assert done.column("team.dropped") == {"p": "E1;E5"}


def test_a_median_and_a_mean_weighted_by_confidence(tmp_path: Path) -> None:
    median = Scored(
        tmp_path, 'aggregate = "median"\n' + ONE_ITEM, sheets_of({"p": [90, 60, 81, 70]})
    )
    assert median.column("total") == {"p": "75.5"}
    rule = 'aggregate = "confidence"\n[[criteria]]\nid = "overall"\nmin = -3\nmax = 3\n'
    sheets = "proposal,expert,criterion,points,confidence\np,E1,overall,2,4\np,E2,overall,-1,2\n"
    done = Scored(tmp_path, rule, sheets)
    assert done.column("total") == {"p": "1"}  # (2 x 4 - 1 x 2) / 6
    assert done.column("untrimmed") == {"p": "0.5"}


def test_few_sheets_are_averaged_where_the_rule_says_so(tmp_path: Path) -> None:
    rule = 'aggregate = "trimmed"\nbelow_minimum = "mean"\n' + ONE_ITEM
    done = Scored(tmp_path, rule, sheets_of({"p": [91, 88, 86, 70]}))
    assert done.column("total") == {"p": "83.75"}
    assert done.column("method") == {"p": "mean"}


def test_trimming_may_begin_with_fewer_sheets(tmp_path: Path) -> None:
    rule = 'aggregate = "trimmed"\nmin_sheets = 3\n' + ONE_ITEM
    assert Scored(tmp_path, rule, sheets_of({"p": [90, 85, 20]})).column("total") == {"p": "85"}


LINES = """
bonus_cap = 10
deduction_cap = 5
[[criteria]]
id = "total"
max = 100
[[criteria]]
id = "award"
type = "bonus"
max = 8
[[criteria]]
id = "media"
type = "bonus"
max = 8
[[criteria]]
id = "late"
type = "deduction"
max = 10
"""


def test_bonus_and_deduction_have_their_caps(tmp_path: Path) -> None:
    answers = {"p": ("98", "8", "6", ""), "q": ("98", "", "", "9")}
    sheets = HEAD + "".join(
        f"{p},E1,{i},{mark}\n"
        for p, marks in answers.items()
        for i, mark in zip(("total", "award", "media", "late"), marks, strict=True)
    )
    done = Scored(tmp_path, LINES, sheets)
    assert done.column("total") == {"p": "108", "q": "93"}
    assert done.column("bonus") == {"p": "10", "q": "0"}
    assert done.column("deduction") == {"p": "0", "q": "5"}


STEPS = """
[[criteria]]
id = "level"
type = "levels"
anchors = [{ points = 10, label = "A" }, { points = 7, label = "B" }, { points = 0 }]
[[criteria]]
id = "boxes"
type = "ticks"
weight = 10
anchors = [{ points = 2 }, { points = 3 }]
[[criteria]]
id = "word"
type = "words"
minimum = 5
anchors = [{ points = 0, label = "差" }, { points = 5, label = "中" }, { points = 8, label = "好" }]
[[criteria]]
id = "ban"
type = "knockout"
"""


def test_levels_ticks_words_and_knockouts(tmp_path: Path) -> None:
    answers = {"p": ("B", "3", "好", "0"), "q": ("10", "5", "5", "否"), "r": ("A", "0", "差", ""),
               "s": ("A", "5", "好", "TRUE")}  # fmt: skip
    sheets = HEAD + "".join(
        f"{p},E1,{i},{mark}\n"
        for p, marks in answers.items()
        for i, mark in zip(("level", "boxes", "word", "ban"), marks, strict=True)
    )
    done = Scored(tmp_path, STEPS, sheets)
    assert done.column("total") == {"p": "21", "q": "25", "r": "10", "s": "28"}
    assert done.column("rank") == {"q": "1", "p": "2", "r": "", "s": ""}
    assert done.column("barred_en") == {
        "p": "",
        "q": "",
        "r": "“word” scored 0, below its minimum of 5.",
        "s": "Knocked out: ban (experts: 1).",
    }
    assert done.summary["barred"] == ["r", "s"]


WORDS = ["untrimmed_mean", "criterion:need", "lower_request", "first_time", "earlier", "draw"]
TIES = f"ties = {json.dumps(WORDS)}\n"
TWO = "".join(f'[[criteria]]\nid = "{i}"\nmax = 100\n' for i in ("need", "team"))


def test_the_tie_chain_decides_in_its_order_and_says_so(tmp_path: Path) -> None:
    marks = {
        "a": (60, 40),
        "b": (50, 50),
        "c": (50, 50),
        "d": (50, 50),
        "e": (50, 50),
        "f": (40, 60),
    }
    sheets = HEAD + "".join(f"{p},E1,need,{n}\n{p},E1,team,{t}\n" for p, (n, t) in marks.items())
    facts = (
        "proposal,requested,first_time,submitted,drawn\n"
        "a,9,0,1,\nb,2,0,1,\nc,3,1,9,2\nd,3,1,9,1\ne,3,0,8,\nf,1,1,1,\n"
    )
    done = Scored(tmp_path, TIES + TWO, sheets, facts)
    assert done.column("rank") == {"a": "1", "b": "2", "d": "3", "c": "4", "e": "5", "f": "6"}
    assert [one["by"] for one in done.summary["results"][2]["ties"]] == [
        "criterion", "lower_request", "first_time", "draw",
    ]  # fmt: skip
    assert done.column("ties_en")["b"] == (
        "6 proposals tied at 100 points; settled by: The higher score in “need” goes first. "
        "4 proposals tied at 100 points; settled by: The lower request goes first."
    )
    assert done.summary["undecided"] == []


def test_equals_share_their_rank(tmp_path: Path) -> None:
    done = Scored(tmp_path, ONE_ITEM, sheets_of({"a": [80], "b": [90], "c": [80], "d": [70]}))
    assert done.column("rank") == {"b": "1", "a": "2", "c": "2", "d": "4"}
    assert done.column("tied") == {"b": "", "a": "2", "c": "2", "d": ""}
    assert done.summary["undecided"] == [["a", "c"]]


def test_one_panel_gives_the_digest_the_pages_seal(tmp_path: Path) -> None:
    from creator.reckoning.scoring.items import Criterion
    from creator.reckoning.scoring.panel_rule import PanelRule
    from creator.reckoning.scoring.scores import reckon

    done = Scored(tmp_path, "decimals = 2\n" + ONE_ITEM, sheets_of({"p": [91, 88], "q": [70, 75]}))
    sheets = {
        "p": {"E1": {"total": Decimal(91)}, "E2": {"total": Decimal(88)}},
        "q": {"E1": {"total": Decimal(70)}, "E2": {"total": Decimal(75)}},
    }
    sealed = reckon(sheets, PanelRule((Criterion("total", most=Decimal(100)),)))
    assert done.summary["digest"] == sealed.digest


@pytest.mark.parametrize(
    ("names", "ranks"),
    [
        (("sheets.csv", "score.toml", ""), {"P01": "1", "P02": "2"}),
        (
            ("sheets-rounds.csv", "score-rounds.toml", "facts.csv"),
            {"P02": "1", "P01": "2", "P03": "", "P04": "", "P05": ""},
        ),
    ],
)
def test_the_examples_do_what_their_comments_say(
    tmp_path: Path, names: tuple[str, ...], ranks: dict[str, str]
) -> None:
    sheets, rule, facts = ((EXAMPLES / name).read_text("utf-8") if name else "" for name in names)
    assert Scored(tmp_path, rule, sheets, facts).column("rank") == ranks


def test_standard_output_is_only_the_summary(tmp_path: Path) -> None:
    rule = write(tmp_path, "r.toml", ONE_ITEM)
    result = run(
        "score", "--sheets", write(tmp_path, "s.csv", sheets_of({"p": ["９０"]})), "--rule", rule
    )
    assert result.exit_code == 0
    assert "full-width" in result.stderr
    assert result.stdout.startswith("{\n")
