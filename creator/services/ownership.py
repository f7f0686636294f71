"""Where subjects wait for a role: the states it may leave, by kind and by definition."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_

from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.rules.pins import load
from creator.services.work import Work
from creator.workflow.definition import Definition
from creator.workflow.parts import State


@dataclass(frozen=True)
class InStates:
    """Subjects of one kind that stand in one of these states of one of these editions.

    A plain value, so that a query written for it once can be found again.
    """

    kind: str
    editions: tuple[int, ...]
    states: tuple[str, ...]

    def where(self) -> ColumnElement[bool]:
        place = Subject.id if self.kind == "edition" else Subject.edition_id
        return and_(
            place.in_(self.editions), Subject.type == self.kind, Subject.state.in_(self.states)
        )


def in_states(
    work: Work, editions: Iterable[Edition], wanted: Callable[[Definition, State], bool]
) -> Iterator[InStates]:
    """What stands in a state that is wanted.

    One answer for all editions that run by the same definition, as those of a host mostly do.
    """
    pins: dict[tuple[str, str], list[int]] = {}
    for one in editions:
        for kind, pin in one.definitions.items():
            pins.setdefault((kind, pin), []).append(one.id)
    for (kind, pin), ids in sorted(pins.items()):
        known = load(work.session, pin)
        states = [state.id for state in known.states.values() if wanted(known, state)]
        if states:
            yield InStates(kind, tuple(ids), tuple(states))


def may_leave(definition: Definition, state: State, role: str) -> bool:
    """Whether the state is the role's to leave. Some are left by a step on another subject only,
    as proposals are by the approval of their list: that one waits, not each of them. An exception,
    as giving a sealed sheet back, waits for nobody; but a window to object is said to be open."""
    if state.owner != role:
        return False
    own = [step for step in definition.exits(state.id) if role in step.by]
    return any(not step.exception or "remedy_open" in state.marks for step in own)
