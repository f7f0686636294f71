"""Loading one thing within somebody's scope: foreign and missing look exactly alike."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Select

from creator.models.decision import Decision, Notice, Objection
from creator.models.edition import Amendment, Edition
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.models.subject import Subject
from creator.rules import visibility
from creator.rules.step import Actor
from creator.services.refused import NotFound
from creator.services.work import Work

T = TypeVar("T", bound=Subject)

_SCOPES: dict[type[Subject], Callable[[Actor], Select[Any]]] = {
    Edition: visibility.visible_editions,
    Proposal: visibility.visible_proposals,
    Review: visibility.visible_reviews,
    Decision: visibility.visible_decisions,
    Notice: visibility.visible_notices,
    Amendment: visibility.visible_amendments,
    Objection: visibility.visible_objections,
}
KINDS: dict[str, type[Subject]] = {kind.__tablename__: kind for kind in _SCOPES}


def scope(work: Work, kind: type[T]) -> Select[T]:
    """The query of all rows of this kind that the actor may see."""
    found: Select[T] = _SCOPES[kind](work.actor)
    return found


def one(work: Work, kind: type[T], subject_id: int) -> T:
    """The subject of this id, if the actor may see it. Raises `NotFound`."""
    found = work.session.scalars(scope(work, kind).where(kind.id == subject_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def edition_by_slug(work: Work, slug: str) -> Edition:
    """The edition with this public name, if the actor may see it. Raises `NotFound`."""
    found = work.session.scalars(scope(work, Edition).where(Edition.slug == slug)).one_or_none()
    if found is None:
        raise NotFound
    return found
