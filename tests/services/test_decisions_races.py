"""The same things done by two people at once, on both databases."""

import threading

import pytest

from creator.models.audit import Checkpoint
from creator.models.decision import Notice
from creator.services import checkpoints, invariants, objections, verification
from creator.services.refused import Declined
from tests.services.deciding import deciding

GROUNDS = {"statement": "请核查", "objector": "居民甲", "contact": "13500000000"}


@pytest.fixture
def ranked(database):
    return deciding(database, (90, 80, 70))


def at_once(*acts):
    """Every act in a thread of its own; what each returned, or what it was refused with."""
    done, gate = [None] * len(acts), threading.Barrier(len(acts))

    def run(place):
        gate.wait()
        try:
            done[place] = acts[place]()
        except Declined as declined:
            done[place] = declined

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def flaws(held):
    """Breaches of the data, and checkpoints that do not hold together."""
    with held.ground.database.reading() as session:
        broken = [f.where for f in verification.verify(session) if "checkpoint" in f.where]
        return [*(breach.rule for breach in invariants.breaches(session)), *broken]


def object_to(held, rank):
    def act(work):
        notice = work.session.get_one(Notice, held.notice_id())
        subject = objections.contested(work, notice, held.ranked(rank))
        return objections.file(work, subject, GROUNDS, key=f"form-{rank}").objection.number

    return lambda: held.ground.act_as(None, act)


def test_from_the_ranking_to_the_notice_everything_happens_once(ranked):
    assert sorted(at_once(ranked.list_all, ranked.list_all)) == [0, 3]
    ranked.submit()
    ranked.approve()
    ranked.publish()
    mark = lambda: ranked.ground.act("officer", lambda work: checkpoints.make(work, "test").id)  # noqa: E731
    at_once(mark, mark)
    numbers = at_once(object_to(ranked, 1), object_to(ranked, 2))
    assert sorted(numbers) == ["BL-2017-异议-001", "BL-2017-异议-002"]
    with ranked.ground.database.reading() as session:
        assert session.query(Checkpoint).count() == 3
    assert flaws(ranked) == []
