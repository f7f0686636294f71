"""What waits for a person, until when: the home page. A fixed number of queries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all
from sqlalchemy.orm import defer

from creator.i18n import Label
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.rules.pins import load
from creator.rules.visibility import organisations_of, staff_of
from creator.services.work import Work
from creator.workflow.parts import State

_BY_SCOPE = ("officer", "approver", "adjudicator", "community", "coach", "supervisor")


@dataclass(frozen=True)
class Todo:
    """Subjects of one kind in one state that wait for this person."""

    edition: Edition
    kind: str
    kind_label: Label
    state: State
    count: int
    subject_id: int
    """The one to open when there is only one; the oldest otherwise."""
    title: str
    """What that one is called; empty where it has no name of its own."""
    due_at: datetime | None

    @property
    def label(self) -> Label:
        return self.state.label


def todos(work: Work) -> list[Todo]:
    """Everything that waits for the actor, the nearest deadline first."""
    if work.actor.person_id is None:
        return []
    editions = {edition.id: edition for edition in work.session.scalars(select(Edition))}
    found = [
        *_grouped(work, editions, _offices(work, editions.values())),
        *_applications(work, editions),
        *_grouped(work, editions, _sheets(work, editions.values())),
    ]
    return sorted(found, key=lambda todo: (todo.due_at is None, todo.due_at, todo.subject_id))


def _waiting(
    work: Work, editions: Iterable[Edition], role: str, kinds: Collection[str] = ()
) -> list[ColumnElement[bool]]:
    """Subjects whose state belongs to a role.

    One condition for all editions that run by the same definition, as those of a host mostly do.
    """
    pins: dict[tuple[str, str], list[int]] = {}
    for one in editions:
        for kind, pin in one.definitions.items():
            pins.setdefault((kind, pin), []).append(one.id)
    found = []
    for (kind, pin), ids in sorted(pins.items()):
        states = load(work.session, pin).states.values()
        owned = [state.id for state in states if state.owner == role]
        if owned and (not kinds or kind in kinds):
            place = Subject.id if kind == "edition" else Subject.edition_id
            found.append(and_(place.in_(ids), Subject.type == kind, Subject.state.in_(owned)))
    return found


def _offices(work: Work, editions: Collection[Edition]) -> list[ColumnElement[bool]]:
    held = {one.role for one in work.actor.appointments} & set(_BY_SCOPE)
    return [
        and_(waiting, staff_of(work.actor, roles=(role,)))
        for role in sorted(held)
        for waiting in _waiting(work, editions, role)
    ]


def _sheets(work: Work, editions: Collection[Edition]) -> list[ColumnElement[bool]]:
    mine = select(Review.id).where(Review.expert_id == work.actor.person_id)
    waiting = _waiting(work, editions, "expert", ("review",))
    return [and_(Subject.id.in_(mine), one) for one in waiting]


def _grouped(
    work: Work, editions: Mapping[int, Edition], wanted: Sequence[ColumnElement[bool]]
) -> Iterator[Todo]:
    """One line for all subjects of a kind that stand in the same state of the same edition."""
    if not wanted:
        return
    within = func.coalesce(Subject.edition_id, Subject.id)
    query = (
        select(
            within,
            Subject.type,
            Subject.state,
            func.count(Subject.id.distinct()),
            func.min(Subject.id),
            func.min(Timer.due_at),
        )
        .outerjoin(Timer, and_(Timer.subject_id == Subject.id, Timer.status == "armed"))
        .where(or_(*wanted))
        .group_by(within, Subject.type, Subject.state)
    )
    rows = work.session.execute(query).all()
    names = _names(work, [row[4] for row in rows])
    for edition_id, kind, state, count, first, due in rows:
        edition = editions[edition_id]
        definition = load(work.session, edition.definitions[kind])
        name = edition.title if kind == "edition" else names.get(first, "")
        yield Todo(
            edition, kind, definition.label, definition.states[state], count, first, name, due
        )


def _names(work: Work, ids: Collection[int]) -> dict[int, str]:
    """Subject id -> the project it is, or is the score sheet of."""
    titles, sheets = Proposal.__table__, Review.__table__
    query = union_all(
        select(titles.c.id, titles.c.title).where(titles.c.id.in_(ids)),
        select(sheets.c.id, titles.c.title)
        .join(titles, titles.c.id == sheets.c.proposal_id)
        .where(sheets.c.id.in_(ids)),
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _applications(work: Work, editions: Mapping[int, Edition]) -> Iterator[Todo]:
    """One line for each own application."""
    own = organisations_of(work.actor, "applicant")
    waiting = _waiting(work, editions.values(), "applicant", ("proposal",))
    if not own or not waiting:
        return
    due_at = (
        select(func.min(Timer.due_at))
        .where(Timer.subject_id == Proposal.id, Timer.status == "armed")
        .scalar_subquery()
    )
    query = (
        select(Proposal, due_at)
        .options(defer(Proposal.answers))
        .where(Proposal.organisation_id.in_(own), or_(*waiting))
        .order_by(Proposal.id)
    )
    for proposal, due in work.session.execute(query):
        edition = editions[proposal.edition_id or 0]
        definition = load(work.session, proposal.definition_hash)
        state = definition.states[proposal.state]
        yield Todo(
            edition, "proposal", definition.label, state, 1, proposal.id, proposal.title, due
        )
