"""Moments: the dates lifecycle files may name. `None` means: not known yet."""

from collections.abc import Callable
from datetime import datetime

from creator.calendar import deadline
from creator.clock import end_of_day
from creator.models.decision import Decision, Notice
from creator.models.proposal import Proposal
from creator.rules.notices import latest_notice_end, procedure_contested
from creator.rules.step import Step
from creator.rules.words import Registry

moment: Registry[Callable[[Step], datetime | None]] = Registry("moment")


@moment("call.opens_at", zh="征集开始", en="the call opens")
def call_opens_at(step: Step) -> datetime | None:
    return step.programme.calendar.call_opens


@moment("call.closes_at", zh="征集截止", en="the call closes")
def call_closes_at(step: Step) -> datetime | None:
    return step.programme.calendar.call_closes


@moment("screening.ends_at", zh="资格审查结束", en="screening ends")
def screening_ends_at(step: Step) -> datetime | None:
    """The announced day for everything that came before it; without one, and for what comes later,
    the period of the programme. It never begins before the call has closed."""
    rules, entered = step.programme, step.subject.entered_at
    if rules.calendar.screening_ends is not None:
        announced = end_of_day(rules.calendar.screening_ends)
        if entered < announced:
            return announced
    begins = max(entered, rules.calendar.call_closes)
    return deadline(step.calendar, begins, rules.screening.within).due_at


@moment("round.closes_at", zh="本轮评审截止", en="the judging round closes")
def round_closes_at(step: Step) -> datetime | None:
    index = max(step.edition.round_index, 0)
    return step.programme.rounds[index].closes


@moment("notice.ends_at", zh="公示期满", en="the notice period ends")
def notice_ends_at(step: Step) -> datetime | None:
    subject = step.subject
    if isinstance(subject, Notice):
        return subject.ends_at
    if isinstance(subject, Decision) and subject.notice_id is not None:
        notice = step.session.get(Notice, subject.notice_id)
        return notice.ends_at if notice else None
    return latest_notice_end(step.session, step.edition.id)


@moment("notice.item_ends_at", zh="该项目公示期满", en="this item's notice period ends")
def item_ends_at(step: Step) -> datetime | None:
    """Not known while the procedure of the whole notice is contested."""
    if not isinstance(step.subject, Proposal):
        return None
    held = procedure_contested(step.session, step.subject.id)
    return None if held else step.subject.notice_ends_at


@moment("remedy.ends_at", zh="申诉期满", en="the remedy window closes")
def remedy_ends_at(step: Step) -> datetime | None:
    return step.subject.remedy_ends_at if isinstance(step.subject, Proposal) else None
