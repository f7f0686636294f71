"""I8: what is explained is what happens. I17: explaining and rehearsing a change writes nothing."""

import pytest
from sqlalchemy import select

from creator.models.person import Person
from creator.models.subject import Subject
from creator.services.definitions import load
from creator.services.explaining import explain
from creator.services.refused import NotYours, Refused
from creator.services.transitions import fire
from creator.services.work import Work, actor_for
from creator.workflow.definition import Definition
from creator.workflow.dry_run import compare
from tests.engine.board import AMOUNT, board
from tests.engine.contents import digest

FORMS = {
    "tier": "A",
    "amount": AMOUNT,
    "name": "碑林为老服务中心（示例）",
    "minutes_no": "1",
    "attendees": "2 人",
    "statement": "公示有误",
    "contact": "13900000000",
    "objector": "居民01",
    "sections": ["basic"],
    "changes": {"calendar.call_closes": "2017-01-31T17:00:00"},
    "note": "意见",
    "expert": 1,
}


class Undo(Exception):
    """Ends a unit so that nothing of it stays."""


@pytest.fixture
def held(database):
    """Subjects in several states, some steps allowed, some blocked, some not one's own."""
    made = board(database, 4, slots=2)
    made.propose("officer", made.proposals[0])
    made.take("officer", made.proposals[1], "pass_over", reason="名额有限")
    made.take("officer", made.proposals[2], "put_on_waitlist")
    return made


def everybody(session):
    return [None, *session.scalars(select(Person).order_by(Person.id))]


def told(offer):
    """The answer to give a step away: allowed, why not, or whose."""
    if not offer.mine:
        return "not yours"
    return sorted(one.code for one in offer.refusals) or "allowed"


def tried(database, clock, person_id, subject_id, trigger, data):
    """What the gate answers to the same step, undone at once."""
    answers = []

    def unit(session):
        person = session.get(Person, person_id) if person_id else None
        work = Work(session, clock.now(), actor_for(session, person, clock.now()), signed=True)
        try:
            fire(work, session.get_one(Subject, subject_id), trigger, data=data, reason="理由")
            answers.append("allowed")
        except NotYours:
            answers.append("not yours")
        except Refused as refused:
            answers.append(sorted(one.code for one in refused.refusals))
        raise Undo

    with pytest.raises(Undo):
        database.write(unit)
    return answers[0]


def test_explained_and_done_agree_for_everybody_everywhere(held):
    clock, database = held.ground.clock, held.database
    cases = []
    with database.reading() as session:
        for person in everybody(session):
            work = Work(session, clock.now(), actor_for(session, person, clock.now()))
            for subject in session.scalars(select(Subject).order_by(Subject.id)):
                for transition in load(session, subject.definition_hash).exits(subject.state):
                    form = transition.form.items()
                    data = {name: FORMS[name] for name, field in form if not field.optional}
                    for offer in explain(work, subject, data=data, trigger=transition.id):
                        key = (person.id if person else None, subject.id, transition.id)
                        cases.append((key, data, told(offer)))
    answers = [told for _key, _data, told in cases]
    assert "allowed" in answers and "not yours" in answers and ["slot.full"] not in ([], answers[0])
    for (person_id, subject_id, trigger), data, expected in cases:
        found = tried(database, clock, person_id, subject_id, trigger, data)
        assert found == expected, (person_id, subject_id, trigger)
    assert len(cases) > 60


def test_explaining_writes_nothing(held):
    before = digest(held.database)
    clock = held.ground.clock
    with held.database.reading() as session:  # the database itself refuses writes here
        for person in everybody(session):
            work = Work(session, clock.now(), actor_for(session, person, clock.now()))
            for subject in session.scalars(select(Subject)):
                explain(work, subject)
    assert digest(held.database) == before


def test_a_dry_run_of_another_definition_writes_nothing(held):
    before = digest(held.database)
    with held.database.reading() as session:
        subject = session.get_one(Subject, held.proposals[0])
        old = load(session, subject.definition_hash)
        states = session.scalars(select(Subject.state).where(Subject.type == "proposal")).all()
        live = {state: states.count(state) for state in states}
        new = Definition(old.body.replace('"list_open"', '"notice_running"'))
        assert compare(old, new, live) is not None
    assert digest(held.database) == before
