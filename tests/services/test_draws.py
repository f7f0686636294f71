"""Ties that nothing decides are drawn by a public number: first the list, then the number."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from creator.db import Database
from creator.models.audit import AuditRow
from creator.models.draw import DrawList, DrawResult
from creator.models.proposal import Proposal
from creator.services import invariants, people, rankings
from creator.services.explaining import explain
from creator.services.refused import NotYours, Refused
from creator.services.transitions import fire
from tests.calc.runs import summary_of
from tests.services.copying import copied, emptied
from tests.services.drawing import (
    LOTTERY,
    a_day_later,
    commit,
    draw,
    held_draws,
    hold_a_draw,
    tomorrow,
)
from tests.services.judging import Judging, judging

EQUALS = ("BL2017-001", "BL2017-002")


def tied(database: Database, marks: tuple[int, ...] = (80, 80, 90), **adjust: object) -> Judging:
    """A closed round; those with equal marks asked for the same."""
    held = judging(database, proposals=len(marks), **adjust)

    def same_request(work, _edition) -> None:
        for id_ in held.proposals:
            work.session.get_one(Proposal, id_).requested_fen = 2_000_000

    held.officer(same_request)
    held.open_round()
    held.judge([list(marks)] * 5)
    held.step("close_round")
    return held


@pytest.fixture(scope="module")
def as_tied(sqlite_copies, tmp_path_factory) -> Judging:
    return tied(emptied(sqlite_copies, tmp_path_factory.mktemp("tied")))


@pytest.fixture
def held(as_tied: Judging) -> Iterator[Judging]:
    """Two equals behind the first, after the round has been closed."""
    with copied(as_tied) as one:
        yield one


def order(held: Judging) -> list[str]:
    board = held.officer(lambda work, edition: rankings.board(work, edition))
    return [row.place.proposal for row in board.rows]


def why_not(held: Judging, trigger: str) -> list[str]:
    offers = held.officer(lambda work, edition: explain(work, edition, trigger=trigger))
    return [refusal.code for offer in offers for refusal in offer.refusals]


def refused(what, *words: object) -> list[str]:
    with pytest.raises(Refused) as no:
        what(*words)
    return [refusal.code for refusal in no.value.refusals]


def test_list_then_number_then_order(database: Database) -> None:
    held = tied(database)
    assert why_not(held, "start_deciding") == ["ranking.tie"]
    assert why_not(held, "draw") == ["draw.no_list"]
    commit(held)
    assert why_not(held, "draw") == ["draw.early"]
    assert refused(draw, held, "2 5 8") == ["draw.early"]
    a_day_later(held)
    draw(held, "2 5 8")
    (found,) = held_draws(held)
    assert found.names == EQUALS
    assert sorted(found.chosen) == list(EQUALS)
    assert order(held) == ["BL2017-003", *found.chosen]
    held.step("start_deciding")
    assert order(held) == ["BL2017-003", *found.chosen]


def test_whoever_runs_the_command_gets_the_same(sqlite_database: Database, tmp_path: Path) -> None:
    found = hold_a_draw(tied(sqlite_database, (80, 80, 80, 80, 90)), "3187.450")
    (tmp_path / found.file).write_text(found.list.names, "utf-8")
    words = found.command.replace('"', "").split()[2:]
    told = summary_of(*(tmp_path / word if word == found.file else word for word in words))
    assert told["list_sha256"] == found.list.digest
    assert told["chosen"] == list(found.chosen)
    assert told["digest"] == found.result.digest


def test_list_number_and_result_stand_in_the_audit_chain(held: Judging) -> None:
    day = tomorrow(held)
    found = hold_a_draw(held)
    query = select(AuditRow.trigger, AuditRow.body).where(AuditRow.subject_id == held.edition_id)
    with held.ground.database.reading() as session:
        facts = {row.trigger: json.loads(row.body).get("facts") for row in session.execute(query)}
    assert facts["commit_draw"] == {
        "list": found.list.digest, "names": 2, "source": LOTTERY, "known_on": day,
    }  # fmt: skip
    assert facts["draw"] == {
        "list": found.list.digest, "number": "2 5 8", "found_at": "第 2017021 期公告",
        "draw": found.result.digest,
    }  # fmt: skip


def test_nothing_of_a_draw_can_be_changed(database: Database) -> None:
    held = tied(database)
    hold_a_draw(held)
    assert why_not(held, "draw") == ["draw.no_list"]
    assert why_not(held, "commit_draw") == ["draw.nothing"]
    assert refused(draw, held, "9 9 9") == ["draw.no_list"]
    for change in (
        update(DrawResult).values(number="9 9 9"),
        update(DrawList).values(names="BL2017-002\nBL2017-001\n"),
        delete(DrawResult),
        delete(DrawList),
    ):
        with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
            session.execute(change)


def test_a_list_gives_way_to_another_only_before_the_day_of_its_number(held: Judging) -> None:
    commit(held)
    commit(held)
    assert [one.replaced for one in held_draws(held)] == [True, False]
    a_day_later(held)
    assert why_not(held, "commit_draw") == ["draw.known"]
    draw(held, "2 5 8")
    assert [one.result is None for one in held_draws(held)] == [True, False]


@pytest.mark.parametrize("day", ["2017-02-14", "2017-02-13"])
def test_a_number_that_may_be_known_decides_nothing(held: Judging, day: str) -> None:
    assert refused(commit, held, day) == ["draw.too_soon"]


@pytest.mark.parametrize(
    ("number", "again", "code"),
    [
        ("2 5 8", "2 5 9", "draw.typed"),
        ("2,5", "2,5", "draw.number"),
        ("-3", "-3", "draw.number"),
        ("二五八", "二五八", "draw.number"),
    ],
)
def test_the_number_must_be_clear_and_typed_twice_alike(
    held: Judging, number: str, again: str, code: str
) -> None:
    commit(held)
    a_day_later(held)
    assert refused(draw, held, number, again) == [code]


def test_a_day_that_is_none_is_refused(held: Judging) -> None:
    assert refused(commit, held, "明天") == ["field.unfit"]


def test_several_ties_are_one_list(sqlite_database: Database) -> None:
    held = tied(sqlite_database, (80, 90, 80, 90))
    found = hold_a_draw(held)
    assert found.names == ("BL2017-002", "BL2017-004", "BL2017-001", "BL2017-003")
    first, second = order(held)[:2], order(held)[2:]
    assert [case for case in found.chosen if case in first] == first
    assert [case for case in found.chosen if case in second] == second


def test_a_list_for_something_else_does_not_take_its_place(held: Judging) -> None:
    """A list of experts and one of ties wait for their numbers side by side."""
    commit(held)

    def of_experts(work, _edition) -> None:
        ties = work.session.scalars(select(DrawList)).one()
        row = {name: getattr(ties, name) for name in ("edition_id", "digest", "source", "known_on")}
        more = {"committed_at": work.now, "names": "X1\n", "seats": 1, "experts": {"X1": 1}}
        work.session.add(DrawList(purpose="panel", round=1, **row, **more))

    held.officer(of_experts)
    assert [one.replaced for one in held_draws(held)] == [False, False]


def test_only_an_officer_without_interest_draws(held: Judging) -> None:
    data = {"source": LOTTERY, "known_on": tomorrow(held)}
    with pytest.raises(NotYours):
        held.ground.act(
            "approver", lambda work: fire(work, held.edition(work), "commit_draw", data=data)
        )

    def join(work, _edition) -> None:
        proposal = work.session.get_one(Proposal, held.proposals[0])
        organisation = proposal.organisation_id
        people.appoint(work, work.actor.person, "applicant", organisation_id=organisation)

    held.officer(join)
    assert why_not(held, "commit_draw") == ["draw.interest"]


def test_a_draw_that_does_not_follow_from_its_number_is_named(held: Judging) -> None:
    found = hold_a_draw(held)
    with held.ground.database.reading() as session:
        assert invariants.breaches(session) == []
    other = "".join(f"{name}\n" for name in reversed(found.chosen))
    with held.ground.database.engine.begin() as connection:
        for table in ("draw_result", "draw_list"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_update")
        connection.execute(update(DrawResult).values(chosen=other))
    with held.ground.database.reading() as session:
        assert [one.rule for one in invariants.breaches(session)] == ["draw.recomputed"]
    with held.ground.database.engine.begin() as connection:
        connection.execute(update(DrawList).values(names="BL2017-001\n"))
    with held.ground.database.reading() as session:
        rules = {one.rule for one in invariants.breaches(session)}
    assert rules == {"draw.list", "draw.recomputed"}
    assert hashlib.sha256(found.list.names.encode()).hexdigest() == found.list.digest
