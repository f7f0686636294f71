"""I4: a step happens whole or not at all, wherever it breaks off."""

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from creator.models.audit import AuditRow, AuditText
from creator.models.outbox import IdempotencyRecord, OutboxItem
from creator.models.timer import Timer
from creator.services import invariants, outbox, verification, worker
from creator.services.work import Work
from tests.engine.board import board
from tests.engine.contents import Crash, crash_at, digest

FORM = {"minutes_no": "纪要 3 号", "attendees": "主办方 2 人\r\n居民代表 2 人"}


@pytest.fixture
def held(database):
    """A list that can be submitted: the step freezes a text, moves proposals, tells people."""
    made = board(database, 2)
    for proposal_id in made.proposals:
        made.propose("officer", proposal_id)
    return made


def submit(held):
    return held.take("officer", held.decision_id, "submit", data=FORM, key="submit-1")


def left_behind(held):
    """Rows of each kind that belong to the last step of the decision."""
    with held.database.reading() as session:
        seq = session.scalar(
            select(func.max(AuditRow.seq)).where(AuditRow.subject_id == held.decision_id)
        )
        wanted = {
            "texts": select(func.count()).where(AuditText.subject_id == held.decision_id),
            "timers": select(func.count()).where(
                Timer.subject_id == held.decision_id, Timer.status == "armed"
            ),
            "acts": select(func.count()).where(OutboxItem.topic == "act"),
            "letters": select(func.count()).where(
                OutboxItem.topic == "letter", OutboxItem.subject_id == held.decision_id
            ),
            "answers": select(func.count()).where(IdempotencyRecord.key == "submit-1"),
        }
        return seq, {name: session.scalar(query) for name, query in wanted.items()}


def test_a_crash_at_any_statement_leaves_nothing(held):
    before, number = digest(held.database), 0
    while True:
        number += 1
        try:
            with crash_at(held.database, number) as sent:
                receipt = submit(held)
        except Crash:
            assert digest(held.database) == before, f"statement {number}: {sent[-1]}"
        else:
            break
    assert sent[-1] == "COMMIT" and number == len(sent) + 1 > 20
    # And once nothing breaks, everything is there: audit row, texts, timers, messages, answer.
    assert left_behind(held) == (
        receipt.seq,
        {"texts": 2, "timers": 2, "acts": 2, "letters": 1, "answers": 1},
    )
    with held.database.reading() as session:
        assert verification.verify(session) == []
        assert invariants.breaches(session) == []


def test_after_the_commit_a_lost_answer_is_given_again(held):
    """The process died between commit and reply: the same request finds what it did."""
    receipt = submit(held)
    after = digest(held.database)
    assert submit(held) == receipt
    assert digest(held.database) == after


def test_a_refused_step_leaves_nothing(held):
    before = digest(held.database)
    with pytest.raises(Exception, match="请填写"):
        held.take("officer", held.decision_id, "submit", data={"minutes_no": "1"}, key="k")
    assert digest(held.database) == before


def test_an_outbox_item_breaks_off_whole(held):
    """The step it causes and the mark that it is done are one transaction."""
    submit(held)
    before = digest(held.database)
    for number in range(1, 200):
        try:
            with crash_at(held.database, number) as sent:
                _first_item(held)
        except Crash:
            assert digest(held.database) == before, f"statement {number}: {sent[-1]}"
        else:
            break
    assert number > 15
    worker.drain(held.database, held.ground.clock)
    assert {held.state(one) for one in held.proposals} == {"approving"}
    with held.database.reading() as session:
        assert verification.verify(session) == []


def _first_item(held):
    def unit(session):
        work = Work(session, held.ground.clock.now())
        (item, *_) = outbox.waiting(session, work)
        return outbox.handle(work, item)

    return held.database.write(unit)


def test_a_commit_the_database_refuses_leaves_no_transaction_open(sqlite_database):
    """As when the disk is full at the very end: the next unit starts on a clean connection."""
    held = board(sqlite_database, 1)
    before = digest(sqlite_database)

    def dangling(work):
        work.session.execute(text("PRAGMA defer_foreign_keys=ON"))
        work.session.execute(update(Timer.__table__).values(subject_id=999_999))

    for _ in range(2):
        with pytest.raises(IntegrityError):
            held.ground.act_as(None, dangling)
    assert digest(sqlite_database) == before
    assert held.propose("officer", held.proposals[0]).state == "proposed"
