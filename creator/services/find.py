"""Loading one thing within somebody's scope: foreign and missing look exactly alike."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam

from creator.models.decision import Decision, Notice, Objection
from creator.models.edition import Amendment, Edition
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.models.subject import Subject
from creator.rules import visibility
from creator.rules.visibility import Viewer, viewer
from creator.services.refused import NotFound
from creator.services.work import Work

T = TypeVar("T", bound=Subject)

_SCOPES: dict[type[Subject], Callable[[Viewer], Select[Any]]] = {
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
    found: Select[T] = _SCOPES[kind](viewer(work.actor))
    return found


# Writing such a query takes longer than asking it; people open one thing after the other.
@lru_cache(maxsize=500)
def _one(kind: type[Subject], by: Viewer) -> Select[Any]:
    return _SCOPES[kind](by).where(kind.id == bindparam("sought"))


def one(work: Work, kind: type[T], subject_id: int) -> T:
    """The subject of this id, if the actor may see it. Raises `NotFound`."""
    query = _one(kind, viewer(work.actor))
    found: T | None = work.session.scalars(query, {"sought": subject_id}).one_or_none()
    if found is None:
        raise NotFound
    return found


def opened_by(work: Work, subject: Subject, kinds: Iterable[type[Subject]]) -> Subject | None:
    """What the step just taken on the subject has opened, of these kinds, if the actor sees it."""
    for kind in kinds:
        query = scope(work, kind).where(kind.parent_id == subject.id, kind.created_at == work.now)
        found: Subject | None = work.session.scalars(query).first()
        if found is not None:
            return found
    return None


def edition_by_slug(work: Work, slug: str) -> Edition:
    """The edition with this public name, if the actor may see it. Raises `NotFound`."""
    found = work.session.scalars(scope(work, Edition).where(Edition.slug == slug)).one_or_none()
    if found is None:
        raise NotFound
    return found
