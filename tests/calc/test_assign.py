"""`creator calc assign`: the files as documented, the rules kept, the same bytes in any order."""

import csv
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calc.runs import EXAMPLES, refusal_of, run, summary_of, write

PAIRS = EXAMPLES / "similarity.csv"
MATRIX = EXAMPLES / "similarity-matrix.csv"
TWO = ("--per-proposal", 2, "--max-load", 3)
EVERYTHING = (
    "--conflicts", EXAMPLES / "conflicts.csv",
    "--groups", EXAMPLES / "groups.csv",
    "--fixed", EXAMPLES / "fixed.csv",
    "--mix", "finance=1",
    "--mix", "social=1",
)  # fmt: skip


def plan_of(folder: Path, *words: object) -> tuple[Any, list[list[str]]]:
    """The summary and the rows of a run that must succeed."""
    out = folder / "plan.csv"
    summary = summary_of("assign", *words, "-o", out)
    with out.open(encoding="utf-8", newline="") as file:
        return summary, list(csv.reader(file))


def test_the_greatest_total_to_the_last_digit(tmp_path: Path) -> None:
    summary, rows = plan_of(tmp_path, "--similarity", PAIRS, *TWO)
    assert rows[:3] == [
        ["proposal", "expert", "score", "fixed"],
        ["P01", "王敏", "0.82", "false"],
        ["P01", "赵岚", "0.61", "false"],
    ]
    assert sum(Decimal(row[2]) for row in rows[1:]) == Decimal("5.49")
    assert summary | {"digest": ""} == {
        "absent": 0,
        "bound": "5.49",
        "digest": "",
        "experts": 4,
        "floor": None,
        "floor_bound": None,
        "loads": {"李强": 1, "王敏": 3, "赵岚": 3, "陈默": 1},
        "loads_histogram": {"1": 2, "3": 2},
        "pairs": 8,
        "proposals": 4,
        "proven": True,
        "seed": 0,
        "solver": "python",
        "total": "5.49",
        "worst_proposal": "P03",
        "worst_sum": "1.2",
    }


def test_a_list_and_a_matrix_are_the_same(tmp_path: Path) -> None:
    assert plan_of(tmp_path, "--similarity", PAIRS, *TWO) == plan_of(
        tmp_path, "--similarity", MATRIX, *TWO
    )


def test_every_rule_at_once(tmp_path: Path) -> None:
    words = ("--similarity", PAIRS, *TWO, *EVERYTHING, "--min-load", 1, "--floor", "auto")
    summary, rows = plan_of(tmp_path, *words)
    pairs = {(row[0], row[1]): row[3] for row in rows[1:]}
    assert pairs["P03", "陈默"] == "true"
    assert ("P04", "王敏") not in pairs
    assert not any({(p, "王敏"), (p, "李强")} <= pairs.keys() for p in ("P01", "P02", "P03", "P04"))
    assert (summary["total"], summary["floor"], summary["proven"]) == ("4.43", "0.77", True)
    assert (summary["worst_proposal"], summary["worst_sum"]) == ("P04", "0.77")


@settings(max_examples=15)
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    words: list[object] = []
    for option in ("similarity", "conflicts", "groups", "fixed"):
        head, *rows = (EXAMPLES / f"{option}.csv").read_text("utf-8").splitlines()
        order.shuffle(rows)
        words += [f"--{option}", write(folder, f"{option}.csv", "\n".join([head, *rows]))]
    rules = (*TWO, "--mix", "social=1", "--mix", "finance=1")
    assert plan_of(folder, *words, *rules) == plan_of(
        folder, "--similarity", MATRIX, *rules, *EVERYTHING[:6]
    )


def test_a_seed_chooses_among_equals_only(tmp_path: Path) -> None:
    rows = [f"P{p},E{e},0.5" for p in range(6) for e in range(4)]
    file = write(tmp_path, "S.csv", "\n".join(["proposal,expert,score", *rows]))
    plans = [
        plan_of(tmp_path, "--similarity", file, *TWO, "--seed", seed) for seed in (0, 0, 1, 2, 3)
    ]
    assert plans[0] == plans[1]
    assert {summary["total"] for summary, _rows in plans} == {"6"}
    assert len({summary["digest"] for summary, _rows in plans}) > 1


