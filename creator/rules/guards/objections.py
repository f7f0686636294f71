"""Guards of notices and objections."""

from collections.abc import Iterator

from creator.i18n import _
from creator.models.proposal import Proposal
from creator.rules.guards.registry import guard
from creator.rules.notices import procedure_contested
from creator.rules.refusal import Refusal
from creator.rules.step import Step
from creator.rules.times import shown

_SHORTEST = 5
"""Characters of the shortest telephone number or WeChat name that reaches somebody."""


@guard("notice_running", zh="在公示期内", en="the notice period runs")
def notice_running(step: Step) -> Iterator[Refusal]:
    proposal = step.subject
    if not isinstance(proposal, Proposal) or step.marked("contested"):
        return  # while one objection holds the clock, further ones are in time
    ends = proposal.notice_ends_at
    if ends is None or step.now >= ends:
        at = shown(ends) if ends else ""
        yield Refusal("notice.over", _("公示期已结束（{at}），不能再提出异议。", at=at))


@guard("item_notice_over", zh="该项目公示期满", en="this item's notice period is over")
def item_notice_over(step: Step) -> Iterator[Refusal]:
    proposal = step.subject
    ends = proposal.notice_ends_at if isinstance(proposal, Proposal) else None
    if ends is None or step.now < ends:
        yield Refusal("notice.not_over", _("公示期未满。"))
    elif procedure_contested(step.session, proposal.id):
        yield Refusal("notice.procedure", _("对本次公示程序的异议尚未处理完，暂不确认立项。"))


@guard("objector_named", zh="异议人已实名", en="the objector is named")
def objector_named(step: Step) -> Iterator[Refusal]:
    if step.programme.objection.anonymous or step.actor.person_id is not None or not step.data:
        return
    if not str(step.data.get("objector") or "").strip():
        yield Refusal("objector.missing", _("本届要求实名异议，请填写姓名。"), "objector")
    contact = str(step.data.get("contact") or "").strip()
    if not contact:
        yield Refusal("contact.missing", _("请填写联系方式，以便答复。"), "contact")
    elif len(contact) < _SHORTEST:
        text = _("这样联系不到您。请填电话、邮箱或微信号。")
        yield Refusal("contact.short", text, "contact")
