"""Whoever runs the files of an edition gets what its ranking board shows, byte for byte."""

from pathlib import Path

import pytest

from creator.models.proposal import Proposal
from creator.services import assignments, panels
from creator.services.reckoning_package import package
from creator.services.refused import NotFound, Refused
from tests.calc.runs import run
from tests.services.drawing import a_day_later, commit, draw
from tests.services.judging import Judging, judging, pitch
from tests.services.repeating import packed, repeated, same_as_the_pages

PITCH = pitch(5, "trimmed")
LEAST = """
[[rubrics]]
id = "selection"
criteria = [{ id = "fit", minimum = 5.50 }, { id = "design", minimum = 5 }]
"""
MARKS = [[80, 70, 90], [85, 70, 90], [86, 70, 90], [85, 70, 90], [99, 70, 90]]
EQUAL = [[90, 85, 80, 75, 70, 55]] * 5


def judged(database, marks=MARKS, **adjust) -> Judging:
    held = judging(database, proposals=len(marks[0]), **adjust)
    held.open_round()
    held.judge(marks)
    held.step("close_round")
    return held


def open_again(held: Judging) -> None:
    held.officer(lambda work, edition: panels.seat(work, edition, held.experts[:5]))
    held.officer(lambda work, edition: assignments.plan(work, edition))
    held.step("open_round")


def second_round(held: Judging, *totals: list[int]) -> None:
    open_again(held)
    held.judge(totals)
    held.step("close_round")


def test_one_round_before_and_after_the_ranking_is_frozen(database, tmp_path: Path) -> None:
    held = judged(database)
    before = same_as_the_pages(held, tmp_path / "before")
    held.step("start_deciding")
    after = same_as_the_pages(held, tmp_path / "after")
    assert before.names == after.names == [
        "README.txt", "sheets.csv", "score.toml", "facts.csv", "ranking.csv", "allocate.toml",
        "assign-1-groups.csv", "assign-1-similarity.csv",
    ]  # fmt: skip
    assert before.score == after.score
    assert [one["total"] for one in after.score["results"]] == ["90", "85.33", "70"]


@pytest.mark.parametrize(
    "composite",
    [
        "weighted",
        pytest.param("bonus", marks=pytest.mark.full),
        pytest.param("last", marks=pytest.mark.full),
    ],
)
def test_two_rounds_of_which_not_all_reach_the_second(
    database, tmp_path: Path, composite: str
) -> None:
    base = 100 if composite == "bonus" else 60
    held = judged(
        database, extra=PITCH, rounds__desk__weight=base, rounds__desk__advance_quota=2,
        ranking__composite=composite,
    )  # fmt: skip
    between = same_as_the_pages(held, tmp_path / "between")
    assert len(between.score["results"]) == 3
    second_round(held, *([90 - number, 80] for number in range(5)))
    found = same_as_the_pages(held, tmp_path / "two")
    assert (len(found.score["results"]), len(found.score["left_out"])) == (2, 1)
    held.step("start_deciding")
    same_as_the_pages(held, tmp_path / "frozen")


@pytest.mark.full
def test_three_rounds_with_a_cut_before_each(sqlite_database, tmp_path: Path) -> None:
    cut = PITCH.replace("weight = 40", "weight = 30\nadvance_quota = 2").replace("-19T", "-18T")
    last = PITCH.replace('"pitch"\nlabel', '"final"\nlabel').replace("-18T", "-19T")
    held = judged(
        sqlite_database, EQUAL, extra=cut + last.replace("weight = 40", "weight = 20"),
        rounds__desk__weight=50, rounds__desk__advance_quota=3,
    )  # fmt: skip
    second_round(held, *[[90, 80, 85]] * 5)
    same_as_the_pages(held, tmp_path / "two")
    open_again(held)
    with pytest.raises(Refused):  # as the board, while a round is open
        packed(held)
    held.judge([[70, 95]] * 5)
    held.step("close_round")
    found = same_as_the_pages(held, tmp_path / "three")
    assert (len(found.score["results"]), len(found.score["left_out"])) == (2, 4)


def test_experts_go_by_the_names_of_the_board(sqlite_database, tmp_path: Path) -> None:
    held = judged(sqlite_database)
    found = repeated(held, tmp_path)
    dots = {(row.proposal.number, dot.name, dot.total) for row in found.rows() for dot in row.dots}
    totals: dict[tuple[str, str], int] = {}
    for line in (tmp_path / "sheets.csv").read_text("utf-8").splitlines()[1:]:
        proposal, expert, _criterion, points, *_rest = line.split(",")
        totals[proposal, expert] = totals.get((proposal, expert), 0) + int(points)
    assert {(*key, total) for key, total in totals.items()} == dots
    for name in found.names:
        assert "专家0" not in (tmp_path / name).read_text("utf-8")


