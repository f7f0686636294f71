"""Guards of decision lists, their approval and their publication."""

from collections.abc import Iterator

from sqlalchemy import func, select

from creator.i18n import _, listed
from creator.models.decision import Decision, Notice
from creator.models.proposal import Proposal
from creator.models.subject import Subject, in_edition
from creator.money import Amount
from creator.rules.digests import list_digest
from creator.rules.guards.registry import guard
from creator.rules.impartiality import objections_to
from creator.rules.lists import (
    award_items,
    open_list,
    unannounced_decisions,
    undecided,
)
from creator.rules.notices import announcing
from creator.rules.pins import marked, pinned
from creator.rules.refusal import Refusal
from creator.rules.remaining import fitting
from creator.rules.skips import unexplained_skips
from creator.rules.step import Step


@guard("list_open", zh="有可修改的名单", en="a list is open", locks=("edition",))
def list_open(step: Step) -> Iterator[Refusal]:
    if open_list(step) is None:
        yield Refusal("list.none", _("没有可修改的名单：名单已提交，或尚未开始定档。"))


@guard("no_open_decision", zh="没有未完成的名单", en="no list is open")
def no_open_decision(step: Step) -> Iterator[Refusal]:
    if open_list(step) is not None:
        yield Refusal("list.open", _("已有一份名单正在拟定。"))


@guard("undecided_left", zh="还有待定项目", en="something is left to decide")
def undecided_left(step: Step) -> Iterator[Refusal]:
    if not undecided(step) and not fitting(step):
        yield Refusal("decide.nothing", _("没有待定的项目，候补也没有空出的名额和资金可递补。"))


@guard("list_complete", zh="名单完整", en="every ranked proposal is decided")
def list_complete(step: Step) -> Iterator[Refusal]:
    left = undecided(step)
    if left:
        names = listed(f"“{proposal.title}”" for proposal in left[:3])
        yield Refusal(
            "list.incomplete", _("还有 {n} 个项目未定档，例如 {names}。", n=len(left), names=names)
        )
    if isinstance(step.subject, Decision) and not step.subject.items:
        yield Refusal("list.empty", _("名单是空的。"))


@guard("skips_explained", zh="跳过排名靠前项目须说明", en="every skip is explained")
def skips_explained(step: Step) -> Iterator[Refusal]:
    if not isinstance(step.subject, Decision):
        return
    for skipped in unexplained_skips(step.subject):
        yield Refusal(
            "skip.unexplained",
            _("第 {rank} 名“{title}”未立项而名次更低的立项了，请写明理由。",
              rank=skipped.rank, title=skipped.title),
            f"proposal.{skipped.id}",
        )  # fmt: skip


@guard("list_unchanged", zh="名单未变", en="the list is what was submitted")
def list_unchanged(step: Step) -> Iterator[Refusal]:
    decision = step.subject
    if isinstance(decision, Decision) and decision.digest != list_digest(decision):
        yield Refusal("list.changed", _("名单在提交后有变动，请经办人重新提交。"))


@guard("unannounced", zh="尚未公示", en="stands on no notice yet")
def unannounced(step: Step) -> Iterator[Refusal]:
    decision = step.subject
    if isinstance(decision, Decision) and announcing(step.session, decision) is not None:
        yield Refusal("list.announced", _("名单已公示，不能再撤回。"))


@guard("impartial", zh="本人未参与此前环节", en="took no part before")
def impartial(step: Step) -> Iterator[Refusal]:
    yield from objections_to(step)


@guard("within_approval_limit", zh="金额在审批权限内", en="within the approver's limit")
def within_approval_limit(step: Step) -> Iterator[Refusal]:
    if not isinstance(step.subject, Decision):
        return
    total = sum(item.amount_fen or 0 for item in award_items(step, step.subject))
    limits = [limit for limit in step.programme.approval.limits if limit.role == "approver"]
    if limits and all(limit.up_to is not None and total > limit.up_to for limit in limits):
        most = max(limit.up_to or 0 for limit in limits)
        yield Refusal(
            "approval.limit",
            _("合计 {total}，超过您的审批权限 {limit}。", total=Amount(total), limit=Amount(most)),
        )


