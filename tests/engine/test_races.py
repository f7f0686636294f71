"""Several officers award at once: nothing twice, nothing beyond the pool (F8, I15)."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from creator.models.decision import DecisionItem
from creator.models.edition import Edition, TierUse
from creator.models.proposal import Proposal
from creator.services import invariants, verification
from creator.services.refused import Declined, Refused
from tests.engine.board import AMOUNT, OFFICERS, board


def award_all(held, role, first):
    """One officer's afternoon: propose everything, whoever else does the same."""
    done, reasons = [], Counter()
    for proposal_id in held.proposals[first:] + held.proposals[:first]:
        try:
            held.propose(role, proposal_id, key=f"{role}-{proposal_id}")
            done.append(proposal_id)
        except Refused as refused:
            reasons.update(one.code for one in refused.refusals)
    return done, reasons


def awarded(held, awards):
    """What the database says in the end."""
    with held.database.reading() as session:
        edition = session.get_one(Edition, held.edition_id)
        items = session.scalar(select(func.count()).select_from(DecisionItem))
        used = session.get_one(TierUse, (edition.id, "A")).used
        holding = select(func.count()).where(Proposal.amount_fen.is_not(None))
        assert (items, used, session.scalar(holding)) == (awards, awards, awards)
        assert edition.reserved_fen == awards * AMOUNT <= edition.pool_fen
        assert invariants.breaches(session) == []
        assert verification.verify(session) == []


def four_threads(database, awards, spare):
    """Four officers, more proposals than the pool pays for."""
    held = board(database, awards + spare, pool=awards * AMOUNT + 1, slots=awards + spare)
    with ThreadPoolExecutor(4) as pool:
        tasks = [
            pool.submit(award_all, held, role, number * awards // 4)
            for number, role in enumerate(OFFICERS)
        ]
        results = [task.result() for task in tasks]
    done = [proposal_id for mine, _reasons in results for proposal_id in mine]
    assert (len(done), len(set(done))) == (awards, awards)
    # Whoever came second was told why, in words for people.
    reasons = sum((found for _mine, found in results), Counter())
    assert set(reasons) <= {"not_offered", "pool.short"}
    assert sum(reasons.values()) == 4 * (awards + spare) - awards
    awarded(held, awards)


def four_processes(database, url, awards, spare):
    held = board(database, awards + spare, pool=awards * AMOUNT + 1, slots=awards + spare)
    ids = [str(one) for one in held.proposals]
    command = [sys.executable, "-m", "tests.engine.writer", "award", url]
    running = [
        subprocess.Popen(
            [*command, str(held.ground.people[role]), str(number * awards // 4), *ids],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, role in enumerate(OFFICERS)
    ]
    said = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * 4
    done = [one for mine in said for one in mine]
    assert (len(done), len(set(done))) == (awards, awards)
    awarded(held, awards)


def test_four_officers_award_twenty_at_once(database):
    four_threads(database, 20, 3)


@pytest.mark.full
def test_four_officers_award_five_hundred_at_once(database):
    four_threads(database, 500, 20)


@pytest.mark.full
def test_four_processes_award_five_hundred_at_once(database, database_url):
    four_processes(database, database_url, 500, 20)


def test_the_last_slot_goes_once(database):
    """Two different proposals, one slot left: without the edition's lock both would get it."""
    held = board(database, 8, slots=1)
    for start in range(0, 8, 2):
        pair = held.proposals[start : start + 2]
        with ThreadPoolExecutor(2) as pool:
            tasks = [
                pool.submit(outcome, held, role, one)
                for role, one in zip(OFFICERS, pair, strict=False)
            ]
            outcomes = [task.result() for task in tasks]
        assert sorted(outcomes) == ["proposed", "slot.full"]
        winner = pair[outcomes.index("proposed")]
        held.take("officer", winner, "reconsider")


def outcome(held, role, proposal_id):
    try:
        return held.propose(role, proposal_id).state
    except Refused as refused:
        return refused.refusals[0].code


def test_a_list_being_submitted_takes_no_more_lines(database):
    """Either the line is on the submitted list, or it is refused: never added to a frozen list."""
    held = board(database, 2)
    held.propose("officer", held.proposals[0])
    form = {"minutes_no": "1", "attendees": "2 人"}

    def attempt(role, subject_id, trigger, **kwargs):
        try:
            return held.take(role, subject_id, trigger, **kwargs).state
        except Declined:
            return "refused"

    for _ in range(8):
        with ThreadPoolExecutor(2) as pool:
            submitted = pool.submit(attempt, "officer", held.decision_id, "submit", data=form)
            passed = pool.submit(
                attempt, "officer2", held.proposals[1], "pass_over", reason="名额有限"
            )
            outcomes = (submitted.result(), passed.result())
        # An undecided proposal keeps the list open, so the submission waits for the line.
        assert outcomes in {("pending", "not_selected"), ("refused", "not_selected")}
        with held.database.reading() as session:
            assert verification.verify(session) == []
            assert [b.rule for b in invariants.breaches(session)] == []
        if outcomes[0] == "pending":
            return
        held.take("officer2", held.proposals[1], "reconsider")


def test_the_database_itself_refuses_too_much(database):
    """The belt to the braces: should a guard be forgotten, the constraint stands."""
    held = board(database, 1)
    for model, values in (
        (Edition, {"reserved_fen": Edition.pool_fen + 1}),
        (Edition, {"reserved_fen": -1}),
        (TierUse, {"used": TierUse.slots + 1}),
        (TierUse, {"used": -1}),
        (Proposal, {"amount_fen": -1}),
    ):
        too_much = update(model.__table__).values(**values)
        with pytest.raises(IntegrityError):
            held.ground.act_as(None, lambda work, s=too_much: work.session.execute(s))
