"""Who waited for whom, and how long: read from the audit rows, counted in working days."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, or_, select

from creator.calendar import WorkCalendar
from creator.clock import local
from creator.i18n import Label
from creator.models.audit import AuditRow
from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.rules.actors import actor
from creator.rules.calendar import work_calendar
from creator.rules.pins import load
from creator.services.work import Work
from creator.workflow.definition import Definition
from creator.workflow.parts import State

CALENDAR = Label("日历（等到期限）", "the calendar (until a deadline)")


@dataclass(frozen=True)
class Wait:
    """One stay in a state, in working days; 0 is the same day."""

    owner: Label
    kind: Label
    state: Label
    days: int


@dataclass(frozen=True)
class Waiting:
    """All the waiting for one role. `overdue`: how often a deadline passed before it acted."""

    owner: Label
    times: int
    days: int
    longest: Wait
    overdue: int


def waiting(work: Work, edition: Edition) -> list[Waiting]:
    """For each role the waiting in all, and the longest; the role most waited for first."""
    stays: dict[str, list[Wait]] = defaultdict(list)
    for wait in _stays(work, edition):
        stays[wait.owner.zh].append(wait)
    late = _overdue(work, edition)
    found = [
        Waiting(
            owner=waits[0].owner,
            times=len(waits),
            days=sum(wait.days for wait in waits),
            longest=max(waits, key=lambda wait: wait.days),
            overdue=late.get(zh, 0),
        )
        for zh, waits in stays.items()
    ]
    return sorted(found, key=lambda one: (-one.days, one.owner.zh))


def _stays(work: Work, edition: Edition) -> Iterator[Wait]:
    calendar = work_calendar(work.session)
    for _subject, (definition, rows) in _histories(work, edition):
        entered: AuditRow | None = None
        for row in rows:
            if row.from_state == row.to_state:
                continue
            if entered is not None:
                yield _wait(calendar, definition, entered, row.at, row.actor_word)
            entered = row
        if entered is not None and definition.states[entered.to_state].final is None:
            yield _wait(calendar, definition, entered, work.now, "")


def _wait(
    calendar: WorkCalendar, definition: Definition, entered: AuditRow, left: datetime, word: str
) -> Wait:
    state = definition.states[entered.to_state]
    days = calendar.working_days_between(local(entered.at).date(), local(left).date())
    owner = CALENDAR if word == "@clock" else _owner(state)
    return Wait(owner, _plain(definition.label), _plain(state.label), days)


def _owner(state: State) -> Label:
    return actor.words[state.owner].doc if state.owner else CALENDAR


def _plain(label: object) -> Label:
    return label if isinstance(label, Label) else Label(str(label), str(label))


def _histories(
    work: Work, edition: Edition
) -> Iterator[tuple[int, tuple[Definition, list[AuditRow]]]]:
    query = (
        select(AuditRow, Subject.definition_hash)
        .join(Subject, Subject.id == AuditRow.subject_id)
        .where(or_(Subject.edition_id == edition.id, Subject.id == edition.id))
        .order_by(AuditRow.subject_id, AuditRow.seq)
    )
    rows = work.session.execute(query).all()
    for subject_id, group in groupby(rows, key=lambda row: row[0].subject_id):
        found = list(group)
        yield subject_id, (load(work.session, found[0][1]), [row[0] for row in found])


def _overdue(work: Work, edition: Edition) -> dict[str, int]:
    """Owner -> how often somebody was told that a deadline had passed."""
    query = (
        select(Subject.definition_hash, AuditRow.to_state, func.count())
        .join(Timer, Timer.subject_id == Subject.id)
        .join(
            AuditRow,
            (AuditRow.subject_id == Timer.subject_id) & (AuditRow.seq == Timer.entered_seq),
        )
        .where(or_(Subject.edition_id == edition.id, Subject.id == edition.id))
        .where(Timer.kind == "escalate", Timer.status == "done")
        .group_by(Subject.definition_hash, AuditRow.to_state)
    )
    found: dict[str, int] = defaultdict(int)
    for pin, state, count in work.session.execute(query):
        found[_owner(load(work.session, pin).states[state]).zh] += count
    return found