def test_a_tie_and_its_draw(database, tmp_path: Path) -> None:
    held = judged(database, [[80, 80, 90]] * 5, ranking__ties=["untrimmed_mean"])
    tied = same_as_the_pages(held, tmp_path / "tied")
    assert tied.score["undecided"] == [["BL2017-001", "BL2017-002"]]
    commit(held)
    listed = same_as_the_pages(held, tmp_path / "listed")
    assert [one["count"] for one in listed.drawn] == [2]
    a_day_later(held)
    draw(held, "2 5 8")
    drawn = same_as_the_pages(held, tmp_path / "drawn")
    assert drawn.score["undecided"] == []
    ranked = [row["proposal"] for row in drawn.scored]
    assert [one["chosen"] for one in drawn.drawn] == [ranked[1:]]
    held.step("start_deciding")
    same_as_the_pages(held, tmp_path / "frozen")


CHAIN = ["criterion:need", "untrimmed_mean", "first_time", "lower_request"]


def test_ties_that_rules_break(database, tmp_path: Path) -> None:
    held = judged(
        database, [[80, 80, 90]] * 5, ranking__ties=CHAIN, extra=PITCH,
        rounds__desk__weight=60, rounds__desk__advance_quota=3,
    )  # fmt: skip
    same_as_the_pages(held, tmp_path / "one")
    second_round(held, *[[80, 80, 85]] * 5)
    found = same_as_the_pages(held, tmp_path / "two")
    assert found.scored[1]["ties_zh"] == "2 个项目同为 80 分，先后依据：申请金额低者先。"


@pytest.mark.full
@pytest.mark.parametrize(
    "rules",
    [
        {"award__overflow": "stop", "pool": "65000"},
        {"award__overflow": "skip", "pool": "65000"},
        {"award__overflow": "partial", "award__partial_percent": 50, "pool": "65000"},
        {"tiers__A__slots": 2, "award__waitlist_size": 1},
        {"categories__elderly__slots": 2},
        {"applicants__funded_per_organisation": 1},
        {"tier_choice": "assigned", "tiers__A__slots": 2},
        {"award__amount": "committee", "pool": "65000"},
        {"award__amount": "by_score_band",
         "award__score_bands": [{"from": 80, "percent": 100}, {"from": 60, "percent": 50}]},
    ],
    ids=lambda rules: "-".join(rules),
)  # fmt: skip
def test_every_way_the_money_ends(sqlite_database, tmp_path: Path, rules) -> None:
    the_money_ends(sqlite_database, tmp_path, rules)


def test_money_that_ends_and_is_opened_again(sqlite_database, tmp_path: Path) -> None:
    rules = {"award__overflow": "stop", "award__leftover": "second_pass", "pool": "65000"}
    the_money_ends(sqlite_database, tmp_path, rules)


def the_money_ends(sqlite_database, tmp_path: Path, rules) -> None:
    if "pool" in rules:
        rules = rules | {"tiers__B__cap": 50000}
    held = judged(sqlite_database, EQUAL, **rules)
    same_as_the_pages(held, tmp_path / "open")
    held.step("start_deciding")
    same_as_the_pages(held, tmp_path / "frozen")


def test_who_may_not_be_ranked_has_the_reasons_of_the_board(
    sqlite_database, tmp_path: Path
) -> None:
    held = judged(
        sqlite_database, [[15, 70, 90]] * 5, ranking__min_score=75, extra=LEAST,
    )  # fmt: skip
    found = same_as_the_pages(held, tmp_path)
    assert len(found.rows()[-1].place.barred) == 2


def test_the_files_explain_a_proposal_together(sqlite_database, tmp_path: Path) -> None:
    found = repeated(judged(sqlite_database), tmp_path)
    words = "--sheets sheets.csv --rule score.toml --ranking ranking.csv --rule allocate.toml"
    files = [tmp_path / word if "." in word else word for word in words.split()]
    first = found.awards[0]["proposal"]
    told = run("explain", "--proposal", first, *files, "--facts", tmp_path / "facts.csv")
    assert (told.exit_code, "rank 1" in told.stdout) == (0, True), told.stderr


def test_the_same_state_gives_the_same_bytes(sqlite_database) -> None:
    held = judged(sqlite_database)
    assert packed(held) == packed(held)


def test_names_that_tables_might_misread(sqlite_database, tmp_path: Path) -> None:
    held = judged(sqlite_database, applicants__funded_per_organisation=1)

    def rename(work, _edition):
        organisations = [work.session.get_one(Proposal, id_).organisation for id_ in held.proposals]
        for one, name in zip(organisations, ('甲,"乙"', "=1+1", "001"), strict=True):
            one.name = name

    held.officer(rename)
    same_as_the_pages(held, tmp_path)


def test_only_who_may_see_the_board_has_the_files(sqlite_database) -> None:
    held = judging(sqlite_database)
    with pytest.raises(Refused):
        packed(held)
    held.open_round()
    held.judge(MARKS)
    held.step("close_round")
    with pytest.raises(NotFound):
        held.expert(0, lambda work, edition: package(work, edition))
    assert held.ground.act("approver", lambda work: package(work, held.edition(work)))