def test_a_floor_may_have_more_places_than_the_scores(tmp_path: Path) -> None:
    summary, _rows = plan_of(tmp_path, "--similarity", PAIRS, *TWO, "--floor", "1.1999")
    assert (summary["floor"], summary["worst_sum"]) == ("1.1999", "1.2")
    lines = refusal_of("assign", "--similarity", PAIRS, *TWO, "--floor", "1.2001")
    assert "Even" in lines[0]
    assert "P03" in lines[0]


def test_sums_of_more_digits_than_a_pocket_calculator_has(tmp_path: Path) -> None:
    """Similarities of a program are of very different sizes; their sum keeps every digit."""
    rows = "a,x,1234.1\na,y,0.000000001234567890123456789\nb,x,7\nb,y,999999.5\n"
    text = f"proposal,expert,score\n{rows}"
    words = ("--similarity", write(tmp_path, "s.csv", text), "--per-proposal", 2, "--max-load", 2)
    summary, _rows = plan_of(tmp_path, *words)
    assert summary["total"] == "1001240.600000001234567890123456789"
    summary, _rows = plan_of(tmp_path, *words, "--floor", "1234.10000000123456789")
    assert summary["floor"] == "1234.10000000123456789"


def test_the_smallest_floor_is_no_floor_of_zero(tmp_path: Path) -> None:
    scores = write(tmp_path, "s.csv", "proposal,expert,score\na,x,0\na,y,5\n")
    words = ("--similarity", scores, "--per-proposal", 1, "--max-load", 1, "--floor")
    assert plan_of(tmp_path, *words, "0.0000001")[0]["floor"] == "0.0000001"


def test_negative_scores_and_costs(tmp_path: Path) -> None:
    """A textbook assignment by cost: 9+... as the greatest sum of the negatives."""
    costs = ((9, 2, 7, 8), (6, 4, 3, 7), (5, 8, 1, 8), (7, 6, 9, 4))
    rows = [f"j{n},{','.join(str(-cost) for cost in line)}" for n, line in enumerate(costs)]
    file = write(tmp_path, "S.csv", "\n".join(["proposal,a,b,c,d", *rows]))
    summary, plan = plan_of(tmp_path, "--similarity", file, "--per-proposal", 1, "--max-load", 1)
    assert summary["total"] == "-13"
    assert [row[1] for row in plan[1:]] == ["b", "a", "c", "d"]


class TestAbsent:
    HOLES = "proposal,a,b,c\nP,1,,3\nQ,2,5,\n"

    def test_a_pair_without_a_score_never_meets(self, tmp_path: Path) -> None:
        file = write(tmp_path, "S.csv", self.HOLES)
        result = run("assign", "--similarity", file, "--per-proposal", 2, "--max-load", 2)
        assert result.exit_code == 0
        assert '"total": "11"' in result.stdout
        assert '"absent": 2' in result.stdout
        assert "(P–b, Q–c)" in result.stderr

    def test_or_counts_nothing_when_told_so(self, tmp_path: Path) -> None:
        file = write(tmp_path, "S.csv", self.HOLES)
        words = ("--similarity", file, "--per-proposal", 3, "--max-load", 2, "--absent", "zero")
        assert summary_of("assign", *words)["total"] == "11"
        lines = refusal_of("assign", *words[:-2])
        assert "2 proposals (P, Q) need 6 seats" in lines[-1]

    def test_a_fixed_pair_needs_a_score(self, tmp_path: Path) -> None:
        file = write(tmp_path, "S.csv", self.HOLES)
        fixed = write(tmp_path, "F.csv", "proposal,expert\nP,b\n")
        words = ("--similarity", file, "--per-proposal", 1, "--max-load", 2, "--fixed", fixed)
        assert f"{fixed}:2:expert" in refusal_of("assign", *words)[0]


