"""The definitions an edition pins its subjects to."""

from sqlalchemy.orm import Session

from creator.models.definition import WorkflowDefinition
from creator.models.edition import Edition
from creator.rules.step import Step
from creator.workflow.definition import Definition

# Safe to keep for ever: a hash names one content only.
_loaded: dict[str, Definition] = {}


def load(session: Session, digest: str) -> Definition:
    """The definition of this hash, read once per process. Raises `LookupError` if unknown."""
    if digest not in _loaded:
        stored = session.get(WorkflowDefinition, digest)
        if stored is None:
            raise LookupError(f"no definition {digest}")
        _loaded[digest] = Definition.from_body(stored.body)
    return _loaded[digest]


def pinned(session: Session, edition: Edition, lifecycle: str) -> Definition:
    """The definition new subjects of this kind get in this edition."""
    return load(session, edition.definitions[lifecycle])


def marked(step: Step, lifecycle: str, mark: str) -> frozenset[str]:
    """States of that lifecycle, in the step's edition, that carry the mark."""
    return pinned(step.session, step.edition, lifecycle).marked(mark)
