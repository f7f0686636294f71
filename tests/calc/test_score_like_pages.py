"""The files of an edition give what its pages show: rules, totals, ranks and the digest."""

import csv
from pathlib import Path

import pytest

from creator.calc.desk import Desk
from creator.calc.results import write_csv
from creator.calc.rules import read_rule
from creator.calc.score.files import FACT_COLUMNS, SHEET_COLUMNS, fact_rows, rule_text, sheet_rows
from creator.calc.score.plan import plan
from creator.calc.score.rule import ScoreRule
from creator.models.edition import Edition
from creator.programme.reader import read
from creator.rules.programmes import programme_of
from creator.rules.results import counted, panel_rule
from creator.rules.sheets import rubric_of
from creator.rules.standing import _composite, facts_among, final_results, places
from creator.services import assignments, panels
from tests.calc.runs import summary_of, write
from tests.house import ROOT
from tests.services.judging import judging

PROGRAMMES = sorted((ROOT / "workflows" / "programmes").glob("*.toml"))


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_the_rules_of_a_programme_are_the_same_on_files(tmp_path: Path, path: Path) -> None:
    programme = read(path)
    ids = [round_.id for round_ in programme.rounds]
    file = read_rule(write(tmp_path, "r.toml", rule_text(programme, ids)), ScoreRule)
    stage = plan(file, Desk())
    rules = [panel_rule(programme, index) for index in range(len(ids))]
    assert [panel.panel for panel in stage.panels()] == rules
    if len(ids) > 1 and programme.ranking.composite != "last":
        assert stage.rule == _composite(programme, ids)


PITCH = """
[[rounds]]
id = "pitch"
label = { zh = "路演", en = "Pitch" }
kind = "pitch"
panel = 5
aggregate = "trimmed"
weight = 40
opens = 2017-02-18T09:00:00
closes = 2017-02-19T18:00:00
"""
MARKS = [[80, 70, 90], [85, 70, 90], [86, 70, 90], [85, 70, 90], [99, 70, 90]]


def as_files(held, folder: Path):
    """The sheets, the rule and the facts of an edition, run; and what its pages say."""
    sheets, rule, facts, out = (folder / name for name in ("s.csv", "r.toml", "f.csv", "out.csv"))
    with held.ground.database.reading() as session:
        edition = session.get_one(Edition, held.edition_id)
        programme = programme_of(session, edition)
        results = final_results(session, edition, programme)
        closed = [r.id for r in programme.rounds[: edition.round_index + 1]]
        rows = []
        for index, id_ in enumerate(closed):
            found = counted(session, edition, rubric_of(programme, index), index)
            rows += sheet_rows(id_, found.sheets, found.confidence)
        write_csv(sheets, SHEET_COLUMNS, rows)
        rule.write_text(rule_text(programme, closed), "utf-8")
        known = facts_among(session, edition, programme, results.results)
        write_csv(facts, FACT_COLUMNS, fact_rows(known))
        shown = {place.proposal: (place.rank, place.total) for place in places(session, edition)}
    words = ("--sheets", sheets, "--rule", rule, "--facts", facts, "-o", out)
    summary = summary_of("score", *words)
    with out.open(encoding="utf-8", newline="") as file:
        found = {row["proposal"]: row for row in csv.DictReader(file) if row["total"]}
    assert {p: int(row["rank"]) for p, row in found.items()} == {
        p: r for p, (r, _t) in shown.items()
    }
    assert summary["digest"] == results.digest
    return summary


def test_one_round(database, tmp_path: Path) -> None:
    held = judging(database)
    held.open_round()
    held.judge(MARKS)
    held.step("close_round")
    assert [one["total"] for one in as_files(held, tmp_path)["results"]] == ["90", "85.33", "70"]


def test_two_rounds_of_which_not_all_reach_the_second(database, tmp_path: Path) -> None:
    held = judging(database, extra=PITCH, rounds__desk__weight=60, rounds__desk__advance_quota=2)
    held.open_round()
    held.judge(MARKS)
    held.step("close_round")
    held.officer(lambda work, edition: panels.seat(work, edition, held.experts[:5]))
    held.officer(lambda work, edition: assignments.plan(work, edition))
    held.step("open_round")
    for number in range(5):
        held.score(number, [90 - number, 80])
        held.seal(number)
    held.step("close_round")
    summary = as_files(held, tmp_path)
    assert [one["total"] for one in summary["results"]] == ["86.4", "86"]
    assert len(summary["left_out"]) == 1