class TestRefused:
    def lines(self, folder: Path, similarity: str, *words: object) -> list[str]:
        file = write(folder, "S.csv", similarity)
        rules = words or ("--per-proposal", 1, "--max-load", 9)
        return [
            line.replace(f"{folder}/", "")
            for line in refusal_of("assign", "--similarity", file, *rules)
        ]

    @pytest.mark.parametrize(
        ("similarity", "place"),
        [
            ("proposal,expert,score\nP,a,1\nP,a,2\n", "S.csv:3:expert"),
            ("proposal,a,b\nP,1,2\nP,1,2\n", "S.csv:3:proposal"),
            ("proposal,a,a\nP,1,2\n", "S.csv:1:a"),
            ("proposal,expert,score,note\nP,a,1,x\n", "S.csv:1:note"),
            ("proposal,expert\nP,a\n", "S.csv:1:score"),
            ("paper,a,b\nP,1,2\n", "S.csv:1:proposal"),
            ("proposal\nP\n", "S.csv:1:"),
            ("proposal,a\n", "S.csv:1:"),
            ("", "S.csv:1:"),
            ('proposal,expert,score\nP,a,"1,234"\n', "S.csv:2:score"),
            ("proposal,expert,score\nP,a,NaN\n", "S.csv:2:score"),
            ("proposal,expert,score\nP,a,1e400\n", "S.csv:2:score"),
            ("proposal,expert,score\nP,a,many\n", "S.csv:2:score"),
            ("proposal,a,b\nP,1,0x2\n", "S.csv:2:b"),
            ('proposal,a\nP,"1\n2"\n', "S.csv:2:a"),
            ("proposal,expert,score\nP,a\n", "S.csv:2:"),
        ],
    )
    def test_file_line_and_column(self, tmp_path: Path, similarity: str, place: str) -> None:
        lines = self.lines(tmp_path, similarity)
        assert lines[0].startswith(place)
        assert "What to do: " in "".join(lines)

    @pytest.mark.parametrize("option", ["conflicts", "fixed"])
    def test_pairs_that_the_similarities_do_not_know(self, tmp_path: Path, option: str) -> None:
        path = write(tmp_path, "X.csv", "proposal,expert\nP,a\nP,aa\nR,a\n")
        words = ("--per-proposal", 1, "--max-load", 9, f"--{option}", path)
        lines = self.lines(tmp_path, "proposal,a,b\nP,1,2\nQ,1,2\n", *words)
        assert [line.split(" ")[0] for line in lines] == ["X.csv:3:expert:", "X.csv:4:proposal:"]

    def test_an_expert_that_the_similarities_do_not_know(self, tmp_path: Path) -> None:
        groups = write(tmp_path, "G.csv", "expert,group\nz,g\n")
        words = ("--per-proposal", 1, "--max-load", 9, "--groups", groups)
        lines = self.lines(tmp_path, "proposal,a,b\nP,1,2\n", *words)
        assert [line.split(" ")[0] for line in lines] == ["G.csv:2:expert:"]

    def test_a_fixed_pair_in_conflict(self, tmp_path: Path) -> None:
        pair = write(tmp_path, "X.csv", "proposal,expert\nP,a\n")
        words = ("--per-proposal", 1, "--max-load", 9, "--conflicts", pair, "--fixed", pair)
        lines = self.lines(tmp_path, "proposal,a,b\nP,1,2\n", *words)
        assert lines[0].startswith("X.csv:2:expert: ")

    def test_a_mix_nobody_can_stand_for(self, tmp_path: Path) -> None:
        groups = write(tmp_path, "G.csv", "expert,fields\na,finance\n")
        words = ("--per-proposal", 1, "--max-load", 9, "--groups", groups, "--mix", "finanec=1")
        lines = self.lines(tmp_path, "proposal,a,b\nP,1,2\n", *words)
        assert "finanec" in lines[0]
        assert "finance" in lines[0].replace("finanec", "")

    def test_which_proposals_how_many_experts_which_rule(self) -> None:
        words = ("--similarity", PAIRS, "--per-proposal", 2, "--max-load", 1)
        assert refusal_of("assign", *words) == [
            "Error: 4 proposals (P01, P02, P03, P04) need 8 seats in all. Experts without a"
            " conflict of interest: 4, for at most 4 seats. Seats still missing: 4. You may raise"
            " the load limits of the experts, or assign one expert fewer to each proposal."
            " Adding experts also helps."
        ]

    def test_loads_that_contradict_each_other(self) -> None:
        words = ("--similarity", PAIRS, *TWO, "--min-load", 4)
        assert "--min-load" in refusal_of("assign", *words)[0]

    def test_nothing_is_written(self, tmp_path: Path) -> None:
        words = ("--similarity", PAIRS, "--per-proposal", 2, "--max-load", 1)
        refusal_of("assign", *words, "-o", tmp_path / "plan.csv")
        assert list(tmp_path.iterdir()) == []


