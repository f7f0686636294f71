"""States by mark, for queries over an edition's subjects."""

from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.rules.pins import load, pinned
from creator.services.work import Work
from creator.workflow.parts import State


def states_with(work: Work, edition: Edition, lifecycle: str, mark: str) -> frozenset[str]:
    """State ids of the edition's pinned lifecycle that carry the mark."""
    return pinned(work.session, edition, lifecycle).marked(mark)


def open_states(work: Work, edition: Edition, lifecycle: str) -> frozenset[str]:
    """State ids that are not final."""
    states = pinned(work.session, edition, lifecycle).states.values()
    return frozenset(state.id for state in states if state.final is None)


def state_of(work: Work, subject: Subject) -> State:
    """The state a subject stands in, with its label, marks and owner."""
    return load(work.session, subject.definition_hash).states[subject.state]


def has_mark(work: Work, subject: Subject, mark: str) -> bool:
    """Whether the subject's present state carries the mark."""
    return mark in state_of(work, subject).marks
