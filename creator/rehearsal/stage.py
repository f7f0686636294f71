"""The stage: every subject of the edition as it stands, and who could do something about it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from creator.models.outbox import OutboxItem
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.rehearsal.roster import Roster
from creator.rehearsal.stories import Stories
from creator.rehearsal.world import World
from creator.rules.pins import load
from creator.services.work import Work
from creator.workflow.definition import Definition
from creator.workflow.parts import State, Transition


@dataclass(frozen=True)
class Standing:
    """A subject at one moment; `version` changes with every step and every edit."""

    id: int
    kind: str
    state: State
    definition: Definition
    version: tuple[int, int]


@dataclass(frozen=True)
class Cue:
    """Somebody could look at a subject."""

    person_id: int
    subject_id: int


def standings(world: World, work: Work) -> Iterator[Standing]:
    """Every subject of the edition, itself included, in the order they were made."""
    table = Subject
    query = select(
        table.id, table.type, table.state, table.definition_hash, table.seq, table.revision
    ).where(or_(table.edition_id == world.edition_id, table.id == world.edition_id))
    for row in work.session.execute(query.order_by(table.id)):
        definition = load(work.session, row.definition_hash)
        state = definition.states[row.state]
        yield Standing(row.id, row.type, state, definition, (row.seq, row.revision))


def cues(
    roster: Roster,
    stories: Stories,
    work: Work,
    standing: Standing,
    duties: Collection[tuple[str, str, str]],
) -> Iterator[Cue]:
    """Everybody for whom there may be something to do: by a step, or by a duty of the state.

    `duties` are (kind of subject, mark, actor word).
    """
    words = {word for step in usable(standing, stories) for word in step.by}
    words |= {
        word
        for kind, mark, word in duties
        if kind == standing.kind and mark in standing.state.marks
    }
    people = [
        person
        for word in sorted(words)
        for person in roster.holders(work, word, standing.id, standing.kind)
    ]
    for person in dict.fromkeys(people):
        yield Cue(person, standing.id)


_LISTING = {"list_award", "list_waitlist", "list_refusal"}


def effects_of(transition: Transition) -> set[str]:
    """The effect words of a step."""
    return {use.word for use in transition.effect}


def is_listing(transition: Transition) -> bool:
    """Whether a step puts a proposal on a list: officers do that list by list, not one by one."""
    return bool(effects_of(transition) & _LISTING)


def usable(standing: Standing, stories: Stories) -> list[Transition]:
    """The steps somebody might take: no exceptions, but for those a story is waiting for."""
    return [
        step
        for step in standing.definition.exits(standing.state.id)
        if not is_listing(step)
        and (not step.exception or stories.wants(effects_of(step), standing.state.marks))
    ]


def next_alarm(work: Work) -> datetime | None:
    """The next instant at which the clock itself does something."""
    timers = select(func.min(Timer.next_try)).where(Timer.status == "armed")
    items = select(func.min(OutboxItem.next_try)).where(OutboxItem.status == "waiting")
    found = [at for at in (work.session.scalar(timers), work.session.scalar(items)) if at]
    return min(found, default=None)


def last_chances(work: Work, subjects: Collection[int]) -> dict[int, datetime]:
    """Subject id -> when the clock will take a step there by itself."""
    query = (
        select(Timer.subject_id, func.min(Timer.due_at))
        .where(
            Timer.status == "armed",
            Timer.kind == "fire",
            Timer.due_at.is_not(None),
            Timer.subject_id.in_(subjects),
        )
        .group_by(Timer.subject_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query) if row[1] is not None}
