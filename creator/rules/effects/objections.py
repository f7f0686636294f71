"""Effects of objections: only what is contested stops; it resumes with the days that remained."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from creator.calendar import Span, deadline, remaining
from creator.models.decision import Notice, NoticeItem, Objection
from creator.models.proposal import Proposal
from creator.rules.effects.awards import release_money, unlist
from creator.rules.effects.registry import effect
from creator.rules.notices import newest_of
from creator.rules.numbers import next_number
from creator.rules.requests import Act, Fact, Open, Request, RereadTimers, Tell
from creator.rules.step import Step
from creator.workflow.duration import Duration


@effect("open_objection", zh="登记异议", en="register the objection")
def open_objection(step: Step) -> Iterator[Request]:
    objection = Objection(
        number=next_number(step, "objection", "异议"),
        target=_target(step),
        statement=str(step.data["statement"]),
        objector_id=step.actor.person_id,
        objector_name=str(step.data.get("objector") or ""),
        contact=str(step.data.get("contact") or ""),
    )
    yield Open("objection", objection)
    yield Fact("objection", objection.number)


def _target(step: Step) -> str:
    if isinstance(step.subject, Notice):
        return "procedure"
    return "award" if step.marked("contestable") else "own_result"


@effect("hold_notice", zh="暂停公示计时", en="stop the item's notice clock")
def hold_notice(step: Step) -> Iterator[Request]:
    proposal = step.subject
    if not isinstance(proposal, Proposal) or proposal.held_days is not None:
        return  # a further objection finds the clock stopped already
    notice = newest_of(step.session, proposal.id)
    if proposal.notice_ends_at is None or notice is None:
        return
    begun, unit = _begun(proposal, notice), _unit(notice)
    left = remaining(step.calendar, begun, step.now, proposal.notice_ends_at, unit)
    proposal.held_days = left.amount
    yield Fact("held_days", left.amount)


def _begun(proposal: Proposal, notice: Notice) -> datetime:
    """When the days began that run now: at publication, or when an earlier hold ended."""
    resumed = proposal.notice_ends_at != notice.ends_at
    return proposal.entered_at if resumed else notice.published_at


def _unit(notice: Notice) -> Literal["wd", "d", "h"]:
    """A period is resumed in the unit in which it was announced."""
    return Duration.parse(notice.rule).unit


@effect("resume_notice", zh="恢复公示计时", en="let the item's notice clock run on")
def resume_notice(step: Step) -> Iterator[Request]:
    """Dismissed: the days that remained run again. Upheld: money and slot are released."""
    proposal = step.subject
    if not isinstance(proposal, Proposal):
        return
    notice = newest_of(step.session, proposal.id)
    if step.outcome == "upheld":
        yield from release_money(step)
    elif notice is not None:
        span = Span(proposal.held_days or 0, _unit(notice))
        proposal.notice_ends_at = deadline(step.calendar, step.now, span).due_at
        yield Fact("item_ends_at", proposal.notice_ends_at.isoformat())
    proposal.held_days = None


@effect("unlist_if_upheld", zh="异议成立则撤出名单", en="take off the list if upheld")
def unlist_if_upheld(step: Step) -> Iterator[Request]:
    if step.outcome == "upheld" and isinstance(step.subject, Proposal):
        step.subject.remedy_ends_at = None
        yield from unlist(step)


@effect("settle_procedure", zh="程序异议处理结果", en="act on a procedure objection")
def settle_procedure(step: Step) -> Iterator[Request]:
    """A withdrawn notice sends its items back to the ranking; else they go on to be confirmed."""
    if step.outcome != "upheld":
        yield RereadTimers()
        return
    query = select(NoticeItem.proposal_id).where(NoticeItem.notice_id == step.subject.id)
    for proposal_id in step.session.scalars(query.order_by(NoticeItem.proposal_id)):
        yield Act(proposal_id, "recall", reason=step.reason)


@effect("answer_objector", zh="答复异议人", en="answer the objector")
def answer_objector(step: Step) -> Iterator[Request]:
    objection = step.subject
    if not isinstance(objection, Objection):
        return
    objection.finding, objection.settled_at = step.reason, step.now
    if objection.objector_id is not None:
        result = step.definition.states[step.transition.to or ""].label
        params = {"number": objection.number, "result": result, "finding": step.reason}
        yield Tell([objection.objector_id], "objection_answer", params)
