"""I13 and F10: the server's clock decides, to the microsecond, with or without a worker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from creator.clock import SetClock
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules.actors import STAFF_ROLES
from creator.rules.pins import load
from creator.services import children, worker
from creator.services.explaining import explain
from creator.services.refused import Refused
from creator.services.work import Work
from creator.workflow.parts import State
from tests.engine.board import board
from tests.engine.remedies import MIDNIGHT, TICK, contest, refused_awhile
from tests.engine.seeding import walk

AWAY = timedelta(days=400)


@pytest.fixture
def held(database):
    return board(database)


def test_at_every_instant_exactly_one_side_may_act(held):
    before, after = (refused_awhile(held, one) for one in held.proposals[:2])
    held.ground.clock.instant = MIDNIGHT - TICK
    held.ground.settle()
    assert contest(held, before).state == "selection_appeal"
    assert held.state(after) == "not_selected"
    held.ground.clock.instant = MIDNIGHT
    with pytest.raises(Refused) as refused:
        contest(held, after)
    assert [str(one) for one in refused.value.refusals] == ["期限已过：2017-03-31（星期五）24:00。"]
    held.ground.settle()
    assert held.state(after) == "rejected"


def test_the_last_request_and_the_clock_race_to_one_answer(database):
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
        counts = (held.steps(one, "contest_result"), held.steps(one, "refusal_final"))
        assert counts == ((1, 0) if person.result() else (0, 1))


def test_nobody_outside_acts_after_the_time_though_no_worker_runs(sqlite_database):
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
        held.contact(look)
    return found
