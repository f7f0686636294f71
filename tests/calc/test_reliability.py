"""`creator calc reliability`: figures, refusals and advice from files."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from tests.calc.runs import EXAMPLES, refusal_of, run, summary_of, write

SHROUT_FLEISS = EXAMPLES / "shrout-fleiss.csv"
SHEETS = EXAMPLES / "panel.csv"
FUNDED = EXAMPLES / "funded.csv"


def figures_of(*words: object) -> dict[str, object]:
    """The figures of a file with one round and group."""
    (only,) = summary_of("reliability", *words)["sets"]
    return dict(only)


def test_the_published_table_from_its_file() -> None:
    found = figures_of("--sheets", SHROUT_FLEISS)
    names = ("icc_1_1", "icc_a_1", "icc_1_k", "icc_a_k")
    assert [f"{Decimal(str(found[name])):.2f}" for name in names] == [
        "0.17",
        "0.29",
        "0.44",
        "0.62",
    ]
    assert found["icc_1_1"] == "0.1657417684054753977062523123"  # 28 digits
    assert (found["k"], found["kendall_basis"], found["number_of_sheets"]) == ("4", "complete", 24)
    first = found["experts"][0]  # type: ignore[index]
    assert (first["expert"], first["deviation"], first["flags"]) == ("1", "2.375", [])


def test_sheets_by_criterion_are_added_up_and_the_line_is_told(tmp_path: Path) -> None:
    out = tmp_path / "OUT.csv"
    words = ("--sheets", SHEETS, "--funded", FUNDED, "--line", 4, "-o", out)
    found = figures_of(*words)
    assert (found["number_of_proposals"], found["number_of_experts"], found["k"]) == (12, 5, "3")
    assert found["line"]["places"] == 4  # type: ignore[index]
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert len(rows) == 12
    assert [row["side"] for row in rows] == ["above"] * 4 + ["below"] * 8
    chances = [Decimal(row["probability"]) for row in rows]
    assert sum(chances) == 4
    grey = [row["proposal"] for row in rows if row["grey"] == "true"]
    assert grey == found["line"]["grey"]  # type: ignore[index]
    for row in rows:
        per_sheet = Decimal(row["flip_on_one_sheet"])
        assert abs(per_sheet - 3 * Decimal(row["flip_points"])) < Decimal("1e-24")
        assert per_sheet == per_sheet.to_integral_value()
    before = out.read_bytes()
    assert figures_of(*words) == found
    assert out.read_bytes() == before


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    header, *lines = SHEETS.read_text("utf-8").splitlines()
    Random(3).shuffle(lines)
    turned = write(tmp_path, "S.csv", "\n".join([header, *lines]))
    one, other = (
        run("reliability", "--sheets", path, "--line", 4).stdout for path in (SHEETS, turned)
    )
    assert one == other


def test_the_funded_alone_are_refused_with_the_reason(tmp_path: Path) -> None:
    header, *lines = SHEETS.read_text("utf-8").splitlines()
    funded = [
        row["proposal"]
        for row in csv.DictReader(FUNDED.read_text().splitlines())
        if row["funded"] == "yes"
    ]
    kept = [line for line in lines if line.split(",")[0] in funded]
    few = write(tmp_path, "S.csv", "\n".join([header, *kept]))
    (said,) = refusal_of("reliability", "--sheets", few, "--funded", FUNDED)
    assert said.startswith("Error: Of the proposals not funded (8) those without sheets are 8: ")
    assert "restricted range" in said
    listed = write(tmp_path, "funded.txt", "\n".join([*funded, "P99"]))
    (said,) = refusal_of("reliability", "--sheets", few, "--funded", listed)
    assert said.startswith("Error: Of the proposals with sheets (4) those not funded are 0: ")

    told = run("reliability", "--sheets", SHEETS, "--funded", listed)
    assert (told.exit_code, told.stderr) == (0, "Note: funded proposals without sheets: 1.\n")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("P1,E1,-1\nP1,E2,5", ":2:points: Error: -1 is out of range."),
        ("P1,E1,1,234", ":2: Error: This row has 4 cells, the header has 3."),
        ('P1,E1,"1,234"', ":2:points: Error: “1,234” is not a number."),
        ("P1,E1,NaN", ":2:points: Error: “NaN” is not a number."),
        ("P1,E1,1e400", ":2:points: Error: “1e400” is not a number."),
        ("P1,E1,5\nP2,E1,6\nP1,E1,7", ":4:expert: Error: Repeats line 2:"),
        ("P1,E1,", ":2:points: Error: This cell is empty."),
        ("", ":1: Error: The table has no row of data."),
    ],
)
def test_a_slip_stops_it(tmp_path: Path, rows: str, said: str) -> None:
    path = write(tmp_path, "S.csv", f"proposal,expert,points\n{rows}\n")
    assert refusal_of("reliability", "--sheets", path)[0].startswith(f"{path}{said}")


def test_a_sheet_with_a_line_less_is_refused(tmp_path: Path) -> None:
    text = "proposal,expert,criterion,points\nP1,E1,a,5\nP1,E1,b,5\nP1,E2,a,6\n"
    path = write(tmp_path, "S.csv", text)
    (said,) = refusal_of("reliability", "--sheets", path)
    assert said.startswith(f"{path}:4:criterion: Error: Proposal P1, expert E2: ")


def test_under_a_rule_sheets_weigh_and_scores_are_its_own(tmp_path: Path) -> None:
    rule, sheets = EXAMPLES / "score.toml", EXAMPLES / "sheets.csv"
    out, detail, totals = (tmp_path / name for name in ("OUT.csv", "DETAIL.csv", "totals.csv"))
    words = ("--sheets", sheets, "--rule", rule)
    found = figures_of(*words, "--line", 1, "-o", out)
    scored = summary_of("score", *words, "--detail", detail)
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert {row["proposal"]: row["score"] for row in rows} == {
        one["proposal"]: one["total"] for one in scored["results"]
    }
    assert {row["flip_on_one_sheet"] for row in rows} == {""}
    # the same figures from the totals alone
    given = {
        (row["proposal"], row["expert"]): row["sheet"]
        for row in csv.DictReader(detail.read_text("utf-8").splitlines())
    }
    lines = [f"{proposal},{expert},{total}" for (proposal, expert), total in given.items()]
    plain = write(tmp_path, totals.name, "\n".join(["proposal,expert,points", *lines]))
    assert figures_of("--sheets", plain)["experts"] == found["experts"]
    assert figures_of("--sheets", plain)["icc_a_1"] == found["icc_a_1"]


def test_every_panel_of_a_rule_is_a_set() -> None:
    words = ("--sheets", EXAMPLES / "sheets-rounds.csv", "--rule", EXAMPLES / "score-rounds.toml")
    sets = summary_of("reliability", *words)["sets"]
    assert [(one["round"], one["group"]) for one in sets] == [
        ("desk", ""),
        ("pitch", "experts"),
        ("pitch", "residents"),
    ]


def test_rounds_and_groups_are_told_apart(tmp_path: Path) -> None:
    rows = [
        f"P{p},{group}{e},{p * 10 + e},{turn},{group}"
        for turn in (1, 2)
        for group in ("jury", "public")
        for p in range(1, 5)
        for e in range(1, 4)
    ]
    text = "\n".join(["proposal,expert,points,round,group", *rows])
    path = write(tmp_path, "S.csv", text)
    sets = summary_of("reliability", "--sheets", path)["sets"]
    assert [(one["round"], one["group"], one["number_of_sheets"]) for one in sets] == [
        ("1", "jury", 12),
        ("1", "public", 12),
        ("2", "jury", 12),
        ("2", "public", 12),
    ]
    (said,) = refusal_of("reliability", "--sheets", path, "--round", 1, "--line", 2)
    assert "several rounds or groups" in said
    one = figures_of("--sheets", path, "--round", 1, "--group", "jury", "--line", 2)
    assert one["line"]["grey"] == []  # type: ignore[index]
    (said,) = refusal_of("reliability", "--sheets", path, "--round", 3)
    assert "--round 1 --group jury" in said


def test_it_says_why_there_is_no_figure(tmp_path: Path) -> None:
    path = write(tmp_path, "S.csv", "proposal,expert,points\nP1,E1,5\nP2,E2,6\n")
    found = figures_of("--sheets", path)
    assert [found[name] for name in ("icc_1_1", "icc_a_1", "alpha_interval", "kendall_w")] == [
        None
    ] * 4
    notes = json.dumps(found["notes"])
    assert "No two experts scored the same proposal" in notes
