"""Who is waited for, until when, and what then: no state may be a place to be forgotten in."""

from creator.i18n import _
from creator.workflow.definition import Definition
from creator.workflow.finding import Finding, Findings
from creator.workflow.parts import Due, State, Transition

CLOCK = "@clock"


def check_deadlines(definition: Definition) -> Findings:
    """Owner, deadline and consequence of each state; the clock's transitions and their timers."""
    for state in definition.states.values():
        if state.final is None:
            yield from _waiting(definition, state)
        else:
            yield from _final(definition, state)
    for transition in definition.transitions.values():
        if CLOCK in transition.by:
            yield from _clock(definition, transition)


def _final(definition: Definition, state: State) -> Findings:
    where = ("state", state.id)
    for exit_ in definition.exits(state.id):
        text = _("终态“{state}”还有出口“{exit}”。", state=state.id, exit=exit_.id)
        remedy = _("从这一步的 from 中删去该状态，或删去 final。")
        yield Finding(("transition", exit_.id, "from"), text, remedy, word=state.id)
    if state.owner is not None or state.due is not None:
        text = _("终态“{state}”不等待任何人，不能有 owner 或 due。", state=state.id)
        yield Finding(where, text, _("删去 owner 和 due。"), word="owner")


def _waiting(definition: Definition, state: State) -> Findings:
    where = ("state", state.id)
    if state.owner is None:
        text = _("状态“{state}”没有 owner：不知道在等谁。", state=state.id)
        yield Finding(where, text, _('补上 owner = "…"'))
    if state.due is None:
        text = _("状态“{state}”没有期限 due。", state=state.id)
        yield Finding(where, text, _('补上 due = {{ after = "5wd", escalate = "…" }}'))
        return
    due = state.due
    if (due.at is None) == (due.after is None):
        text = _("状态“{state}”的期限要写 at 或 after 之一。", state=state.id)
        yield Finding((*where, "due"), text, _("只留一个。"))
    if due.then is None and due.escalate is None:
        text = _("状态“{state}”的期限到了没有后果。", state=state.id)
        yield Finding((*where, "due"), text, _("补上 then（自动办理）或 escalate（告知谁）。"))
    yield from _amounts(state, due)
    if due.then is not None:
        yield from _timer(definition, state, due.then)


def _amounts(state: State, due: Due) -> Findings:
    where = ("state", state.id, "due")
    if due.after is not None and due.after.amount <= 0:
        text = _("状态“{state}”的期限 {after} 必须大于零。", state=state.id, after=due.after)
        yield Finding(where, text, _("写成正数，例如 5wd。"))
    for offset in due.remind:
        if offset.amount >= 0:
            text = _("提醒 {offset} 不在期限之前。", offset=offset)
            yield Finding(where, text, _("写成负数，例如 -2wd。"), word=str(offset))


def _timer(definition: Definition, state: State, trigger: str) -> Findings:
    where = ("state", state.id, "due")
    fired = definition.transitions.get(trigger)
    if fired is None:
        text = _("期限到时要办理的“{trigger}”不存在。", trigger=trigger)
        yield Finding(where, text, _("改为从本状态出发、by 含 @clock 的一步。"), word=trigger)
        return
    if state.id not in fired.sources or state.id in fired.targets(state.id):
        text = _("期限到时办理的“{trigger}”不离开状态“{state}”。", trigger=trigger, state=state.id)
        yield Finding(where, text, _("在它的 from 中加上本状态，并通向别的状态。"), word=trigger)
    if CLOCK not in fired.by:
        text = _("期限到时办理的“{trigger}”不允许由 @clock 办理。", trigger=trigger)
        yield Finding(("transition", trigger, "by"), text, _("在 by 中加上 @clock。"))


def _clock(definition: Definition, transition: Transition) -> Findings:
    where = ("transition", transition.id, "by")
    timed = {s.id for s in definition.states.values() if s.due and s.due.then == transition.id}
    for source in transition.sources:
        if source not in timed and (set(transition.by) == {CLOCK} or not timed):
            text = _(
                "状态“{state}”没有期限会让时钟办理“{trigger}”。",
                state=source,
                trigger=transition.id,
            )
            remedy = _("在该状态的 due 中写 then，或从 from 中删去该状态。")
            yield Finding(where, text, remedy)
