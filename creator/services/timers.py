"""Arming and re-reading timers. A timer belongs to one stay in one state."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from creator.calendar import deadline, remind_at
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.rules.moments import moment
from creator.rules.step import Step
from creator.services.work import Work
from creator.workflow.parts import Due

LATER = timedelta(days=1)
"""When a date that is not known yet is looked up again, if nothing makes it known before."""

_ARM = insert(Timer.bare())
_VOID = (
    update(Timer.bare())
    .where(Timer.subject_id == bindparam("of"), Timer.status == "armed")
    .values(status="void")
)


def arm(work: Work, step: Step) -> None:
    """Arm the timers of the state just entered and void those of the one left."""
    subject = step.subject
    link = work.session.connection()  # rows without objects: the session need not look at them
    link.execute(_VOID, {"of": subject.id})
    due = step.definition.states[subject.state].due
    rows = list(_timers(step, due)) if due is not None else []
    if rows:
        link.execute(_ARM, rows)


def due_moment(step: Step, due: Due) -> datetime | None:
    """When the state must have been left (UTC); None while the moment is not known."""
    if due.at is not None:
        return moment[due.at](step)
    if due.after is None:
        return None
    return deadline(step.calendar, step.subject.entered_at, due.after).due_at


def _timers(step: Step, due: Due) -> Iterator[dict[str, Any]]:
    at = due_moment(step, due)
    rule = f"at {due.at}" if due.at else f"after {due.after}"
    plans: list[tuple[str, str | None, datetime | None]] = []
    if due.then:
        plans.append(("fire", due.then, at))
    if due.escalate:
        plans.append(("escalate", due.escalate, at))
    for offset in due.remind:
        plans.append(("remind", str(offset), at and remind_at(step.calendar, at, offset)))
    for kind, trigger, when in plans:
        if kind == "remind" and when is not None and when <= step.now:
            continue
        yield {
            "subject_id": step.subject.id,
            "entered_seq": step.subject.entered_seq,
            "kind": kind,
            "trigger": trigger,
            "rule": rule,
            "calendar_version": step.calendar.version,
            "due_at": when,
            "next_try": when or step.now + LATER,
        }


def reread(work: Work, edition_id: int) -> None:
    """Dates of this edition changed: let its timers look theirs up again at once."""
    of_edition = select(Subject.id).where(
        (Subject.edition_id == edition_id) | (Subject.id == edition_id)
    )
    work.session.execute(
        update(Timer)
        .where(
            Timer.status == "armed",
            Timer.rule.startswith("at "),
            Timer.subject_id.in_(of_edition),
        )
        .values(next_try=work.now)
        .execution_options(synchronize_session=False)
    )
