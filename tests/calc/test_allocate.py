"""`creator calc allocate`: the examples, real rounds without tiers, scores and facts joined."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.calc.runs import EXAMPLES, run, summary_of, write

RANKING = EXAMPLES / "ranking.csv"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def allocate(folder: Path, *words: object) -> list[dict[str, str]]:
    """The rows of the result."""
    out = folder / "out.csv"
    result = run("allocate", "-o", out, *words)
    assert result.exit_code == 0, result.stderr
    return table(out)


def awards(rows: list[dict[str, str]]) -> dict[str, str]:
    return {row["proposal"]: row["amount"] for row in rows if row["result"] == "award"}


class TestExamples:
    def test_tiers_limits_and_a_second_pass(self, tmp_path: Path) -> None:
        rows = allocate(tmp_path, "--ranking", RANKING, "--rule", EXAMPLES / "allocate.toml")
        assert [(row["proposal"], row["result"], row["tier"], row["amount"]) for row in rows] == [
            ("P01", "award", "A", "30000"),
            ("P02", "award", "A", "28000"),
            ("P03", "waitlist", "A", "0"),
            ("P04", "award", "B", "20000"),
            ("P06", "award", "B", "15000"),
            ("P05", "waitlist", "B", "0"),
            ("P07", "award", "B", "20000"),
            ("P08", "refuse", "B", "0"),
        ]
        assert rows[2]["reason_zh"] == "第 3 名：“A类”名额已满。"
        assert rows[2]["reason_en"] == "Rank 3: no slot is left in “Tier A”."

    def test_every_step_is_in_the_summary_in_both_languages(self) -> None:
        rule = EXAMPLES / "allocate.toml"
        summary = summary_of("allocate", "--ranking", RANKING, "--rule", rule)
        third = summary["results"][2]
        assert [step["zh"] for step in third["steps"]] == [
            "第 3 名：“A类”名额已满，转入“B类”。",
            "第 3 名：与第 1 名只能立项一个。",
            "第 3 名：参加剩余资金的第二轮分配。",
            "第 3 名：“A类”名额已满，转入“B类”。",
            "第 3 名：与第 1 名只能立项一个。",
            "第 3 名：列为候补第 1 位。",
        ]
        assert (summary["spent"], summary["left"]) == ("113000", "7000")
        assert summary["tiers"][0] == {
            "tier": "A", "awards": 2, "spent": "58000", "bound": "slots",
            "last": {"rank": 2, "score": "88.25"}, "next": {"rank": 3, "score": "88.25"},
        }  # fmt: skip
        assert summary["rule"]["award"]["unit"] == "100"
        assert summary["rule"]["tiers"][0]["min"] == "10000"

    def test_one_list_with_a_part_for_the_first_that_does_not_fit(self, tmp_path: Path) -> None:
        rule = EXAMPLES / "allocate-list.toml"
        rows = allocate(tmp_path, "--ranking", RANKING, "--rule", rule)
        assert awards(rows) == {
            "P01": "30000", "P02": "28000.5", "P03": "30000", "P04": "16999.5",
        }  # fmt: skip
        assert (rows[3]["part_of"], rows[4]["waitlist"]) == ("30000", "1")

    def test_residents_ballots(self, tmp_path: Path) -> None:
        rows = allocate(
            tmp_path, "--ranking", EXAMPLES / "projects.csv", "--ballots",
            EXAMPLES / "ballots.csv", "--rule", EXAMPLES / "allocate-votes.toml",
        )  # fmt: skip
        assert [(row["rank"], row["proposal"], row["score"], row["amount"]) for row in rows] == [
            ("1", "Park", "4", "9000"),
            ("2", "Bench", "3", "4000"),
            ("3", "Garden", "3", "5000"),
            ("", "Library", "2", "0"),
            ("", "Clinic", "0", "0"),
        ]


ROUND = "proposal,score,requested\na,90,50\nb,80,40\nc,70,30\nd,60,20\ne,50,10\n"


@pytest.mark.parametrize(
    ("overflow", "expected"),
    [
        ('overflow = "stop"', {"a": "50", "b": "40"}),
        ('overflow = "skip"', {"a": "50", "b": "40", "d": "20"}),
        ('overflow = "partial"\npartial_percent = 80', {"a": "50", "b": "40", "c": "25"}),
        ('overflow = "partial"\npartial_percent = 84', {"a": "50", "b": "40"}),
    ],
)
def test_a_round_without_tiers_ends_by_each_rule(
    tmp_path: Path, overflow: str, expected: dict[str, str]
) -> None:
    ranking = write(tmp_path, "r.csv", ROUND)
    rule = write(
        tmp_path, "r.toml", f"pool = 115\n[ranking]\nmin_score = 55\n[award]\n{overflow}\n"
    )
    assert awards(allocate(tmp_path, "--ranking", ranking, "--rule", rule)) == expected


def test_greedy_by_votes_skips_what_does_not_fit(tmp_path: Path) -> None:
    ranking = write(tmp_path, "p.csv", "proposal,requested\na,60\nb,50\nc,40\nd,30\n")
    ballots = "voter,proposal,points\n1,a,3\n1,b,2\n2,b,2\n2,c,2\n3,d,1\n"
    rule = write(
        tmp_path, "v.toml",
        'pool = 100\n[ranking]\nmin_score = 2\nties = ["lower_request"]\n[votes]\nmethod="greedy"',
    )  # fmt: skip
    box = write(tmp_path, "b.csv", ballots)
    rows = allocate(tmp_path, "--ranking", ranking, "--rule", rule, "--ballots", box)
    assert [(row["proposal"], row["score"], row["amount"]) for row in rows] == [
        ("b", "4", "50"), ("a", "3", "0"), ("c", "2", "40"), ("d", "1", "0"),
    ]  # fmt: skip


def test_a_hair_more_points_are_more_points(tmp_path: Path) -> None:
    most = "123456789012345.1234567890123456789"
    ranking = write(tmp_path, "p.csv", "proposal,requested\na,60\nb,60\n")
    text = f"voter,proposal,points\n1,a,{most}\n2,b,{most}\n3,b,0.00000000000000000001\n"
    rule = write(tmp_path, "v.toml", 'pool = 100\n[votes]\nmethod = "greedy"')
    words = ("--ranking", ranking, "--rule", rule, "--ballots", write(tmp_path, "b.csv", text))
    rows = allocate(tmp_path, *words)
    assert [(row["proposal"], row["score"]) for row in rows] == [("b", f"{most}1"), ("a", most)]


@pytest.mark.parametrize("score", ["50", "50.00"])
def test_needless_zeros_change_no_byte(tmp_path: Path, score: str) -> None:
    ranking = write(tmp_path, "r.csv", f"rank,proposal,score,requested\n1,a,{score},10\n")
    rule = write(tmp_path, "r.toml", "[ranking]\nmin_score = 60.0")
    (row,) = allocate(tmp_path, "--ranking", ranking, "--rule", rule)
    assert row["reason_en"] == "Rank 1: the score 50 is below the minimum of 60."


@pytest.mark.parametrize("points", ["1", "1.0"])
def test_needless_zeros_of_votes_change_no_byte(tmp_path: Path, points: str) -> None:
    ranking = write(tmp_path, "p.csv", "proposal,requested\na,60\n")
    rule = 'pool = 100\n[ranking]\nmin_score = 2.0\n[votes]\nmethod = "equal_shares"'
    box = write(tmp_path, "b.csv", f"voter,proposal,points\n1,a,{points}\n")
    words = ("--ranking", ranking, "--rule", write(tmp_path, "v.toml", rule), "--ballots", box)
    (row,) = allocate(tmp_path, *words)
    assert row["reason_en"] == "The votes (1) are below the least number of 2."


class TestFromScores:
    """The table of `calc score` and a table of facts go in as they are."""

    def ranked(self, folder: Path) -> Path:
        out = folder / "scores.csv"
        result = run(
            "score", "--sheets", EXAMPLES / "sheets.csv", "--rule", EXAMPLES / "score.toml",
            "-o", out,
        )  # fmt: skip
        assert result.exit_code == 0, result.stderr
        return out

    def test_ranks_and_totals_are_taken(self, tmp_path: Path) -> None:
        ranking = self.ranked(tmp_path)
        rule = write(tmp_path, "r.toml", "pool = 40000")
        facts = EXAMPLES / "facts.csv"
        rows = allocate(tmp_path, "--ranking", ranking, "--facts", facts, "--rule", rule)
        scores = table(ranking)
        assert [(r["rank"], r["proposal"], r["score"]) for r in rows] == [
            (r["rank"], r["proposal"], r["total"]) for r in scores
        ]
        assert awards(rows) == {"P01": "30000"}

    def test_ranks_can_be_made_anew_with_a_criterion(self, tmp_path: Path) -> None:
        ranking = self.ranked(tmp_path)
        rule = write(
            tmp_path, "r.toml",
            'pool = 40000\n[ranking]\norder = "score"\nties = ["criterion:need", "untrimmed_mean"]',
        )  # fmt: skip
        facts = EXAMPLES / "facts.csv"
        rows = allocate(tmp_path, "--ranking", ranking, "--facts", facts, "--rule", rule)
        assert [row["rank"] for row in rows] == [row["rank"] for row in table(ranking)]

    def test_totals_that_no_stage_rounded_go_in_as_they_are(self, tmp_path: Path) -> None:
        """Thirds: a of 100 has the same total as b, and more of the first criterion."""
        sheets = ["proposal,expert,criterion,points"]
        for proposal, x, y in (("a", (10, 10, 9), (0, 0, 0)), ("b", (9, 9, 9), (1, 1, 0))):
            for n in range(3):
                sheets += [f"{proposal},E{n},x,{x[n]}", f"{proposal},E{n},y,{y[n]}"]
        made = write(tmp_path, "s.csv", "\n".join(sheets))
        lines = '[[criteria]]\nid = "x"\nmax = 10\n[[criteria]]\nid = "y"\nmax = 10\n'
        out = tmp_path / "scores.csv"
        words = ("--sheets", made, "--rule", write(tmp_path, "s.toml", lines))
        scored = run("score", *words, "-o", out)
        assert scored.exit_code == 0, scored.stderr
        facts = write(tmp_path, "f.csv", "proposal,requested\na,10\nb,10\n")
        rule = write(
            tmp_path, "r.toml", 'pool = 10\n[ranking]\norder = "score"\nties = ["criterion:x"]\n'
        )
        words = ("--ranking", out, "--facts", facts, "--rule", rule)
        rows = allocate(tmp_path, *words)
        assert [(row["rank"], row["proposal"]) for row in rows] == [("1", "a"), ("2", "b")]
        assert {row["score"] for row in rows} == {"9.666666666666666666666666666667"}
        optimum = summary_of("allocate", *words, "--what-if", "optimum")["optimum"]
        assert optimum["score"] == optimum["official_score"] == rows[0]["score"]

    def test_the_barred_stay_out_with_their_reason(self, tmp_path: Path) -> None:
        ranking = write(
            tmp_path, "r.csv",
            "rank,proposal,total,requested,barred_zh,barred_en\n"
            "1,a,80,10,,\n,b,,10,一票否决。,Knocked out.\n2,c,70,10,一票否决。,Knocked out.\n",
        )  # fmt: skip
        rows = allocate(tmp_path, "--ranking", ranking, "--rule", write(tmp_path, "r.toml", ""))
        assert [(row["proposal"], row["result"]) for row in rows] == [
            ("a", "award"), ("b", "refuse"), ("c", "refuse"),
        ]  # fmt: skip
        assert rows[1]["reason_en"] == "Not ranked: Knocked out."

    @pytest.mark.parametrize("column", ["barred_zh", "barred_en"])
    def test_a_reason_in_one_language_bars_as_well(self, tmp_path: Path, column: str) -> None:
        text = f"proposal,score,requested,{column}\na,80,10,Knocked out.\nb,70,10,\n"
        ranking, rule = write(tmp_path, "r.csv", text), write(tmp_path, "r.toml", "")
        rows = allocate(tmp_path, "--ranking", ranking, "--rule", rule)
        assert awards(rows) == {"b": "10"}
        assert rows[1]["reason_en"] == "Not ranked: Knocked out."


def test_a_committee_need_not_decide_on_whom_the_minimum_shuts_out(tmp_path: Path) -> None:
    ranking = write(tmp_path, "r.csv", "proposal,score,recommended\na,80,25\nb,50,\n")
    rule = write(tmp_path, "r.toml", "[ranking]\nmin_score = 60\n[award]\namount = 'committee'")
    assert awards(allocate(tmp_path, "--ranking", ranking, "--rule", rule)) == {"a": "25"}


def test_given_ranks_that_are_equal_are_contested_where_it_matters(tmp_path: Path) -> None:
    ranking = write(
        tmp_path, "r.csv", "rank,proposal,score,requested\n1,a,9,10\n2,b,8,10\n2,c,8,10\n"
    )
    result = run("allocate", "--ranking", ranking, "--rule", write(tmp_path, "r.toml", "pool=20"))
    assert json.loads(result.stdout)["contested"] == [["b", "c"]]
    assert "b, c" in result.stderr


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    lines = RANKING.read_text("utf-8").splitlines()
    turned = write(tmp_path, "turned.csv", "\r\n".join([lines[0], *reversed(lines[1:])]))
    rule = EXAMPLES / "allocate.toml"
    results, files = [], []
    for ranking in (RANKING, turned):
        out = tmp_path / "out.csv"
        words = ("--ranking", ranking, "--rule", rule, "--what-if", "optimum", "-o", out)
        results.append(run("allocate", *words).stdout)
        files.append(out.read_bytes())
    assert results[0] == results[1]
    assert files[0] == files[1]


def test_the_optimum_stands_beside_the_official_result(tmp_path: Path) -> None:
    ranking = write(tmp_path, "r.csv", "proposal,score,requested\na,90,60\nb,80.5,30\nc,70,30\n")
    rule = write(tmp_path, "r.toml", "pool = 60")
    best = summary_of("allocate", "--ranking", ranking, "--rule", rule, "--what-if", "optimum")
    optimum = best["optimum"]
    assert (optimum["score"], optimum["official_score"], optimum["proven"]) == ("150.5", "90", True)
    assert (optimum["enters"], optimum["leaves"]) == (["b", "c"], ["a"])
    assert (optimum["gain"], optimum["gain_percent"]) == ("60.5", "67.2222")
    assert (optimum["bound"], optimum["bounds"][0]["used"]) == ("money", "60")


@pytest.mark.full
def test_thirty_thousand_proposals_take_seconds(tmp_path: Path) -> None:
    rows = (f"p{n},{Decimal(n % 6000) / 100},{100 + n % 397},{n % 40}" for n in range(30_000))
    ranking = write(tmp_path, "r.csv", "\n".join(["proposal,score,requested,category", *rows]))
    rule = write(tmp_path, "r.toml", 'pool = 3000000\n[[limits]]\non = "category"\nslots = 300')
    assert len(allocate(tmp_path, "--ranking", ranking, "--rule", rule)) == 30_000
