"""What every check gives, and how checks ask for subjects by what their state is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from creator.i18n import Text
from creator.models.subject import Subject
from creator.rules.pins import load
from creator.storage import Storage
from creator.workflow.parts import State


@dataclass(frozen=True)
class Breach:
    """One thing that should hold and does not."""

    rule: str
    where: str
    text: Text


Check = Callable[[Session, Storage | None], Iterator[Breach]]


def standing(
    session: Session, wanted: Callable[[State], bool], subject: Any = Subject
) -> ColumnElement[bool]:
    """Subjects whose state, by the definition each is pinned to, is `wanted`: a condition."""
    pins = session.scalars(select(Subject.definition_hash).distinct().order_by("definition_hash"))
    found = [
        and_(subject.definition_hash == pin, subject.state.in_(states))
        for pin in pins
        if (states := [s.id for s in load(session, pin).states.values() if wanted(s)])
    ]
    return or_(*found) if found else false()


def marked(session: Session, mark: str, subject: Any = Subject) -> ColumnElement[bool]:
    """Subjects whose state carries the mark."""
    return standing(session, lambda state: mark in state.marks, subject)
