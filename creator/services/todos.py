"""What waits for a person, until when: the home page. A fixed number of queries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import defer

from creator.i18n import Label, Text, _
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.rules.late_entries import FIRST
from creator.rules.panels import declares_by
from creator.rules.pins import load
from creator.rules.programmes import look_up, programme_of
from creator.rules.visibility import Viewer, of_others, organisations_of, staff_of, viewer
from creator.services import late_entries, panels, sponsorships, veil
from creator.services.ownership import InStates, in_states, may_leave
from creator.services.work import Work
from creator.workflow.parts import State

_PROPOSAL = Proposal.bare()
_TITLE = _PROPOSAL.c.title

_DEADLINE = and_(
    Timer.kind != "remind", Timer.status != "void", Timer.entered_seq == Subject.entered_seq
)
"""The deadline of the present stay, also one that has passed; a reminder is none."""

DUE_AT = (
    select(func.min(Timer.due_at))
    .where(Timer.subject_id == Proposal.id, _DEADLINE)
    .correlate(Proposal)
    .scalar_subquery()
)
"""The same of a proposal, as a column beside it."""

_ROUNDS = "officer"
"""Who looks after open rounds, though the experts are at work in them."""
_BY_SCOPE = ("officer", "approver", "adjudicator", "community", "coach", "supervisor")


DECLARATION = "declaration"
"""Kind of an edition on whose panel an expert sits and has to declare interests first."""
LATE = "late_entry"
"""Kind of an application that an expert has to declare for before it joins the round."""


@dataclass(frozen=True)
class Todo:
    """Subjects of one kind in one state that wait for this person."""

    edition: Edition
    kind: str
    state: State
    count: int
    subject_id: int
    """The one to open when there is only one; the oldest otherwise."""
    label: Label
    """What kind of thing it is."""
    title: str
    """The project's name, when it is one project; else empty."""
    due_at: datetime | None
    asked: Text | None = None
    """What the reader is asked for, where the state does not tell."""


def every_edition(work: Work) -> dict[int, Edition]:
    """All editions by id: whom something waits for is found by the rules each runs by."""
    return {edition.id: edition for edition in work.session.scalars(select(Edition))}


def todos(work: Work, editions: Mapping[int, Edition]) -> list[Todo]:
    """Everything that waits for the actor, the nearest deadline first."""
    if work.actor.person_id is None:
        return []
    found = [
        *_grouped(work, editions, _offices(work, editions.values())),
        *_applications(work, editions),
        *_grouped(work, editions, _sheets(work, editions.values())),
        *_declarations(work),
        *_late_entries(work, editions),
        *_confirmations(work, editions),
    ]
    return sorted(found, key=lambda todo: (todo.due_at is None, todo.due_at, todo.subject_id))


def is_round(todo: Todo) -> bool:
    """Whether it is an edition whose experts are at work: who looks after it sees when to act."""
    return todo.kind == "edition" and "scoring_open" in todo.state.marks


def _owed(work: Work, editions: Iterable[Edition], role: str, kind: str = "") -> list[InStates]:
    """What waits for a role; `kind`: only of that kind."""
    found = in_states(work, editions, lambda known, state: may_leave(known, state, role))
    return [one for one in found if kind in ("", one.kind)]


def _offices(work: Work, editions: Collection[Edition]) -> list[tuple[str, InStates]]:
    """What waits for each office held, and open rounds for whoever is to close them."""
    held = {one.role for one in work.actor.appointments} & set(_BY_SCOPE)
    found = [(role, one) for role in sorted(held) for one in _owed(work, editions, role)]
    if _ROUNDS in held:
        rounds = in_states(work, editions, lambda _known, state: "scoring_open" in state.marks)
        found += [(_ROUNDS, one) for one in rounds if one.kind == "edition"]
    return found


def _sheets(work: Work, editions: Collection[Edition]) -> list[tuple[str, InStates]]:
    return [("expert", one) for one in _owed(work, editions, "expert", "review")]


# Writing such a query takes longer than asking it, and people come home again and again.
@lru_cache(maxsize=500)
def _lines(asked: tuple[tuple[str, InStates], ...], by: Viewer) -> Select[Any]:
    within = func.coalesce(Subject.edition_id, Subject.id)
    lines = (
        select(
            within,
            Subject.type,
            Subject.state,
            func.count(Subject.id.distinct()),
            func.min(Subject.id).label("first"),
            func.min(Timer.due_at),
        )
        .outerjoin(Timer, and_(Timer.subject_id == Subject.id, _DEADLINE))
        .where(or_(*(_seen(one, role, by) for role, one in asked)))
        .group_by(within, Subject.type, Subject.state)
        .subquery()
    )
    query: Any = select(*lines.c, _TITLE)
    named: Select[Any] = query.outerjoin(_PROPOSAL, _PROPOSAL.c.id == lines.c.first)
    return named


