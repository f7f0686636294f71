"""Subjects put where a test needs them, along lawful arcs and with a valid audit chain.

Guards and effects are not asked: this is a short cut for tests only. What they would have left
behind (versions, results) the test adds itself where it matters.
"""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from creator.models.subject import Subject
from creator.rules.pins import load
from creator.services import chain, timers
from creator.services.mailbox import standing
from creator.services.work import Work
from creator.workflow.definition import Definition
from creator.workflow.parts import State

Facts = Mapping[str, Mapping[str, Any]]
Wanted = Callable[[State], bool]


def with_marks(*marks: str, without: str = "") -> Wanted:
    return lambda state: set(marks) <= state.marks and without not in state.marks


def route(definition: Definition, start: str, wanted: Wanted) -> list[tuple[str, str]]:
    """The shortest way to a state that is `wanted`: (trigger, state reached), step by step."""
    ways: deque[list[tuple[str, str]]] = deque([[]])
    seen = {start}
    while ways:
        way = ways.popleft()
        here = way[-1][1] if way else start
        if wanted(definition.states[here]):
            return way
        for transition in definition.exits(here):
            for target in transition.targets(here):
                if target not in seen:
                    seen.add(target)
                    ways.append([*way, (transition.id, target)])
    raise LookupError(f"no way from {start}")


def walk(work: Work, subject: Subject, wanted: Wanted, facts: Facts | None = None) -> None:
    """Take the subject to a state that is `wanted`; `facts` by trigger enter the audit rows."""
    definition = load(work.session, subject.definition_hash)
    for trigger, target in route(definition, subject.state, wanted):
        take(work, subject, trigger, target, (facts or {}).get(trigger, {}))


def take(work: Work, subject: Subject, trigger: str, target: str, facts: Mapping[str, Any]) -> None:
    """One arc of the definition, as `fire()` would have written it."""
    word = load(work.session, subject.definition_hash).transitions[trigger].by[0]
    source = subject.state
    subject.seq += 1
    if target != source:
        with subject.at_the_gate():
            subject.state = target
        subject.entered_seq, subject.entered_at = subject.seq, work.now
    content = {"data": {}, "facts": dict(facts), "cause": None}
    chain.append(work, subject, chain.Entry(trigger, source, target, word, content))
    if target != source:
        timers.arm(work, standing(work, subject))
    work.session.flush()
