"""Timers: they belong to one stay in one state, fire once, and no dead worker lets anybody in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from creator.clock import SetClock
from creator.models.outbox import OutboxItem
from creator.models.timer import Timer
from creator.services import children, timers, worker
from creator.services.refused import Refused
from creator.services.transitions import fire
from tests.engine.board import board
from tests.engine.remedies import MIDNIGHT, armed, contest, moved, refused_awhile


@pytest.fixture
def held(sqlite_database):
    return board(sqlite_database)


class TestBelonging:
    """I10, I11."""

    def test_armed_timers_are_those_of_the_present_state(self, held):
        one = held.proposals[0]
        for trigger, kwargs in (
            ("propose", {"data": {"tier": "A", "amount": 100_000_0}}),
            ("reconsider", {}),
            ("pass_over", {"reason": "名额有限"}),
        ):
            receipt = held.take("officer", one, trigger, **kwargs)
            assert {timer.entered_seq for timer in armed(held, one)} == {receipt.seq}

    def test_a_step_that_stays_keeps_its_timers(self, held):
        before = [timer.id for timer in armed(held, held.edition_id)]
        held.on(
            "officer",
            held.edition_id,
            lambda work, edition: fire(
                children.as_pseudo(work, "@children:decision"), edition, "decision_settled"
            ),
        )
        assert [timer.id for timer in armed(held, held.edition_id)] == before

    def test_what_has_ended_has_no_timers(self, held):
        refused_awhile(held, held.proposals[0])
        held.ground.clock.instant = MIDNIGHT
        held.ground.settle()
        assert held.state(held.proposals[0]) == "rejected"
        assert armed(held, held.proposals[0]) == []


class TestFiring:
    """I12."""

    def test_a_late_worker_changes_when_not_what(self, held):
        prompt, late = (refused_awhile(held, one) for one in held.proposals[:2])
        held.ground.clock.instant = MIDNIGHT
        with held.database.writing() as session:  # as if no worker had looked at this one
            session.execute(
                update(Timer)
                .where(Timer.subject_id == late)
                .values(next_try=MIDNIGHT + timedelta(days=3))
            )
        held.ground.settle()
        assert (held.state(prompt), held.state(late)) == ("rejected", "not_selected")
        with pytest.raises(Refused):
            contest(held, late)
        held.ground.clock.instant = MIDNIGHT + timedelta(days=3)
        held.ground.settle()
        assert held.state(late) == held.state(prompt) == "rejected"

    def test_several_workers_fire_each_timer_once(self, database):
        held = board(database, 12)
        for one in held.proposals:
            refused_awhile(held, one)
        held.ground.clock.instant = MIDNIGHT
        with ThreadPoolExecutor(4) as pool:
            workers = [pool.submit(worker.drain, database, SetClock(MIDNIGHT)) for _ in range(4)]
            refused = sum(one.result().refused for one in workers)
        held.ground.settle()
        assert [held.steps(one, "refusal_final") for one in held.proposals] == [1] * 12
        assert refused == 0

    def test_a_date_moved_later_is_read_again(self, held):
        one = refused_awhile(held, held.proposals[0])
        moved(held, one, lambda s: True, remedy_ends_at=MIDNIGHT + timedelta(days=2))
        held.ground.clock.instant = MIDNIGHT
        held.ground.settle()
        assert held.state(one) == "not_selected"
        (timer,) = armed(held, one)
        assert timer.due_at == timer.next_try == MIDNIGHT + timedelta(days=2)
        held.ground.clock.instant = timer.due_at
        held.ground.settle()
        assert held.state(one) == "rejected"

    def test_a_date_moved_earlier_is_read_again_when_the_edition_says_so(self, held):
        one = refused_awhile(held, held.proposals[0])
        moved(held, one, lambda s: True, remedy_ends_at=MIDNIGHT - timedelta(days=2))
        held.ground.clock.instant = MIDNIGHT - timedelta(days=1)
        held.ground.settle()
        assert held.state(one) == "not_selected"
        held.ground.act("officer", lambda work: timers.reread(work, held.edition_id))
        held.ground.settle()
        assert held.state(one) == "rejected"

    def test_a_date_not_known_yet_is_looked_up_every_day(self, held):
        one = refused_awhile(held, held.proposals[0], ends=None)
        for _ in range(3):
            held.ground.clock.advance(timedelta(days=1))
            held.ground.settle()
            (timer,) = armed(held, one)
            assert (timer.due_at, timer.attempts) == (None, 0)
            assert timer.next_try == held.ground.clock.now() + timedelta(days=1)
        moved(held, one, lambda s: True, remedy_ends_at=held.ground.clock.now())
        held.ground.clock.advance(timedelta(days=1))
        held.ground.settle()
        assert held.state(one) == "rejected"

    def test_a_refused_timer_comes_back_and_tells_the_officers_once(self, held):
        one = refused_awhile(held, held.proposals[0])
        with held.database.writing() as session:  # a step that is not the clock's
            session.execute(
                update(Timer).where(Timer.subject_id == one).values(trigger="reconsider")
            )
        held.ground.clock.instant = MIDNIGHT
        for waits in (timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)):
            held.ground.settle()
            (timer,) = armed(held, one)
            assert timer.next_try - held.ground.clock.now() == waits
            assert "经办人" in timer.last_error
            held.ground.clock.instant = timer.next_try
        with held.database.reading() as session:
            letters = session.scalars(select(OutboxItem).where(OutboxItem.subject_id == one)).all()
        told = [item for item in letters if item.payload["template"] == "timer_refused"]
        assert {item.payload["person"] for item in told} == {
            held.ground.people[role] for role in ("officer", "officer2", "officer3", "officer4")
        }
        assert len(told) == 4

    def test_officers_and_clock_at_once_never_wait_for_each_other_in_a_circle(self, database):
        """The clock locks the subject before its timer, as everybody does."""
        held = board(database, 8)
        for one in held.proposals:
            held.take("officer", one, "pass_over", reason="名额有限")
            moved(held, one, lambda s: True, remedy_ends_at=MIDNIGHT)
        held.ground.act("officer", lambda work: timers.reread(work, held.edition_id))
        held.ground.clock.instant = MIDNIGHT

        def reconsider(one):
            try:
                held.take("officer", one, "reconsider")
            except Refused:
                return

        with ThreadPoolExecutor(4) as pool:
            tasks = [pool.submit(worker.drain, database, SetClock(MIDNIGHT)) for _ in range(2)]
            tasks += [pool.submit(reconsider, one) for one in held.proposals]
            for task in tasks:
                task.result()
        assert {held.state(one) for one in held.proposals} <= {"rejected", "ranked"}
        if database.engine.dialect.name == "postgresql":
            with database.reading() as session:
                here = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
                assert session.scalar(text(here)) == 0
