"""What waits for others: whoever applied or holds an office sees who is at work, until when."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, and_, func, select, union_all
from sqlalchemy.orm import defer

from creator.i18n import Label, Text, _
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.rules.actors import ROLES, actor
from creator.rules.pins import load
from creator.rules.visibility import Viewer, of_others, organisations_of, staff_of, viewer
from creator.services import veil
from creator.services.offices import own_conflicts
from creator.services.ownership import InStates, in_states, may_leave
from creator.services.stages import state_of
from creator.services.todos import DUE_AT, Todo, is_round
from creator.services.work import Work
from creator.workflow.definition import Definition
from creator.workflow.parts import State

_OFFICE = "officer"


@dataclass(frozen=True)
class Own:
    """An own application that is in other hands. Behind the veil nobody is named."""

    proposal_id: int
    title: str
    edition: Edition
    label: Label | Text
    owner: Label | None
    due_at: datetime | None


@dataclass(frozen=True)
class Others:
    """Subjects of one kind in one state that wait for somebody else."""

    edition: Edition
    type: str
    kind: Label
    label: Label
    owner: Label
    count: int


def own(work: Work, editions: Mapping[int, Edition], listed: Collection[int]) -> Iterator[Own]:
    """Own applications that have not ended, but for those `listed` as one's own to do. One query.

    Whoever applied for nothing asks nothing.
    """
    mine = organisations_of(work.actor, "applicant")
    if not mine:
        return
    query = select(Proposal, DUE_AT).options(defer(Proposal.answers))
    query = query.where(Proposal.organisation_id.in_(mine), Proposal.id.not_in(listed))
    found = [
        (proposal, due)
        for proposal, due in work.session.execute(query.order_by(Proposal.id))
        if state_of(work, proposal).final is None
    ]
    labels = veil.own_labels(work, [proposal for proposal, _due in found])
    for proposal, due in found:
        state = state_of(work, proposal)
        hidden = veil.is_veil(load(work.session, proposal.definition_hash), state.id)
        owner = None if hidden or state.owner not in ROLES else actor.words[state.owner].doc
        yield Own(
            proposal.id,
            proposal.title,
            editions[proposal.edition_id or 0],
            labels[proposal.id],
            owner,
            None if hidden else due,
        )


def others(work: Work, editions: Mapping[int, Edition]) -> Iterator[Others]:
    """What an officer waits for, edition by edition: one query, answered by an index."""
    if all(held.role != _OFFICE for held in work.actor.appointments):
        return
    wanted = tuple(in_states(work, editions.values(), _elsewhere))
    if not wanted:
        return
    rows: Any = work.session.execute(_counted(wanted, viewer(work.actor)))
    for edition_id, kind, state, count in sorted(map(tuple, rows)):
        edition = editions[edition_id]
        known = load(work.session, edition.definitions[kind])
        found = known.states[state]
        yield Others(
            edition, kind, known.label, found.label, actor.words[found.owner or ""].doc, count
        )


def judged_rounds(work: Work, mine: Sequence[Todo], found: Collection[Others]) -> list[Todo]:
    """The same to-dos, but an open round only once its sheets are all in or its time is up: then
    it is the officer's to close, or to extend."""
    open_sheets = {one.edition.id for one in found if one.type == "review"}
    kept = []
    for todo in mine:
        asked = todo.asked
        if is_round(todo):
            missing = todo.edition.id in open_sheets
            late = todo.due_at is not None and todo.due_at <= work.now
            if (missing and not late) or own_conflicts(work, todo.edition):
                continue
            asked = _("评审已截止，还有评分表没有提交") if missing else _("评分已交齐，待结束本轮")
        kept.append(replace(todo, asked=asked))
    return kept


def _elsewhere(definition: Definition, state: State) -> bool:
    """Whether a state is another role's to leave."""
    role = state.owner
    return role in ROLES and role != _OFFICE and may_leave(definition, state, role)


@lru_cache(maxsize=500)
def _counted(wanted: tuple[InStates, ...], by: Viewer) -> CompoundSelect[Any]:
    """How many stand where. Asked for all kinds at once, SQLite reads every subject of a host."""
    within = func.coalesce(Subject.edition_id, Subject.id)
    seen = and_(staff_of(by, roles=(_OFFICE,)), of_others(by))
    parts = [
        select(within, Subject.type, Subject.state, func.count())
        .where(one.where(), seen)
        .group_by(within, Subject.type, Subject.state)
        for one in wanted
    ]
    return union_all(*parts)
