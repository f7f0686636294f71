"""`creator calc explain`: the sentences for one proposal."""

from pathlib import Path

import pytest

from tests.calc.runs import EXAMPLES, refusal_of, run, write

SHEETS = ("--sheets", EXAMPLES / "sheets.csv", "--rule", EXAMPLES / "score.toml")
RANKING = ("--ranking", EXAMPLES / "ranking.csv", "--rule", EXAMPLES / "allocate.toml")


def told(proposal: str, *words: object) -> list[str]:
    result = run("explain", "--proposal", proposal, *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


def test_a_score_is_told_mark_by_mark() -> None:
    assert told("P02", *SHEETS) == [
        "P02",
        "Score sheet: 5, the mean after dropping the highest and lowest.",
        "  Totals of the sheets: E1 87.5, E2 85, E3 78, E4 74.5, E5 80.",
        "  Whole sheets dropped: E1, E4.",
        "  Need: E1 (24), E2 26, E3 27, E4 (21), E5 25 → 26, adds 26.",
        "  Plan: E1 (35), E2 32, E3 30, E4 (28), E5 31 → 31, adds 31.",
        "  Team: E1 (19), E2 18, E3 14, E4 (17), E5 16 → 16, adds 24.",
        "  Base 81, bonus 0, deduction 0 → 81 points.",
        "  Rounded half up to decimals: sheet totals 2, criteria 2, Total 2.",
        "Score 81, rank 2 (ranked proposals: 2).",
    ]


def test_rounds_and_groups_are_told_from_the_inside_out() -> None:
    lines = told(
        "P01", "--sheets", EXAMPLES / "sheets-rounds.csv", "--rule", EXAMPLES / "score-rounds.toml",
        "--facts", EXAMPLES / "facts.csv",
    )  # fmt: skip
    assert any("×" in line for line in lines)
    assert lines[-1].startswith(("Score ", "  "))


def test_an_award_is_told_step_by_step() -> None:
    assert told("P04", *RANKING) == [
        "P04",
        "Score 84, rank 4 (ranked proposals: 8).",
        "  Rank 4: no slot is left in “Tier A”; moved to “Tier B”.",
        "  Rank 4: awarded CNY 20,000.00 in “Tier B”.",
        "  Awards in this tier: 3, the last with rank 7 and score 72.",
        "Result: Award, CNY 20,000.00.",
    ]


def test_what_broke_a_tie_is_told() -> None:
    assert told("P03", *RANKING)[2:4] == [
        "  2 proposals tied at 88.25 points; settled by: The higher mean of all scores goes first. "
        "This proposal: 87.4.",
        "  Rank 3: no slot is left in “Tier A”; moved to “Tier B”.",
    ]


def test_score_and_award_together_need_their_two_rules() -> None:
    lines = told("P02", *SHEETS, *RANKING)
    assert lines.count("P02") == 1
    assert "Score 88.25, rank 2 (ranked proposals: 8)." in lines
    assert "missing" in refusal_of("explain", "--proposal", "P02", *SHEETS, *RANKING[:2])[0]
    refusal_of("explain", "--proposal", "P02", *SHEETS, *RANKING[2:])


def test_a_summary_that_was_kept_says_the_same(tmp_path: Path) -> None:
    kept = write(tmp_path, "kept.json", run("allocate", *RANKING).stdout)
    scores = write(tmp_path, "scores.json", run("score", *SHEETS).stdout)
    assert told("P04", "--result", kept, "--result", scores.parent / "kept.json")[1:5] == [
        "Score 84, rank 4.",
        "  Rank 4: no slot is left in “Tier A”; moved to “Tier B”.",
        "  Rank 4: awarded CNY 20,000.00 in “Tier B”.",
        "Result: Award, CNY 20000.",
    ]
    assert told("P02", "--result", scores) == ["P02", "Score 81, rank 2."]


def test_residents_are_told_who_paid() -> None:
    lines = told(
        "Park", "--ranking", EXAMPLES / "projects.csv", "--ballots", EXAMPLES / "ballots.csv",
        "--rule", EXAMPLES / "allocate-votes.toml",
    )  # fmt: skip
    assert (
        "  Choice 1: supporters: 4, each pays at most CNY 2,250.00; awarded CNY 9,000.00." in lines
    )


def test_an_unknown_proposal_and_a_strange_file_are_refused(tmp_path: Path) -> None:
    assert "no proposal" in refusal_of("explain", "--proposal", "P99", *SHEETS)[0]
    assert "no proposal" in refusal_of("explain", "--proposal", "P99", *RANKING)[0]
    strange = write(tmp_path, "strange.json", "[1]")
    assert "not a result" in refusal_of("explain", "--proposal", "P1", "--result", strange)[0]


@pytest.mark.parametrize(
    "written",
    [
        '{"results": [{"proposal": "P1", "steps": 5}]}',
        '{"results": [{"proposal": "P1", "steps": [{"zh": "好"}]}]}',
        '{"results": [{"proposal": "P1", "parts": 5}]}',
        '{"results": [{"proposal": "P1", "ties": [{"value": "1"}]}]}',
        "[" * 100_000,
    ],
)
def test_what_only_looks_like_a_result_is_none(tmp_path: Path, written: str) -> None:
    strange = write(tmp_path, "kept.json", written)
    assert "not a result" in refusal_of("explain", "--proposal", "P1", "--result", strange)[0]
    assert run("explain", "--proposal", "P1").exit_code == 2


def test_who_did_not_reach_the_last_round_needs_no_facts(tmp_path: Path) -> None:
    sheets = write(tmp_path, "s.csv", "proposal,expert,criterion,points,round\n"
                   "A,E1,total,9,first\nB,E1,total,5,first\nA,E1,total,8,last\n")  # fmt: skip
    rule = write(
        tmp_path,
        "r.toml",
        """
        ties = ["lower_request"]
        [[rounds]]
        id = "first"
        weight = 50
        criteria = [{ id = "total", max = 10 }]
        [[rounds]]
        id = "last"
        weight = 50
        absent = "leave_out"
        criteria = [{ id = "total", max = 10 }]
    """,
    )
    facts = write(tmp_path, "f.csv", "proposal,requested\nA,5\n")
    words = ("--sheets", sheets, "--rule", rule, "--facts", facts)
    assert told("A", *words)[-1] == "Score 8.5, rank 1 (ranked proposals: 1)."
