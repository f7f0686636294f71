"""What an applicant can learn of a result before it is published: nothing, by no way of asking."""

import pytest
from sqlalchemy import select

from creator.models.organisation import Organisation
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.services import decisions, people
from creator.services.definitions import load
from creator.services.explaining import explain, explain_one
from creator.services.refused import NotYours, Refused, Stale
from creator.services.timeline import timeline
from creator.services.transitions import fire
from creator.services.veil import is_veil, shows, state_label
from creator.services.work import Work, actor_for
from tests.engine.board import board
from tests.services.deciding import deciding
from tests.services.test_decisions_later import released


@pytest.fixture
def held(database):
    """Four proposals with the same public words: awarded, refused, on the waitlist, undecided."""
    made = board(database, 4, slots=2)
    made.propose("officer", made.proposals[0])
    made.take("officer", made.proposals[1], "pass_over", reason="第 9 名：名额已满")
    made.take("officer", made.proposals[2], "put_on_waitlist", reason="第 3 名")
    return made


def by_its_applicant(held, proposal_id, what, name="申报人"):
    """`what(work, proposal)` by somebody of the organisation that applies."""

    def unit(session):
        now = held.ground.clock.now()
        proposal = session.get_one(Proposal, proposal_id)
        person = people.find_or_add(Work(session, now), name, f"1360000{proposal_id:04d}")
        people.appoint(
            Work(session, now), person, "applicant", organisation_id=proposal.organisation_id
        )
        return what(Work(session, now, actor_for(session, person, now), signed=True), proposal)

    return held.ground.database.write(unit)


def answer_to(work, proposal, trigger, seq):
    try:
        fire(work, proposal, trigger, reason="理由", expected_seq=seq)
    except Refused as refused:
        return [(one.code, str(one.text)) for one in refused.refusals]
    except (NotYours, Stale) as declined:
        return type(declined).__name__, str(declined.text)
    return "done"


def learned(work, proposal):
    """Everything the pages, the gate and the record tell whoever asks."""
    definition = definition_of(work, proposal)
    steps = definition.transitions.values()
    return {
        "offers": [one.transition.id for one in explain(work, proposal)],
        "pages": [
            (one.mine, one.owners, [str(r.text) for r in one.refusals])
            for one in (explain_one(work, proposal, step) for step in steps)
        ],
        "record": [(str(one.did), str(one.state), one.reason) for one in timeline(work, proposal)],
        "answers": [
            answer_to(work, proposal, step.id, seq)
            for step in steps
            if step.id != "decline"
            for seq in (None, proposal.seq, 0)
        ],
    }


def called(work, proposal):
    return str(state_label(work, proposal, definition_of(work, proposal)))


def definition_of(work, proposal):
    return load(work.session, proposal.definition_hash)


def test_applicants_learn_the_same_whatever_was_listed(held):
    first, *others = [by_its_applicant(held, id, learned) for id in held.proposals]
    assert first["offers"] == []
    assert others == [first] * 3


def test_officers_see_every_step_and_reason(held):
    def reasons(session):
        person = session.scalars(
            select(Person).where(Person.id == held.ground.people["officer"])
        ).one()
        work = Work(
            session, held.ground.clock.now(), actor_for(session, person, held.ground.clock.now())
        )
        proposal = session.get_one(Proposal, held.proposals[1])
        return [one.reason for one in timeline(work, proposal)], explain(work, proposal)

    record, offers = held.ground.database.write(reasons)
    assert record[0] == "第 9 名：名额已满"
    assert offers


def test_an_officer_of_the_applicant_learns_no_more_than_the_applicant(held):
    def appoint(session):
        organisation = session.get_one(
            Organisation, session.get_one(Proposal, held.proposals[1]).organisation_id
        )
        person = session.get_one(Person, held.ground.people["officer"])
        work = Work(session, held.ground.clock.now())
        people.appoint(work, person, "applicant", organisation_id=organisation.id)
        asking = Work(session, work.now, actor_for(session, person, work.now))
        proposal = session.get_one(Proposal, held.proposals[1])
        return [one.reason for one in timeline(asking, proposal)], explain(asking, proposal)

    record, offers = held.ground.database.write(appoint)
    assert "第 9 名：名额已满" not in record
    assert offers == []


def test_steps_out_of_the_veil_are_to_be_seen(held):
    definition = by_its_applicant(held, held.proposals[0], definition_of)
    veil = {state for state in definition.states if is_veil(definition, state)}
    assert len(veil) > 1
    inner, outer = sorted(veil)[:2], next(s for s in definition.states if s not in veil)
    assert not shows(definition, *inner)
    assert shows(definition, inner[0], outer)
    assert shows(definition, outer, inner[0])


def test_an_announced_waitlist_is_told_and_moving_up_is_not_until_it_is_announced(sqlite_database):
    held = deciding(sqlite_database, (90, 80, 70), tiers__A__slots=1)
    second, third = held.ranked(2), held.ranked(3)
    held.list_all()
    held.submit(), held.approve()
    assert by_its_applicant(held, second, called) == "评审结束"
    held.publish()
    assert by_its_applicant(held, second, called) == "候补第 1 位"
    told = by_its_applicant(held, second, learned)

    released(held)
    held.held.step("start_supplement")
    held.held.officer(lambda work, edition: decisions.promote_all(work, edition))
    assert held.label(second) == "拟立项"
    held.submit(2)
    assert held.label(second) == "待审批"
    held.approve(2)
    assert by_its_applicant(held, second, called) == "候补第 1 位"
    assert by_its_applicant(held, second, learned) == told

    held.held.step("supplement")
    assert by_its_applicant(held, second, called) == "公示中"
    assert by_its_applicant(held, third, called) == "候补第 2 位"
