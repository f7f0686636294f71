"""Timers: they belong to one stay in one state, fire once, and no dead worker lets anybody in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from creator.clock import SetClock
from creator.models.audit import AuditRow
from creator.models.edition import Edition
from creator.models.outbox import OutboxItem
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.rules.actors import STAFF_ROLES
from creator.rules.pins import load
from creator.services import children, timers, worker
from creator.services.explaining import explain
from creator.services.refused import Refused
from creator.services.transitions import fire
from creator.services.work import Work
from creator.workflow.parts import State
from tests.engine.board import board
from tests.engine.seeding import take, walk

MIDNIGHT = datetime(2017, 3, 31, 16, tzinfo=UTC)  # 1 April 00:00 in Shanghai
TICK = timedelta(microseconds=1)
AWAY = timedelta(days=400)


@pytest.fixture
def held(database):
    return board(database)


def moved(held, proposal_id, wanted, **columns):
    """Put a proposal where its state is `wanted`, with the dates such a state has."""

    def move(work, proposal):
        for name, value in columns.items():
            setattr(proposal, name, value)
        walk(work, proposal, wanted)

    held.on("officer", proposal_id, move)
    return proposal_id


def refused_awhile(held, proposal_id, ends=MIDNIGHT):
    """A refusal that may be contested until `ends`."""
    return moved(
        held, proposal_id, lambda s: {"refused", "remedy_open"} <= s.marks, remedy_ends_at=ends
    )


def contact(held):
    with held.database.reading() as session:
        return session.scalars(select(Person.id).where(Person.name == "申报联系人01")).one()


def contest(held, proposal_id):
    def act(work):
        proposal = work.session.get_one(Proposal, proposal_id)
        return fire(work, proposal, "contest_result", data={"statement": "得分有误"})

    return held.ground.act_as(contact(held), act)


def armed(held, subject_id):
    with held.database.reading() as session:
        query = select(Timer).where(Timer.subject_id == subject_id, Timer.status == "armed")
        return session.scalars(query.order_by(Timer.id)).all()


def steps(held, subject_id, trigger):
    with held.database.reading() as session:
        return session.scalar(
            select(func.count()).where(
                AuditRow.subject_id == subject_id, AuditRow.trigger == trigger
            )
        )


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
            lambda work, edition: take(work, edition, "decision_settled", edition.state, {}),
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
            workers = [
                pool.submit(worker.drain, database, SetClock(MIDNIGHT)) for _ in range(4)
            ]
            refused = sum(one.result().refused for one in workers)
        held.ground.settle()
        assert [steps(held, one, "refusal_final") for one in held.proposals] == [1] * 12
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


class TestDeadlines:
    """I13 and F10: the clock of the server decides, to the microsecond, with or without worker."""

    def test_at_every_instant_exactly_one_side_may_act(self, held):
        before, after = (refused_awhile(held, one) for one in held.proposals[:2])
        held.ground.clock.instant = MIDNIGHT - TICK
        held.ground.settle()
        assert contest(held, before).state == "selection_appeal"
        assert held.state(after) == "not_selected"
        held.ground.clock.instant = MIDNIGHT
        with pytest.raises(Refused) as refused:
            contest(held, after)
        assert [str(one) for one in refused.value.refusals] == [
            "期限已过：2017-03-31（星期五）24:00。"
        ]
        held.ground.settle()
        assert held.state(after) == "rejected"

    def test_the_last_request_and_the_clock_race_to_one_answer(self, database):
        """Received in time, the request may still lose against the clock; never do both happen."""
        held = board(database, 6)
        for one in held.proposals:
            refused_awhile(held, one)
        for one in held.proposals:
            held.ground.clock.instant = MIDNIGHT - TICK
            with ThreadPoolExecutor(2) as pool:
                clock = pool.submit(worker.drain, database, SetClock(MIDNIGHT))
                person = pool.submit(outcome, held, one)
                clock.result()
            counts = (steps(held, one, "contest_result"), steps(held, one, "refusal_final"))
            assert counts == ((1, 0) if person.result() else (0, 1))

    def test_nobody_outside_acts_after_the_time_though_no_worker_runs(self, sqlite_database):
        held = board(sqlite_database, 1)
        checked = set()
        for state in ended_by_the_clock(held):
            offers = late_offers(held, state)
            for offer in offers:
                staff = set(offer.transition.by) <= {*STAFF_ROLES}
                assert staff or not offer.allowed, f"{state.id}: {offer.transition.id}"
                if offer.mine and any(one.code == "deadline.passed" for one in offer.refusals):
                    checked.add(offer.transition.id)
        assert checked >= {"contest_screening", "contest_result", "accept_award", "decline"}


def outcome(held, one):
    try:
        return contest(held, one)
    except Refused:
        return None


def ended_by_the_clock(held) -> list[State]:
    with held.database.reading() as session:
        pin = session.get_one(Subject, held.proposals[0]).definition_hash
        states = load(session, pin).states.values()
        return [state for state in states if state.due is not None and state.due.then]


def late_offers(held, state):
    """What an applicant is offered in this state long after its time, in a unit that is undone."""
    found = []

    class Undo(Exception):
        pass

    def look(work: Work):
        edition = work.session.get_one(Edition, held.edition_id)
        like = work.session.get_one(Proposal, held.proposals[0])
        proposal = Proposal(
            organisation_id=like.organisation_id,
            requested_fen=1,
            answers={},
            notice_ends_at=work.now,
            remedy_ends_at=work.now,
        )
        children.begin(work, proposal, edition, edition.definitions["proposal"])
        walk(work, proposal, lambda one: one.id == state.id)
        work.now = work.now + AWAY
        found.extend(explain(work, proposal))
        raise Undo

    with pytest.raises(Undo):
        held.ground.act_as(contact(held), look)
    return found
