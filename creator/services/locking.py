"""Which rows a step locks, and in which order: edition, then ancestors from the root, then itself.

On PostgreSQL these are `SELECT … FOR NO KEY UPDATE`; on SQLite the unit of work holds the only
write lock already. Without them two officers award the last slot twice. Everybody takes the same
order, so that nobody waits for somebody who waits for him.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, bindparam, func, inspect, select
from sqlalchemy.orm.util import identity_key

from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.rules.effects import effect
from creator.rules.guards import guard
from creator.services.definitions import load
from creator.services.work import Work
from creator.workflow.definition import Definition
from creator.workflow.parts import CHECK, Transition

_TIMERS = 1 << 48  # keeps the numbers of timers apart from other advisory locks


def lock(work: Work, subject: Subject, trigger: str) -> None:
    """Lock what `trigger` needs and refresh all of it as it stands under the lock."""
    above = _ancestors(work, subject)
    wanted: dict[int, type[Subject]] = {}
    if subject.edition_id is not None and _wants_edition(work, subject, trigger, above):
        wanted[subject.edition_id] = Edition
    for row in (*reversed(above), subject):
        wanted[row.id] = type(row)
    for subject_id, kind in wanted.items():
        lock_row(work, kind, subject_id)


def lock_row(work: Work, kind: type[Subject], subject_id: int) -> None:
    """Lock one subject and read it anew.

    Rows that refer to the subject may still be added by others: only its own change is kept back.
    Both its tables are locked: PostgreSQL reads again, after a wait, only the rows it has locked;
    of all others it still shows what was there before the wait. On SQLite the unit is the only
    writer from its first moment: what it has read cannot have changed.
    """
    work.session.flush()
    if work.session.get_bind().dialect.name == "sqlite" and _in_hand(work, kind, subject_id):
        return
    # Reading the result is what refreshes the object; a result left unread changes nothing.
    work.session.scalars(_alone(kind), {"sought": subject_id}).one()


def _in_hand(work: Work, kind: type[Subject], subject_id: int) -> bool:
    """Whether the unit has read the row with all columns of its kind."""
    found = work.session.identity_map.get(identity_key(kind, subject_id))
    return found is not None and inspect(found).unloaded.isdisjoint(
        inspect(kind).column_attrs.keys()
    )


@cache
def _alone(kind: type[Subject]) -> Select[Any]:
    query = select(kind).where(kind.id == bindparam("sought"))
    return query.with_for_update(of=kind, key_share=True).execution_options(populate_existing=True)


def take_timer(work: Work, timer_id: int) -> bool:
    """Whether no other worker has this timer in hand. Never waits; ends with the unit of work."""
    if work.session.get_bind().dialect.name != "postgresql":
        return True
    return bool(work.session.scalar(select(func.pg_try_advisory_xact_lock(_TIMERS + timer_id))))


def _ancestors(work: Work, subject: Subject) -> list[Subject]:
    """Parent, grandparent and so on. Who opened a subject never changes."""
    found: list[Subject] = []
    parent_id = subject.parent_id
    while parent_id is not None:
        found.append(work.session.get_one(Subject, parent_id))
        parent_id = found[-1].parent_id
    return found


def _wants_edition(work: Work, subject: Subject, trigger: str, above: Sequence[Subject]) -> bool:
    """Whether the step, or a step it may cause at once, reads or changes slots and money."""
    definition = load(work.session, subject.definition_hash)
    taken = definition.transitions.get(trigger)
    steps = [taken, *_cancelled(work, subject, definition, taken)] if taken else []
    steps += _joined(work, [subject, *above])
    return any("edition" in locks_of(step) for step in steps)


def _joined(work: Work, line: Sequence[Subject]) -> Iterator[Transition]:
    """Steps that the joins of the ancestors may fire; an ancestor that is final has none."""
    for child, parent in pairwise(line):
        definition = load(work.session, parent.definition_hash)
        if definition.states[parent.state].final is not None:
            return
        kinds = (kind for kind in definition.children.values() if kind.lifecycle == child.type)
        words = {f"@children:{kind.id}" for kind in kinds}
        yield from (step for step in definition.transitions.values() if words & set(step.by))


def _cancelled(
    work: Work, subject: Subject, definition: Definition, taken: Transition
) -> Iterator[Transition]:
    """Steps that end open children, where the step taken leads to a final state."""
    targets = taken.targets(subject.state)
    if all(definition.states[target].final is None for target in targets):
        return
    edition = work.session.get(Edition, subject.edition_id or subject.id)
    for kind in definition.children.values():
        if edition is not None and kind.cancel and kind.lifecycle in edition.definitions:
            pinned = load(work.session, edition.definitions[kind.lifecycle])
            yield pinned.transitions[kind.cancel]


def locks_of(transition: Transition) -> frozenset[str]:
    """Subject types locked before the subject: as the file says and as its words demand."""
    words = [guard.words[use.word] for use in transition.guard]
    if transition.choose is not None and transition.choose.on.startswith(f"{CHECK}:"):
        words.append(guard.words[transition.choose.on.partition(":")[2]])
    words += [effect.words[use.word] for use in transition.effect]
    return frozenset(transition.locks).union(*(word.locks for word in words))
