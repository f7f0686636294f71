"""An application that becomes eligible when its round is open: judged with the others."""

from datetime import timedelta

import pytest

from creator.models.audit import AuditRow
from creator.models.proposal import Proposal
from creator.models.review import Assignment
from creator.programme.programme import Programme
from creator.rules.programmes import programme_of
from creator.services import amendments, assignments, late_entries, panels, results, reviews
from creator.services.refused import NotFound, Refused
from creator.services.transitions import fire
from tests.engine.seeding import take
from tests.services.judging import judging, marks
from tests.services.late import codes, heard, join, no_interest, refused_one

REASONS = dict.fromkeys(marks(100), "见申报书")


def test_a_round_is_not_closed_while_somebody_may_still_enter_it(database):
    held, late = refused_one(database)
    held.judge([[80, 70]] * 5)
    assert codes(held, None, "close_round") == ["remedy.open"]

    def object_(work, _edition):
        take(
            work, work.session.get_one(Proposal, late), "contest_screening", "screening_appeal", {}
        )

    held.officer(object_)
    assert codes(held, None, "close_round") == ["screening.open"]
    held.officer(
        lambda work, _edition: take(
            work, work.session.get_one(Proposal, late), "settle_screening", "ineligible", {}
        )
    )
    held.step("close_round")


def test_a_late_application_is_read_by_the_panel_and_judged_with_the_others(database):
    held, late = refused_one(database)
    held.judge([[80, 70]] * 5)
    heard(held, late)
    assert codes(held, None, "close_round") == ["round.waiting"]
    early = held.officer(results.preview)  # no scores before everybody is judged
    assert ([one.code for one in early.missing], early.results) == (["round.waiting"], None)
    assert codes(held, late, "join_round") == ["panel.unassigned"]

    held.officer(lambda work, edition: assignments.plan(work, edition))
    assert codes(held, late, "join_round") == ["panel.undeclared"] * 5
    for number in range(5):
        no_interest(held, number, late)
    assert codes(held, late, "join_round") == []

    join(held, late)
    for number in range(5):
        held.expert(
            number,
            lambda work, edition: reviews.save(
                work, next(s for s in reviews.mine(work, edition) if s.open).review, marks(90),
                notes=REASONS,
            ),
        )  # fmt: skip
        held.seal(number)
    held.step("close_round")
    found = held.officer(results.preview).results
    assert {case: str(one.total) for case, one in found.results.items()} == {
        "BL2017-001": "80",
        "BL2017-002": "70",
        "BL2017-003": "90",
    }
    with database.reading() as session:
        query = session.query(AuditRow).filter_by(subject_id=late, trigger="join_round")
        assert query.one().actor_id == held.ground.people["officer"]


def test_an_interest_in_a_late_application_asks_for_somebody_else(database):
    held, late = refused_one(database)
    held.seat_all(6)
    held.expert(5, lambda work, edition: panels.declare(work, edition, 0, {}))
    heard(held, late)
    held.officer(lambda work, edition: assignments.plan(work, edition))
    held.expert(
        0,
        lambda work, edition: late_entries.declare(work, edition, late, interested=True, note="友"),
    )
    with pytest.raises(NotFound):  # asked once
        no_interest(held, 0, late)
    with database.reading() as session:
        assert session.get(Assignment, (held.edition_id, 0, late, held.experts[0])) is None
    assert codes(held, late, "join_round") == ["panel.short"] + ["panel.undeclared"] * 4
    held.officer(lambda work, edition: assignments.plan(work, edition))
    for number in range(1, 6):
        no_interest(held, number, late)
    join(held, late)


def test_experts_who_are_not_to_read_it_are_not_asked(sqlite_database):
    held, late = refused_one(sqlite_database)
    heard(held, late)
    with pytest.raises(NotFound):
        no_interest(held, 0, late)


def test_what_is_assigned_in_an_open_round_stays(sqlite_database):
    held, late = refused_one(sqlite_database)
    with pytest.raises(Refused):
        held.officer(lambda work, edition: assignments.plan(work, edition))
    heard(held, late)
    held.officer(lambda work, edition: assignments.plan(work, edition))
    with sqlite_database.reading() as session:
        kept = session.query(Assignment).filter_by(edition_id=held.edition_id, round=0)
        assert kept.count() == 15


def test_before_the_round_it_enters_with_the_others(sqlite_database):
    held = judging(sqlite_database)
    assert codes(held, held.proposals[0], "join_round") == ["round.ahead"]


def test_when_the_round_is_over_the_officer_is_told_to_extend_it(database):
    held, late = refused_one(database)
    heard(held, late)
    held.officer(lambda work, edition: assignments.plan(work, edition))
    for number in range(5):
        no_interest(held, number, late)
    closes = held.officer(lambda work, edition: _rules(work, edition).rounds[0].closes)
    held.ground.clock.instant = closes + timedelta(minutes=30)
    assert codes(held, late, "join_round") == ["round.over"]

    with pytest.raises(Refused) as frozen:
        held.officer(
            lambda work, edition: amendments.draft(work, edition, {"tiers.A.slots": 9}, "多")
        )
    assert [one.code for one in frozen.value.refusals] == ["amendment.frozen"]
    later = {"rounds.desk.closes": "2017-02-17T20:00:00"}
    drafted = held.officer(
        lambda work, edition: amendments.draft(work, edition, later, "申诉成立，须补评").id
    )
    held.ground.act("approver", lambda work: _approve(work, drafted))
    held.ground.settle()
    assert codes(held, late, "join_round") == []


def _rules(work, edition) -> Programme:
    return programme_of(work.session, edition)


def _approve(work, drafted: int) -> None:
    amendment = work.session.get_one(amendments.Amendment, drafted)
    fire(work, amendment, "approve")