def test_as_chinese_excel_writes_it(tmp_path: Path) -> None:
    text = PAIRS.read_text("utf-8").replace("0.82", "０.８２").replace("\n", "\r\n")
    file = tmp_path / "S.csv"
    file.write_bytes(text.encode("gb18030"))
    result = run("assign", "--similarity", file, *TWO)
    assert '"total": "5.49"' in result.stdout
    assert [line for line in result.stderr.splitlines() if "GB18030" in line]
    assert "0.82" in result.stderr


@pytest.mark.full
def test_or_tools_come_to_the_same_total(tmp_path: Path) -> None:
    lot = random.Random(7)
    rows = [f"P{p:03},{','.join(f'{lot.random():.6f}' for _e in range(40))}" for p in range(120)]
    head = ",".join(["proposal", *(f"E{e:02}" for e in range(40))])
    file = write(tmp_path, "S.csv", "\n".join([head, *rows]))
    words = ("assign", "--similarity", file, "--per-proposal", 5, "--max-load", 15)
    ours = summary_of(*words, "--solver", "python")
    theirs = summary_of(*words, "--solver", "or-tools")
    assert (ours["solver"], theirs["solver"]) == ("python", "or-tools")
    assert (ours["total"], ours["bound"]) == (theirs["total"], theirs["bound"])


def test_experts_and_proposals_may_have_numbers_of_their_own(tmp_path: Path) -> None:
    groups = write(tmp_path, "groups.csv", "expert,max_load,min_load\n王敏,1,\n李强,,2\n赵岚,0,0\n")
    needs = write(tmp_path, "needs.csv", "proposal,experts\nP02,1\nP03,1\n")
    words = ("--similarity", PAIRS, *TWO, "--groups", groups, "--needs", needs)
    summary, rows = plan_of(tmp_path, *words)
    assert summary["loads"] == {"李强": 2, "王敏": 1, "赵岚": 0, "陈默": 3}
    readers = [row[0] for row in rows[1:]]
    assert {name: readers.count(name) for name in sorted(set(readers))} == {
        "P01": 2, "P02": 1, "P03": 1, "P04": 2,
    }  # fmt: skip


def test_numbers_of_their_own_must_make_sense(tmp_path: Path) -> None:
    groups = write(tmp_path, "groups.csv", "expert,max_load,min_load\n王敏,1,2\n李强,x,\n")
    needs = write(tmp_path, "needs.csv", "proposal,experts\nP02,0\nP99,1\n")
    words = ("assign", "--similarity", PAIRS, *TWO)
    assert len(refusal_of(*words, "--groups", groups)) == 1
    groups.write_text("expert,max_load,min_load\n王敏,1,2\n", "utf-8")
    (fault,) = refusal_of(*words, "--groups", groups)
    assert fault.startswith(f"{groups}:2:min_load: Error: ")
    assert len(refusal_of(*words, "--needs", needs)) == 1
