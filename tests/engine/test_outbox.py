"""I19: what was committed is delivered at least once, in order for each subject."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from creator.models.outbox import Letter, OutboxItem
from creator.models.subject import Subject
from creator.rules.requests import Act, Tell
from creator.services import letters, outbox, worker
from creator.services.work import Work
from tests.engine.board import board
from tests.engine.contents import Crash, crash_at


@pytest.fixture
def held(sqlite_database):
    return board(sqlite_database, 3)


def tell(held, *words, subject_id=None, template="overdue"):
    """Letters to the officer about one subject, queued one after the other."""

    def queue(work):
        subject = work.session.get_one(Subject, subject_id or held.edition_id)
        for word in words:
            told = Tell([held.ground.people["officer"]], template, {"title": word})
            letters.queue_letters(work, subject, told, word)

    held.ground.act("officer", queue)


def titles(held):
    with held.database.reading() as session:
        return session.scalars(select(Letter.title).order_by(Letter.id)).all()


def standing(held):
    with held.database.reading() as session:
        query = select(OutboxItem.status, func.count()).group_by(OutboxItem.status)
        return {row[0]: row[1] for row in session.execute(query)}


def handle(held, item_id):
    return held.database.write(
        lambda session: outbox.handle(Work(session, held.ground.clock.now()), item_id)
    )


def waiting(held):
    with held.database.reading() as session:
        return outbox.waiting(session, Work(session, held.ground.clock.now()))


def test_letters_about_one_subject_keep_their_order(held):
    tell(held, "一", "二", "三")
    held.ground.settle()
    assert titles(held) == ["已逾期：一", "已逾期：二", "已逾期：三"]


def test_a_later_letter_waits_for_the_earlier_and_other_subjects_do_not(held):
    tell(held, "一", "二")
    tell(held, "三", subject_id=held.proposals[0])
    with held.database.writing() as session:
        first = select(func.min(OutboxItem.id)).scalar_subquery()
        later = held.ground.clock.now() + timedelta(hours=1)
        session.execute(update(OutboxItem).where(OutboxItem.id == first).values(next_try=later))
    held.ground.settle()
    assert titles(held) == ["已逾期：三"]
    held.ground.clock.advance(timedelta(hours=1))
    held.ground.settle()
    assert titles(held) == ["已逾期：三", "已逾期：一", "已逾期：二"]


def test_a_letter_does_not_wait_for_a_step_of_the_same_subject(held):
    """It tells of a step already taken; a step held up for hours must not hold it up too."""

    def queue(work):
        proposal = work.session.get_one(Subject, held.proposals[0])
        letters.queue_act(work, proposal, Act(proposal.id, "no_such_step"), 0)

    held.ground.act("officer", queue)
    tell(held, "一", subject_id=held.proposals[0])
    held.ground.settle()
    assert titles(held) == ["已逾期：一"]


def test_the_same_origin_never_tells_twice(held):
    tell(held, "一")
    with pytest.raises(Exception, match=r"(?i)unique"):
        tell(held, "一")


def test_a_crash_between_effect_and_mark_repeats_neither(database):
    held = board(database, 1)
    tell(held, "一")
    (item_id,) = waiting(held)
    for number in range(1, 50):
        try:
            with crash_at(held.database, number):
                handle(held, item_id)
        except Crash:
            assert (titles(held), standing(held)) == ([], {"waiting": 1})
        else:
            break
    assert (titles(held), standing(held)) == (["已逾期：一"], {"done": 1})
    assert handle(held, item_id) is False


def test_workers_at_once_deliver_everything_once(database):
    held = board(database, 3)
    for number in range(5):
        for subject_id in held.proposals:
            tell(held, f"第{number}封", subject_id=subject_id)
    with ThreadPoolExecutor(4) as pool:
        workers = [pool.submit(worker.drain, database, held.ground.clock) for _ in range(4)]
        handled = sum(one.result().handled for one in workers)
    held.ground.settle()
    assert handled == 15 and standing(held) == {"done": 15}
    with database.reading() as session:
        for subject_id in held.proposals:
            query = select(Letter.title).where(Letter.subject_id == subject_id)
            order = session.scalars(query.order_by(Letter.id)).all()
            assert order == [f"已逾期：第{number}封" for number in range(5)]


class TestPoison:
    """One item that cannot be handled must not keep the others waiting."""

    def test_a_mistake_of_ours_is_noted_and_the_rest_goes_on(self, held, caplog):
        caplog.set_level(logging.CRITICAL, "creator.services.worker")
        tell(held, "坏", template="no_such_template")
        tell(held, "好", subject_id=held.proposals[0])
        held.ground.settle()
        assert titles(held) == ["已逾期：好"]
        with held.database.reading() as session:
            bad = session.scalars(select(OutboxItem).order_by(OutboxItem.id)).first()
            assert (bad.attempts, bad.status) == (1, "waiting")
            assert bad.last_error == "程序出错（KeyError），详情见日志。"

    def test_after_the_last_attempt_the_officers_are_told(self, held):
        def queue(work):
            edition = work.session.get_one(Subject, held.edition_id)
            letters.queue_act(work, edition, Act(held.proposals[0], "no_such_step"), 0)

        held.ground.act("officer", queue)
        for _ in range(outbox.MOST_ATTEMPTS):
            held.ground.settle()
            held.ground.clock.advance(timedelta(hours=6))
        held.ground.settle()
        assert standing(held)["dead"] == 1
        assert titles(held).count("后续步骤未能执行：项目01") == 4

    def test_the_next_step_of_the_subject_goes_on_once_one_is_given_up(self, held):
        def queue(work):
            edition = work.session.get_one(Subject, held.edition_id)
            for ordinal, trigger in enumerate(("no_such_step", "call_off")):
                letters.queue_act(work, edition, Act(held.proposals[0], trigger), ordinal)

        held.ground.act("officer", queue)
        held.ground.settle()
        assert held.state(held.proposals[0]) == "ranked"
        for _ in range(outbox.MOST_ATTEMPTS):
            held.ground.clock.advance(timedelta(hours=6))
            held.ground.settle()
        assert held.state(held.proposals[0]) == "withdrawn"

    def test_a_reminder_and_a_letter_of_a_step_may_have_equal_numbers(self, held):
        """Timer 0 of the world is not request 0 of a step."""
        tell(held, "0")

        def remind(work):
            edition = work.session.get_one(Subject, held.edition_id)
            told = Tell([held.ground.people["officer"]], "overdue", {"title": "提醒"})
            letters.queue_letters(work, edition, told, "timer-0")

        held.ground.act("officer", remind)
        held.ground.settle()
        assert len(titles(held)) == 2
