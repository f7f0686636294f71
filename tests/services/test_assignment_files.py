"""An assignment is kept with all it was made of: whoever runs its files gets the same plan."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from creator.models.audit import AuditRow
from creator.models.edition import Edition
from creator.models.person import ExpertProfile
from creator.models.proposal import Proposal
from creator.models.review import AssignmentRun
from creator.services import assignments, people
from creator.services.assignment_codes import codes_of
from creator.services.assignment_files import Run, runs
from creator.services.planning import ground_of
from tests.calc.runs import summary_of
from tests.services.judging import Judging, judging

MATCHING = {
    "rounds__desk__mode": "matching", "rounds__desk__panel": 3, "rounds__desk__aggregate": "mean",
}  # fmt: skip


def planned(held: Judging) -> assignments.Preview:
    return held.officer(lambda work, edition: assignments.plan(work, edition))


def kept(held: Judging) -> list[Run]:
    return held.officer(lambda work, edition: list(runs(work, edition)))


def repeated(run: Run, folder: Path) -> tuple[Any, set[tuple[str, str]]]:
    """The command as it is written, on the files as they were kept: summary and pairs."""
    folder.mkdir()
    for name, text in run.files.items():
        (folder / name).write_text(text, "utf-8")
    words = run.command.split()[2:]
    told = summary_of(*(folder / word if word.endswith(".csv") else word for word in words))
    with (folder / words[-1]).open(encoding="utf-8", newline="") as file:
        return told, {(row["proposal"], row["expert"]) for row in csv.DictReader(file)}


def shown(held: Judging, preview: assignments.Preview) -> set[tuple[str, str]]:
    """The plan as the page shows it, under the codes of the files."""
    ground = held.officer(lambda work, edition: ground_of(work, edition))
    names = ground.names
    codes = {names[n]: code for n, code in codes_of(ground.naming, 0, names).items()}
    cases = {proposal.id: proposal.number for proposal in preview.proposals}
    return {(cases[proposal], codes[expert]) for proposal, expert in preview.pairs}


def on_a_board(held: Judging, expert: int, proposal: int) -> None:
    """This expert belongs to the applicant, and must stay away from the proposal."""

    def join(work, _edition) -> None:
        organisation = work.session.get_one(Proposal, held.proposals[proposal]).organisation_id
        person = work.session.get_one(people.Person, held.experts[expert])
        people.appoint(work, person, "applicant", organisation_id=organisation)

    held.officer(join)


def colleagues(held: Judging, *experts: int) -> None:
    def same(work, edition) -> None:
        for number in experts:
            key = (held.experts[number], edition.host_id)
            work.session.get_one(ExpertProfile, key).employer = "同一所大学"

    held.officer(same)


def seated(held: Judging, count: int) -> Judging:
    held.seat_all(count)
    held.declare_all(count)
    return held


def plain(held: Judging) -> None:
    seated(held, 5)


def with_conflicts(held: Judging) -> None:
    on_a_board(held, 1, 0)
    on_a_board(held, 4, 2)
    seated(held, 6)


def with_colleagues(held: Judging) -> None:
    colleagues(held, 1, 2)
    seated(held, 8)


CASES = {
    "a panel": ({}, plain),
    "a panel with stand-ins": ({}, with_conflicts),
    "experts of one employer": ({}, with_colleagues),
    "matching by field": (MATCHING, with_colleagues),
    "matching, with the least everybody reads": (
        MATCHING | {"rounds__desk__min_load": 2, "rounds__desk__max_load": 4}, with_conflicts,
    ),
    "colleagues may share": (
        MATCHING | {"experts__one_per_employer": False}, with_colleagues,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_command_gives_what_the_page_shows(sqlite_database, tmp_path: Path, name: str) -> None:
    adjust, prepare = CASES[name]
    held = judging(sqlite_database, proposals=5, experts=8, **adjust)
    prepare(held)
    preview = planned(held)
    (run,) = kept(held)
    told, pairs = repeated(run, tmp_path / "files")
    assert pairs == shown(held, preview)
    assert told["digest"] == run.digest


def test_what_was_set_by_hand_lies_beside_it(database, tmp_path: Path) -> None:
    held = judging(database, proposals=5, experts=8, **MATCHING)
    seated(held, 6)
    by_hand = held.proposals[1]
    held.officer(lambda work, e: assignments.set_by_hand(work, e, by_hand, held.experts[:2]))
    preview = planned(held)
    (run,) = kept(held)
    _told, pairs = repeated(run, tmp_path / "files")
    fixed = {tuple(line.split(",")) for line in run.files[run.fixed].splitlines()[1:]}
    assert {proposal for proposal, _expert in fixed} == {"BL2017-002"}
    assert pairs | fixed == shown(held, preview)
    assert not pairs & fixed


def test_it_stays_as_it_was_when_all_else_changes(sqlite_database, tmp_path: Path) -> None:
    held = judging(sqlite_database, proposals=5, experts=8, **MATCHING)
    seated(held, 6)
    before = shown(held, planned(held))
    colleagues(held, 0, 1, 2)
    planned(held)
    first, second = kept(held)
    assert first.files.keys().isdisjoint(second.files)
    assert repeated(first, tmp_path / "first")[1] == before
    with pytest.raises(DBAPIError, match="append-only"), sqlite_database.writing() as session:
        session.execute(update(AssignmentRun).values(body="{}"))


def test_opening_the_round_seals_the_newest(sqlite_database) -> None:
    held = judging(sqlite_database)
    seated(held, 6)
    planned(held)
    planned(held)
    held.step("open_round")
    with sqlite_database.reading() as session:
        newest = session.get_one(AssignmentRun, (held.edition_id, 2)).digest
        opened = select(AuditRow.body).where(
            AuditRow.subject_id == held.edition_id, AuditRow.trigger == "open_round"
        )
        assert newest in session.scalar(opened)


def test_the_files_name_nobody(sqlite_database) -> None:
    held = judging(sqlite_database, proposals=5, experts=8, **MATCHING)
    with_colleagues(held)
    planned(held)
    (run,) = kept(held)
    for text in _texts(run):
        assert "专家" not in text
        assert "大学" not in text
        assert "单位" not in text


def test_nobody_works_the_codes_out_from_the_numbers_of_people(sqlite_database) -> None:
    held = seated(judging(sqlite_database, proposals=5, experts=8, **MATCHING), 6)
    ground = held.officer(lambda work, edition: ground_of(work, seeded(edition, "1")))
    again = held.officer(lambda work, edition: ground_of(work, seeded(edition, "2")))
    assert ground.names == again.names
    first, second = (codes_of(one.naming, 0, one.names) for one in (ground, again))
    assert first != second


def seeded(edition: Edition, naming: str) -> Edition:
    edition.naming_seed = naming
    return edition


def _texts(run: Run) -> Iterator[str]:
    yield run.command
    yield from run.files.values()