def _seen(one: InStates, role: str, by: Viewer) -> ColumnElement[bool]:
    if role == "expert":
        mine = select(Review.id).where(Review.expert_id == by.person_id)
        return and_(Subject.id.in_(mine), one.where())
    return and_(one.where(), staff_of(by, roles=(role,)), of_others(by))


def _grouped(
    work: Work, editions: Mapping[int, Edition], asked: Sequence[tuple[str, InStates]]
) -> Iterator[Todo]:
    """One line for all subjects of a kind that stand in the same state of the same edition."""
    if not asked:
        return
    query = _lines(tuple(asked), viewer(work.actor))
    for edition_id, kind, state, count, first, due, title in work.session.execute(query):
        edition = editions[edition_id]
        known = load(work.session, edition.definitions[kind])
        named = title if count == 1 and title else ""
        yield Todo(edition, kind, known.states[state], count, first, known.label, named, due)


def _applications(work: Work, editions: Mapping[int, Edition]) -> Iterator[Todo]:
    """One line for each own application."""
    own = organisations_of(work.actor, "applicant")
    waiting = [one.where() for one in _owed(work, editions.values(), "applicant", "proposal")]
    if not own or not waiting:
        return
    query = (
        select(Proposal, DUE_AT)
        .options(defer(Proposal.answers))
        .where(Proposal.organisation_id.in_(own), or_(*waiting))
        .order_by(Proposal.id)
    )
    for proposal, due in work.session.execute(query):
        edition = editions[proposal.edition_id or 0]
        known = load(work.session, proposal.definition_hash)
        if due is None and veil.is_veil(known, proposal.state):
            continue  # a result that is not announced yet: its window has no end
        state, title = known.states[proposal.state], proposal.title
        yield Todo(edition, "proposal", state, 1, proposal.id, known.label, title, due)


def _declarations(work: Work) -> Iterator[Todo]:
    """One line for each edition for whose panel the actor has yet to declare interests."""
    seats = panels.undeclared(work)
    look_up(work.session, [edition for _seat, edition in seats])
    for seat, edition in seats:
        closes = declares_by(edition, programme_of(work.session, edition), seat.round)
        known = load(work.session, edition.definition_hash)
        state, asked = known.states[edition.state], _("待申报利益关系")
        yield Todo(
            edition, DECLARATION, state, 1, edition.id, known.label, edition.title, closes, asked
        )


def _late_entries(work: Work, editions: Mapping[int, Edition]) -> Iterator[Todo]:
    """One line for each application that came late and for which an expert has to declare."""
    for proposal in late_entries.asked(work, editions.values()):
        edition = editions[proposal.edition_id or 0]
        closes = programme_of(work.session, edition).rounds[FIRST].closes
        # One declares about those who applied, in blind rounds without being told the title.
        name = proposal.organisation.name
        yield _about(work, edition, proposal, LATE, name, closes, _("待申报利益关系"))


def _confirmations(work: Work, editions: Mapping[int, Edition]) -> Iterator[Todo]:
    """One line for each application whose confirmation by its sponsor has become void."""
    found = list(sponsorships.lapsed(work, editions.values()))
    if not found:
        return
    query = select(Timer.subject_id, func.min(Timer.due_at)).join(
        Subject, Subject.id == Timer.subject_id
    )
    mine = query.where(_DEADLINE, Timer.subject_id.in_([one.id for one in found]))
    due = {row[0]: row[1] for row in work.session.execute(mine.group_by(Timer.subject_id))}
    for one in found:
        edition, asked = editions[one.edition_id or 0], _("待重新确认")
        yield _about(work, edition, one, "proposal", one.title, due.get(one.id), asked)


def _about(
    work: Work, edition: Edition, proposal: Proposal, kind: str, title: str,
    due: datetime | None, asked: Text,
) -> Todo:  # fmt: skip
    known = load(work.session, proposal.definition_hash)
    state = known.states[proposal.state]
    return Todo(edition, kind, state, 1, proposal.id, known.label, title, due, asked)