@guard("decision_ready", zh="有可公示的名单", en="a list is ready for notice")
def decision_ready(step: Step) -> Iterator[Refusal]:
    if open_list(step) is not None:
        yield Refusal("decision.drafting", _("名单尚未提交。"))
    elif not unannounced_decisions(step):
        yield Refusal("decision.not_ready", _("没有可公示的名单：名单待审批，或都已公示。"))


@guard("notices_ended", zh="公示均已期满", en="every notice has ended")
def notices_ended(step: Step) -> Iterator[Refusal]:
    running = marked(step, "notice", "notice_running")
    query = select(Notice.number).where(
        in_edition(Notice, step.edition.id), Notice.state.in_(running)
    )
    for number in step.session.scalars(query):
        yield Refusal("notice.running", _("公示 {number} 尚未期满。", number=number))


@guard("proposals_settled", zh="项目均已落定", en="every proposal is settled")
def proposals_settled(step: Step) -> Iterator[Refusal]:
    definition = pinned(step.session, step.edition, "proposal")
    waiting = definition.marked("on_waitlist")
    open_states = {name for name, state in definition.states.items() if state.final is None}
    query = select(Proposal).where(
        in_edition(Proposal, step.edition.id), Proposal.state.in_(open_states - waiting)
    )
    for proposal in step.session.scalars(query.order_by(Proposal.id).limit(5)):
        label = definition.states[proposal.state].label
        yield Refusal(
            "proposal.open", _("“{title}”尚未落定：{state}。", title=proposal.title, state=label)
        )


@guard("waitlist_left", zh="还有候补项目", en="somebody is on the waitlist")
def waitlist_left(step: Step) -> Iterator[Refusal]:
    if not _count(step, "proposal", "on_waitlist"):
        yield Refusal("waitlist.empty", _("没有候补项目。"), idle=True)


@guard("waitlist_empty", zh="候补已结束", en="the waitlist has ended")
def waitlist_empty(step: Step) -> Iterator[Refusal]:
    waiting = _count(step, "proposal", "on_waitlist")
    if waiting:
        yield Refusal("waitlist.open", _("还有 {n} 个候补项目，请先结束候补。", n=waiting))


def _count(step: Step, kind: str, mark: str) -> int:
    states = marked(step, kind, mark)
    query = select(func.count()).where(
        Subject.edition_id == step.edition.id, Subject.type == kind, Subject.state.in_(states)
    )
    return step.session.scalar(query) or 0


@guard("objections_settled", zh="异议均已处理", en="every objection is settled")
def objections_settled(step: Step) -> Iterator[Refusal]:
    contested, procedure = (_count(step, kind, "contested") for kind in ("proposal", "notice"))
    if contested:
        yield Refusal("objection.open", _("还有 {n} 个项目的异议未处理完。", n=contested))
    if procedure:
        yield Refusal("objection.procedure", _("对公示程序的异议还未处理完。"))
    if isinstance(step.subject, Decision) and not contested and not procedure:
        yield from _resumed(step, step.subject)


def _resumed(step: Step, decision: Decision) -> Iterator[Refusal]:
    """After a dismissed objection an item has days left: approving the list would leave it out."""
    running = marked(step, "proposal", "contestable") - marked(step, "proposal", "contested")
    for item in award_items(step, decision):
        if item.proposal.state in running:
            text = _("“{title}”的公示期还没有满。", title=item.proposal.title)
            yield Refusal("notice.resumed", text, f"proposal.{item.proposal_id}")


@guard("result_announced", zh="结果已公布", en="the result has been announced")
def result_announced(step: Step) -> Iterator[Refusal]:
    proposal = step.subject
    if isinstance(proposal, Proposal) and proposal.remedy_ends_at is None:
        yield Refusal("result.not_announced", _("结果尚未公布。"))
