"""I9, I10, I20: the shipped lifecycles, cell by cell, under every combination of options.

The expectation is read from the stored body of the definition; what is tested is the gate's own
judgement (`judgement`, `machine`), with nothing of the database but the definition.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from sqlalchemy import delete, insert, text

from creator.home import home
from creator.models.audit import AuditRow
from creator.models.decision import Decision, Notice, Objection
from creator.models.edition import Amendment, Edition
from creator.models.organisation import Organisation
from creator.models.person import Appointment, Person
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.rules.step import Actor, Step
from creator.services import judgement
from creator.workflow.combinations import every_combination
from creator.workflow.machine import NotOffered, advance
from creator.workflow.reader import read
from creator.workflow.resolve import resolve

FILES = sorted((home() / "workflows/lifecycles").glob("*.toml"))
HOST, EDITION, OURS, SPONSORS, EXPERT, OBJECTOR = 1, 2, 3, 4, 5, 6
NOW = datetime(2017, 1, 1, tzinfo=UTC)
SEALED = {
    "subject_id": 1, "seq": 1, "trigger": "seal", "actor_id": EXPERT, "at": NOW, "to_state": "x",
    "actor_word": "expert", "simulated": False, "body": "{}", "prev_hash": "", "hash": "",
}  # fmt: skip
STAFF = ("officer", "approver", "adjudicator", "community", "coach", "supervisor")


@cache
def definitions(file):
    lifecycle = read(file)
    return [resolve(lifecycle, options) for options in every_combination(lifecycle)]


def subjects(kind):
    """One subject of the kind, as the actor words look at it."""
    organisation = Organisation(id=OURS, sponsor_id=SPONSORS)
    made = {
        "edition": lambda: Edition(id=EDITION),
        "proposal": lambda: Proposal(organisation_id=OURS, organisation=organisation),
        "review": lambda: Review(expert_id=EXPERT),
        "decision": Decision,
        "notice": Notice,
        "amendment": Amendment,
        "objection": lambda: Objection(objector_id=OBJECTOR),
    }[kind]()
    made.host_id = HOST
    made.edition_id = None if kind == "edition" else EDITION
    return made


def appointed(person_id, role="", **scope):
    held = (Appointment(role=role, **scope),) if role else ()
    return Actor(Person(id=person_id), held)


def actors():
    """Name -> somebody, and the actor words that are his for every kind of subject."""
    people = {
        "nobody signed in": (Actor(), set()),
        "a stranger": (appointed(90), set()),
        "an applicant": (appointed(91, "applicant", organisation_id=OURS), {"applicant"}),
        "another applicant": (appointed(92, "applicant", organisation_id=99), {"any applicant"}),
        "the sponsor": (appointed(93, "sponsor", organisation_id=SPONSORS), {"sponsor"}),
        "another sponsor": (appointed(94, "sponsor", organisation_id=99), set()),
        "the expert": (appointed(EXPERT), {"expert"}),
        "the objector": (appointed(OBJECTOR), {"objector"}),
    }
    for role in STAFF:
        people[f"{role} of the host"] = (appointed(80, role, host_id=HOST), {role})
        people[f"{role} of the edition"] = (appointed(81, role, edition_id=EDITION), {role})
        people[f"{role} elsewhere"] = (appointed(82, role, host_id=98), set())
        people[f"{role} of another edition"] = (appointed(83, role, edition_id=97), set())
    acting = Actor(
        Person(id=80), (Appointment(role="officer", host_id=HOST),), on_behalf_of=Person(id=91)
    )
    people["officer for an applicant"] = (acting, {"officer", "officer_for_applicant"})
    return people


def words_of(kind, words):
    """The words that are true of somebody for this kind of subject. Everybody is a resident."""
    true = {*words, "resident"}
    if kind != "proposal":  # where there is no applicant, any applicant will do
        true = {"applicant" if word == "any applicant" else word for word in true} - {"sponsor"}
    if kind != "review":
        true -= {"expert"}
    if kind != "objection":
        true -= {"objector"}
    return true


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nobody_outside_by_ever_acts_and_everybody_inside_may(file):
    """I9: lifecycle × transition × actor, for people and for the clock and related subjects."""
    subject, cells = subjects(file.stem), 0
    for definition in definitions(file):
        pseudos = {word for t in definition.transitions.values() for word in t.by if word[0] == "@"}
        for transition in definition.transitions.values():
            for name, (actor, words) in actors().items():
                step = Step(None, None, subject, None, actor, definition, transition)
                found = judgement.acting_word(step, transition)
                mine = words_of(file.stem, words) & set(transition.by)
                assert (found in mine) if mine else found is None, (transition.id, name)
                cells += 1
            for pseudo in (*pseudos, "@children:other", "@migrate"):
                step = Step(None, None, subject, None, Actor(pseudo=pseudo), definition, transition)
                found = judgement.acting_word(step, transition)
                assert found == (pseudo if pseudo in transition.by else None), transition.id
                cells += 1
    assert cells > 100


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_cell_has_an_answer(file):
    """I20: no state × trigger × branch raises; every non-final state has a way on by itself."""
    for definition in definitions(file):
        body = json.loads(definition.body)
        arcs = {raw["id"]: raw for raw in body["transitions"]}
        for state in definition.states.values():
            for trigger, raw in arcs.items():
                cases = raw.get("choose", {"cases": {None: raw.get("to")}})["cases"]
                for value, target in cases.items():
                    ask = {"state": state.id, "trigger": trigger, "outcome": value}
                    data = {raw["choose"]["on"]: value} if "choose" in raw else {}
                    try:
                        moved = advance(
                            definition, **ask, data=data, check=lambda _t: (),
                            holds=lambda _word, case=value: case == "true",
                        )  # fmt: skip
                    except NotOffered:
                        assert state.id not in raw["from"]
                        continue
                    assert state.id in raw["from"]
                    assert moved.to == (state.id if target == "@same" else target)
            exits = definition.exits(state.id)
            if state.final is not None:
                assert exits == () and state.due is None and state.owner is None  # I10
            else:
                assert any(state.id not in exit_.targets(state.id) for exit_ in exits), state.id
                assert state.due is not None and (state.due.then or state.due.escalate)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_the_clock_does_is_the_clocks_and_leaves_the_state(file):
    for definition in definitions(file):
        for state in definition.states.values():
            if state.due is not None and state.due.then:
                step = definition.transitions[state.due.then]
                assert state.id in step.sources and "@clock" in step.by
                assert state.id not in step.targets(state.id)


def test_four_eyes_are_two_persons(sqlite_database):
    """I9: who took the one step may not take the other, under whatever role."""
    (definition, *_) = definitions(home() / "workflows/lifecycles/review.toml")
    second = replace(definition.transitions["reopen"], four_eyes=("seal",), guard=())
    subject = subjects("review")
    subject.id, subject.state = 1, definition.initial
    with sqlite_database.writing() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(insert(AuditRow).values(SEALED))

        def refused(actor):
            step = Step(session, NOW, subject, None, actor, definition, second)
            return [one.code for one in judgement.refusals(step, second)]

        assert refused(Actor(Person(id=EXPERT))) == ["four_eyes"]
        assert refused(Actor(Person(id=80))) == []
        assert refused(Actor(pseudo="@clock")) == []
        session.execute(text("DROP TRIGGER audit_row_no_delete"))
        session.execute(delete(AuditRow))
