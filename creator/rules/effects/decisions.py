"""Effects of decisions and public notices."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from creator.calendar import Deadline, deadline
from creator.i18n import _
from creator.models.decision import Decision, DecisionItem, FrozenText, Notice, NoticeItem
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.money import Amount
from creator.rules import lists, notices
from creator.rules.checkpoints import checkpoint
from creator.rules.digests import digest_of, list_content, scan_digest
from creator.rules.disclosure import scores_for_applicant
from creator.rules.effects.acts import holders, letter_params
from creator.rules.effects.registry import effect
from creator.rules.numbers import next_number
from creator.rules.pins import marked
from creator.rules.requests import Add, Fact, Open, Request, RereadTimers, Tell
from creator.rules.step import Step
from creator.rules.times import At
from creator.workflow.definition import canonical

SUBMITTED_LIST = "decision_list"
"""Kind of the frozen text that keeps a list as it was submitted."""


@effect("open_decision", zh="开启立项名单", en="open a decision list")
def open_decision(step: Step) -> Iterator[Request]:
    # Without the table named, this would count every subject of the edition.
    query = select(func.count()).select_from(Decision).where(in_edition(Decision, step.edition.id))
    yield Open("decision", Decision(ordinal=(step.session.scalar(query) or 0) + 1))


@effect("freeze_list", zh="固定名单", en="freeze the list")
def freeze_list(step: Step) -> Iterator[Request]:
    decision = _decision(step)
    decision.minutes_no = str(step.data.get("minutes_no") or "")
    decision.attendees = str(step.data.get("attendees") or "")
    decision.recusals = str(step.data.get("recusals") or "")
    content = list_content(decision)
    decision.digest = digest_of(content)
    yield Add(
        FrozenText(
            subject_id=decision.id,
            kind=SUBMITTED_LIST,
            body=canonical(content),
            digest=decision.digest,
            created_at=step.now,
        )
    )
    yield Fact("list_digest", decision.digest)
    yield Fact("scan_digest", scan_digest(decision))


@effect("cite_list", zh="记下名单和纪要的摘要", en="record the digests of list and minutes")
def cite_list(step: Step) -> Iterator[Request]:
    decision = _decision(step)
    yield Fact("list_digest", decision.digest)
    yield Fact("scan_digest", scan_digest(decision))


def _decision(step: Step) -> Decision:
    if not isinstance(step.subject, Decision):
        raise TypeError(f"a {step.subject.type} is no decision")
    return step.subject


@effect("open_notice", zh="生成公示", en="make the public notice")
def open_notice(step: Step) -> Iterator[Request]:
    """Freezes what is said, and prints the root of a checkpoint over everything before it."""
    decisions = lists.unannounced_decisions(step)
    supplementary = all(decision.ordinal > 1 for decision in decisions)
    rule = step.programme.notice
    period = rule.supplementary if supplementary else rule.period
    end = deadline(step.calendar, step.now, period, event=_("公示"))
    items = [item for decision in decisions for item in lists.award_items(step, decision)]
    number = next_number(step, "notice", "公示")
    content = notices.content(step, number, decisions, items, end)
    proof = checkpoint(step.session, step.now, number)
    notice = Notice(
        number=number,
        supplementary=supplementary,
        content=content,
        digest=digest_of(content),
        audit_root=proof.root,
        published_at=step.now,
        ends_at=end.due_at,
        rule=str(period),
        calendar_version=end.calendar_version,
    )
    yield Add(proof)
    yield Open("notice", notice)
    yield Fact("notice_digest", notice.digest)
    yield Fact("audit_root", notice.audit_root)


@effect("start_notice", zh="项目进入公示", en="start the item's notice period")
def start_notice(step: Step) -> Iterator[Request]:
    proposal, decision = step.subject, step.cause
    if not isinstance(proposal, Proposal) or not isinstance(decision, Decision):
        raise TypeError("only a decision publishes a proposal")
    notice = step.session.get(Notice, decision.notice_id)
    if notice is None:
        raise LookupError("the decision stands on no notice")
    proposal.notice_ends_at, proposal.held_days = notice.ends_at, None
    step.session.merge(NoticeItem(notice_id=notice.id, proposal_id=proposal.id))
    yield Fact("notice", notice.number)


@effect("send_results", zh="告知全部申报单位", en="tell every applicant the result")
def send_results(step: Step) -> Iterator[Request]:
    """Binds the list to its notice, opens the remedy windows and writes to everybody on it."""
    decision = _decision(step)
    notice = notices.announcing(step.session, decision)
    if notice is None:
        raise LookupError("no notice announces this decision")
    decision.notice_id = notice.id
    step.session.flush()
    window = deadline(step.calendar, step.now, step.programme.remedy.not_selected)
    queue = (item for item in decision.items if item.outcome == "waitlist")
    for place, item in enumerate(queue, start=1):
        item.position = place  # until now its rank, which orders the list and is not to be told
    for item in decision.items:
        if item.outcome == "refusal":
            item.proposal.remedy_ends_at = window.due_at
        yield _result_letter(step, item, notice, window)
    for proposal in _eliminated_earlier(step):
        proposal.remedy_ends_at = window.due_at
        yield _letter(step, proposal, "result_refusal", {"due": At(window.due_at)})
    yield RereadTimers()


def _eliminated_earlier(step: Step) -> list[Proposal]:
    """Refused between rounds, so that they stand on no list; told once, with the first notice."""
    on_a_list = select(DecisionItem.proposal_id).where(DecisionItem.proposal_id == Proposal.id)
    query = select(Proposal).where(
        in_edition(Proposal, step.edition.id),
        Proposal.state.in_(marked(step, "proposal", "refused")),
        Proposal.remedy_ends_at.is_(None),
        ~on_a_list.exists(),
    )
    return list(step.session.scalars(query))


def _result_letter(step: Step, item: DecisionItem, notice: Notice, window: Deadline) -> Tell:
    tier = step.programme.tier(item.tier or "")
    params = {
        "tier": tier.label if tier else "",
        "amount": Amount(item.amount_fen or 0),
        "notice": notice.number,
        "position": str(item.position),
        "reason": item.said,
        "due": At(notice.ends_at if item.outcome == "award" else window.due_at),
    }
    return _letter(step, item.proposal, f"result_{item.outcome}", params)


def _letter(step: Step, proposal: Proposal, template: str, params: dict[str, Any]) -> Tell:
    about = Step(
        step.session, step.now, proposal, step.edition, step.actor, step.definition, step.transition
    )
    scores = scores_for_applicant(step.programme, proposal)
    people = holders(about, "applicant")
    return Tell(people, template, {**letter_params(about), **params, "scores": scores or ""})


@effect("open_remedy", zh="开启申诉期", en="open the remedy window")
def open_remedy(step: Step) -> Iterator[Request]:
    """For a refusal told by itself, such as the end of the waitlist."""
    proposal = step.subject
    if isinstance(proposal, Proposal):
        window = deadline(step.calendar, step.now, step.programme.remedy.not_selected)
        proposal.remedy_ends_at = window.due_at
        yield Fact("remedy_ends_at", window.due_at.isoformat())


@effect("tell_if_awarded", zh="立项后通知", en="tell the applicant once it is awarded")
def tell_if_awarded(step: Step) -> Iterator[Request]:
    states = [step.definition.states[name] for name in step.transition.targets(step.subject.state)]
    if not any("counts_as_awarded" in state.marks for state in states):
        return
    proposal = step.subject
    if isinstance(proposal, Proposal):
        due = deadline(step.calendar, step.now, step.programme.award.accept_within)
        params = {"amount": Amount(proposal.amount_fen or 0), "due": At(due.due_at)}
        yield Tell(holders(step, "applicant"), "awarded", {**letter_params(step), **params})
