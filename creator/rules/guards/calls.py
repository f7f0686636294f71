"""Guards of the call: dates, corrections, and moments in general."""

from collections.abc import Iterator

from creator.i18n import _
from creator.models.edition import Amendment
from creator.rules.amendments import faults_of, open_keys, stored_version
from creator.rules.guards.registry import guard
from creator.rules.moments import moment as moments
from creator.rules.pins import load
from creator.rules.refusal import Refusal
from creator.rules.step import Step
from creator.rules.times import shown


@guard(
    "moment_reached",
    zh="时间已到",
    en="the moment has come",
    params={"moment": "moment"},
)
def moment_reached(step: Step, *, moment: str) -> Iterator[Refusal]:
    at = moments[moment](step)
    if at is None:
        yield Refusal("moment.unknown", _("日期尚未确定。"))
    elif step.now < at:
        yield Refusal("moment.early", _("时间未到：{at}。", at=shown(at)))


@guard(
    "moment_ahead",
    zh="期限未过",
    en="the moment is still ahead",
    params={"moment": "moment"},
)
def moment_ahead(step: Step, *, moment: str) -> Iterator[Refusal]:
    at = moments[moment](step)
    if at is not None and step.now >= at:
        yield Refusal("moment.past", _("期限已过：{at}。", at=shown(at)))


@guard("programme_sound", zh="规则无误", en="the programme is sound")
def programme_sound(step: Step) -> Iterator[Refusal]:
    for fault in faults_of(stored_version(step), {}):
        yield Refusal("programme.fault", fault.text)


@guard("calendar_ahead", zh="征集尚未截止", en="the call has not closed")
def calendar_ahead(step: Step) -> Iterator[Refusal]:
    closes = step.programme.calendar.call_closes
    if step.now >= closes:
        yield Refusal(
            "calendar.past", _("征集截止时间 {at} 已过，请先调整日期。", at=shown(closes))
        )


@guard("amendment_sound", zh="更正内容无误", en="the correction is sound")
def amendment_sound(step: Step) -> Iterator[Refusal]:
    amendment = step.subject if isinstance(step.subject, Amendment) else None
    rules = load(step.session, step.edition.definition_hash)
    if amendment is not None and not rules.has(step.edition.state, "amendable"):
        # Approved now it would be announced and never come into force.
        yield Refusal("amendment.late", _("规则已经冻结，不能再更正，只能不予批准。"))
    changes = amendment.changes if amendment else step.data.get("changes")
    if not changes:
        return
    allowed = open_keys(step.session, step.edition, step.programme)
    if allowed is not None and not changes.keys() <= allowed:
        text = _("评审进行中，规则已经冻结，只能更正本轮截止时间和其后的日期。")
        yield Refusal("amendment.frozen", text, "changes")
    for fault in faults_of(stored_version(step), changes):
        yield Refusal("amendment.fault", fault.text, "changes")
