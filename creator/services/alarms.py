"""Timers that have come due: each re-reads its date, then fires, reminds or escalates."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from creator.calendar import remind_at
from creator.i18n import Text
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.rules.effects.acts import holders, letter_params
from creator.rules.requests import Tell
from creator.rules.step import Step
from creator.rules.times import At
from creator.services import letters, mailbox, sheet_alarms, transitions
from creator.services.children import as_pseudo
from creator.services.locking import lock, take_timer
from creator.services.timers import LATER, due_moment
from creator.services.work import Work
from creator.workflow.duration import Duration

_WAITS = (timedelta(minutes=10), timedelta(hours=1), timedelta(days=1))


def due(work: Work, *, limit: int = 50) -> Sequence[int]:
    """Ids of timers to look at now, the longest waiting first."""
    query = (
        select(Timer.id)
        .where(Timer.status == "armed", Timer.next_try <= work.now)
        .order_by(Timer.next_try, Timer.id)
        .limit(limit)
    )
    return work.session.scalars(query).all()


def ring(work: Work, timer_id: int) -> bool:
    """Handle one timer; False when it is no longer armed, or another worker has it in hand.

    Raises what a fired step raises.
    """
    timer, subject = _claim(work, timer_id)
    if timer is None or subject is None:
        return False
    moment = _moment(work, subject, timer)
    if moment is None or moment > work.now:
        timer.due_at, timer.next_try = moment, moment or work.now + LATER
        return True
    if timer.kind == "fire":
        acting = as_pseudo(work, "@clock")
        key = f"timer:{timer.id}"
        transitions.fire(acting, subject, timer.trigger or "", key=key)
    else:
        _tell(work, subject, timer)
    timer.status = "done"
    return True


def _claim(work: Work, timer_id: int) -> tuple[Timer | None, Subject | None]:
    """The timer and its subject, both locked: the subject first, as everybody does.

    Workers keep out of each other's way by a lock that nobody else takes and nobody waits for.
    """
    query = select(Timer).where(Timer.id == timer_id, Timer.status == "armed")
    seen = work.session.scalars(query).one_or_none() if take_timer(work, timer_id) else None
    if seen is None:
        return None, None
    subject = work.session.get_one(Subject, seen.subject_id)
    lock(work, subject, seen.trigger or "" if seen.kind == "fire" else "")
    fresh = query.with_for_update().execution_options(populate_existing=True)
    timer = work.session.scalars(fresh).one_or_none()
    if timer is not None and subject.entered_seq != timer.entered_seq:
        timer.status = "void"
        return None, None
    return timer, subject


def _moment(work: Work, subject: Subject, timer: Timer) -> datetime | None:
    step = mailbox.standing(work, subject)
    # Dates may have been changed while this timer was waited for.
    work.session.refresh(step.edition)
    due = step.definition.states[subject.state].due
    moment = due_moment(step, due) if due else None
    if moment is not None and timer.kind == "remind":
        return remind_at(step.calendar, moment, Duration.parse(timer.trigger or "0h"))
    return moment


def _tell(work: Work, subject: Subject, timer: Timer) -> None:
    """Remind the owner of the deadline, or say to a role that it has passed."""
    step = mailbox.standing(work, subject)
    state = step.definition.states[subject.state]
    due = due_moment(step, state.due) if state.due else None
    told = _letter(work, step, timer, due) if due is not None else None
    if told is not None:
        letters.queue_letters(work, subject, told, f"timer-{timer.id}")


def _letter(work: Work, step: Step, timer: Timer, due: datetime) -> Tell | None:
    """None: another alarm says it."""
    reminds = timer.kind == "remind"
    if sheet_alarms.of_a_round(work, step.subject):
        if not sheet_alarms.speaks(work, step.subject, timer):
            return None
        if reminds:
            return sheet_alarms.reminder(work, step, due)
    state = step.definition.states[step.subject.state]
    role = (state.owner if reminds else timer.trigger) or "officer"
    params = {**letter_params(step), "state": state.label, "due": At(due)}
    return Tell(holders(step, role), "reminder" if reminds else "overdue", params)


def failed(work: Work, timer_id: int, problem: Text) -> None:
    """A refused timer never vanishes: it comes back later, and the officers are told once."""
    timer, subject = _claim(work, timer_id)
    if timer is None or subject is None:
        return
    timer.attempts += 1
    timer.last_error = str(problem)
    timer.next_try = work.now + _WAITS[min(timer.attempts, len(_WAITS)) - 1]
    if timer.attempts == 1:
        origin = f"refused-{timer.id}"
        mailbox.tell_officers(work, subject, "timer_refused", problem, origin)
