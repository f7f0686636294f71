"""Joins: each declared join has exactly one step to fire, and always a result."""

from collections import Counter

from creator.i18n import _
from creator.workflow.definition import Definition
from creator.workflow.finding import Finding, Findings
from creator.workflow.parts import Child, Join

COUNTED = ("min_success", "quorum_or_deadline")


def check_children(definition: Definition) -> Findings:
    """Children, their joins and the `@children:` steps, each with its counterpart."""
    for child in definition.children.values():
        steps = _steps(definition, child.id)
        if child.join is None:
            for step in steps:
                text = _("“{child}”没有 join，“{step}”永远不会办理。", child=child.id, step=step)
                yield Finding(("transition", step, "by"), text, _("给该子流程写 join。"))
            continue
        if not steps:
            text = _("“{child}”的 join 满足后没有任何一步。", child=child.id)
            remedy = _('加一步 by = ["@children:{child}"]，或删去 join。', child=child.id)
            yield Finding(("child", child.id), text, remedy)
        yield from _ambiguous(definition, child)
        yield from _join(child, child.join)


def _steps(definition: Definition, child: str) -> list[str]:
    word = f"@children:{child}"
    return [step.id for step in definition.transitions.values() if word in step.by]


def _ambiguous(definition: Definition, child: Child) -> Findings:
    steps = _steps(definition, child.id)
    places = Counter(s for step in steps for s in definition.transitions[step].sources)
    for state, count in places.items():
        if count > 1:
            text = _(
                "在状态“{state}”，“{child}”的 join 会触发 {n} 步，不知该办哪一步。",
                state=state,
                child=child.id,
                n=count,
            )
            yield Finding(("child", child.id), text, _("合并为一步，用 choose 分开。"))


def _join(child: Child, join: Join) -> Findings:
    where = ("child", child.id, "join")
    if (join.when in COUNTED) != (join.least is not None):
        text = _("join 的 min 只用于 {kinds}，并且必须写。", kinds=", ".join(COUNTED))
        yield Finding(where, text, _("补上或删去 min。"))
    if (join.when == "quorum_or_deadline") != (join.at is not None):
        text = _("join 的 at 只用于 quorum_or_deadline，并且必须写。")
        yield Finding(where, text, _("补上或删去 at。"))
    rules = [rule for _value, rule in join.outcome]
    if rules and (rules[-1] != "else" or rules.count("else") > 1):
        text = _("“{child}”的汇总结果没有覆盖所有情况。", child=child.id)
        yield Finding(where, text, _('最后一项（且只有它）写 "else"。'), word="outcome")
