"""Definitions in the database: stored once under their hash."""

from functools import lru_cache
from pathlib import Path

from creator.home import home
from creator.models.definition import WorkflowDefinition
from creator.rules.pins import load
from creator.services.work import Work
from creator.workflow import reader
from creator.workflow.definition import Definition
from creator.workflow.lifecycle import Lifecycle
from creator.workflow.parts import Scalar
from creator.workflow.resolve import resolve

__all__ = ["lifecycle_files", "load", "resolved", "store"]


def lifecycle_files() -> dict[str, Path]:
    """Lifecycle id -> the file it ships in."""
    return {path.stem: path for path in sorted((home() / "workflows/lifecycles").glob("*.toml"))}


@lru_cache
def _lifecycle(path: Path) -> Lifecycle:
    return reader.read(path)


@lru_cache
def _resolved(
    path: Path, options: frozenset[str], params: frozenset[tuple[str, Scalar]]
) -> Definition:
    lifecycle = _lifecycle(path)
    known = {key: value for key, value in params if key in lifecycle.params}
    return resolve(lifecycle, options & frozenset(lifecycle.options), known)


def resolved(options: frozenset[str], params: dict[str, Scalar]) -> dict[str, Definition]:
    """Every shipped lifecycle with the options and parameters it knows of those given."""
    given = frozenset(params.items())
    return {name: _resolved(path, options, given) for name, path in lifecycle_files().items()}


def store(work: Work, definition: Definition) -> str:
    """Keep the definition (once) and return its hash."""
    if work.session.get(WorkflowDefinition, definition.hash) is None:
        work.session.add(
            WorkflowDefinition(
                hash=definition.hash,
                lifecycle=definition.id,
                body=definition.body,
                created_at=work.now,
            )
        )
        work.session.flush()
    return definition.hash
