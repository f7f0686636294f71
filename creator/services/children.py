"""Children of a subject: opened by its effects, joined when they are done.

A child never touches its parent. When a child becomes final the declared join is looked at under
the parent's lock, and if it is met the parent's own `@children:<id>` step is fired.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from creator.models.audit import AuditRow
from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.rules.step import Actor, Step
from creator.services import chain, definitions, timers
from creator.services.work import Work
from creator.workflow.definition import Definition
from creator.workflow.parts import Child, Join

Fire = Callable[..., object]
"""`transitions.fire`, handed in by it: the gate imports this module."""

CREATED = "@create"
"""Trigger of a subject's row number 0."""


def open_child(work: Work, step: Step, child: str, entity: Subject) -> None:
    """Open one child of the step's subject, pinned to the edition's definition of it."""
    lifecycle = step.definition.children[child].lifecycle
    entity.parent_id = step.subject.id
    begin(work, entity, step.edition, step.edition.definitions[lifecycle], cause=step.subject)


def begin(
    work: Work, entity: Subject, edition: Edition, pin: str, *, cause: Subject | None = None
) -> None:
    """Give a new subject its first state, its row number 0 and its timers."""
    definition = definitions.load(work.session, pin)
    entity.state = definition.initial
    entity.definition_hash = pin
    entity.host_id = edition.host_id
    entity.edition_id = None if entity is edition else edition.id
    entity.entered_at = entity.created_at = work.now
    entity.seq = entity.entered_seq = entity.revision = 0
    work.session.add(entity)
    work.session.flush()
    content = {
        "cause": f"{cause.type}:{cause.id}:{cause.seq}" if cause else None,
        "parent": entity.parent_id,
        "edition": entity.edition_id,
        "host": entity.host_id,
    }
    word = work.actor.pseudo or "creator"
    chain.append(work, entity, chain.Entry(CREATED, None, entity.state, word, content))
    timers.arm(work, _standing(work, entity, edition, definition))


def _standing(work: Work, entity: Subject, edition: Edition, definition: Definition) -> Step:
    exits = definition.exits(entity.state)
    return Step(work.session, work.now, entity, edition, work.actor, definition, exits[0])


def after(work: Work, step: Step, fire: Fire) -> None:
    """A subject that became final ends its open children and may complete its parent's join."""
    if step.definition.states[step.subject.state].final is None:
        return
    _call_off(work, step, fire)
    if step.subject.parent_id is not None:
        _join(work, step, fire)


def _call_off(work: Work, step: Step, fire: Fire) -> None:
    for kind in step.definition.children.values():
        for entity in _family(work, step.subject.id, kind):
            definition = definitions.load(work.session, entity.definition_hash)
            if definition.states[entity.state].final is None and kind.cancel:
                fire(
                    as_pseudo(work, f"@{step.subject.type}"),
                    entity,
                    kind.cancel,
                    cause=step.subject,
                )


def _family(work: Work, parent_id: int, kind: Child) -> list[Subject]:
    query = select(Subject).where(Subject.parent_id == parent_id, Subject.type == kind.lifecycle)
    return list(work.session.scalars(query.order_by(Subject.id)))


def _join(work: Work, step: Step, fire: Fire) -> None:
    parent = work.session.get(Subject, step.subject.parent_id)
    if parent is None:
        return
    definition = definitions.load(work.session, parent.definition_hash)
    for kind in definition.children.values():
        if kind.lifecycle != step.subject.type or kind.join is None:
            continue
        finals = _finals(work, parent, kind, step.subject)
        pseudo = f"@children:{kind.id}"
        joins = [t for t in definition.exits(parent.state) if pseudo in t.by]
        if joins and _met(kind.join, finals):
            outcome = _outcome(kind.join, finals)
            fire(as_pseudo(work, pseudo), parent, joins[0].id, outcome=outcome, cause=step.subject)


def as_pseudo(work: Work, pseudo: str) -> Work:
    """The same work in the name of the clock or of a related subject."""
    return work.acting_as(Actor(pseudo=pseudo, simulated=work.actor.simulated))


@dataclass(frozen=True)
class _Member:
    """A child: its final kind (None: not done), and the parent's step that opened it."""

    id: int
    final: str | None
    opened_by: int


def _finals(work: Work, parent: Subject, kind: Child, finished: Subject) -> list[str | None]:
    """The final kind of each child the join is about (None: not done).

    Those opened since the parent entered its state, by number of step and not by time, which may
    stand still or jump; those still open; and the one that has just finished, whenever opened.
    """
    return [
        member.final
        for member in _members(work, parent, kind)
        if member.opened_by >= parent.entered_seq
        or member.final is None
        or member.id == finished.id
    ]


def _members(work: Work, parent: Subject, kind: Child) -> Sequence[_Member]:
    query = (
        select(Subject.id, Subject.state, Subject.definition_hash, AuditRow.body)
        .join(AuditRow, (AuditRow.subject_id == Subject.id) & (AuditRow.seq == 0))
        .where(Subject.parent_id == parent.id, Subject.type == kind.lifecycle)
        .order_by(Subject.id)
    )
    found = []
    for child_id, state, pin, body in work.session.execute(query):
        final = definitions.load(work.session, pin).states[state].final
        cause = json.loads(body)["cause"] or ":0"
        found.append(_Member(child_id, final, int(cause.rsplit(":", 1)[1])))
    return found


def _met(join: Join, finals: list[str | None]) -> bool:
    done = [final for final in finals if final is not None]
    if join.when == "all_final":
        return bool(done) and len(done) == len(finals)
    if join.when == "any_final":
        return bool(done)
    if join.when == "min_success":
        return done.count("success") >= (join.least or 1)
    # quorum_or_deadline: the deadline is a timer of the parent, so here only the quorum counts.
    return len(done) >= (join.least or 1)


def _outcome(join: Join, finals: list[str | None]) -> str | None:
    for value, rule in join.outcome:
        if rule == "else":
            return value
        quantity, _, wanted = rule.partition(":")
        hits = [final == wanted for final in finals]
        if any(hits) if quantity == "any" else all(hits):
            return value
    return None
