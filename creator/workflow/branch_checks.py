"""Every step leads somewhere, and every branch covers exactly the values it branches over."""

import json
from collections import Counter
from collections.abc import Collection

from creator.i18n import _
from creator.workflow.definition import Definition
from creator.workflow.finding import Finding, Findings
from creator.workflow.parts import CHECK, STAYS, Choose, Transition
from creator.workflow.shape import nearest

KINDS = ("phases", "states", "transitions", "children")


def check_branches(definition: Definition) -> Findings:
    """Targets, branches, people, and the fields a step without a person cannot fill in."""
    yield from _unique(definition)
    for transition in definition.transitions.values():
        where = ("transition", transition.id)
        if (transition.to is None) == (transition.choose is None):
            text = _("“{id}”要写 to 或 choose 之一。", id=transition.id)
            yield Finding(where, text, _("只留一个。"))
        if not transition.by:
            text = _("没有人可以办理“{id}”。", id=transition.id)
            yield Finding((*where, "by"), text, _("在 by 中写上角色。"))
        yield from _ends(definition, transition)
        yield from _unattended(transition)
        if transition.choose is not None:
            yield from _choice(definition, transition, transition.choose)


def _unique(definition: Definition) -> Findings:
    """The same trigger twice would make the first one win silently."""
    body = json.loads(definition.body)
    for kind in KINDS:
        for name, count in Counter(entry["id"] for entry in body[kind]).items():
            if count > 1:
                text = _("“{id}”定义了 {count} 次。", id=name, count=count)
                yield Finding((kind.removesuffix("s"), name), text, _("改名或删去其余的。"))


def _ends(definition: Definition, transition: Transition) -> Findings:
    where = ("transition", transition.id)
    targets = (target for source in transition.sources for target in transition.targets(source))
    for name in dict.fromkeys((*transition.sources, *targets)):
        if name not in definition.states:
            text = _("“{id}”提到不存在的状态“{state}”。", id=transition.id, state=name)
            yield Finding(where, text, nearest(name, definition.states), word=name)
    if not transition.sources:
        text = _("“{id}”没有出发状态。", id=transition.id)
        yield Finding((*where, "from"), text, _("在 from 中写上状态。"))
    for name in transition.four_eyes:
        if name not in definition.transitions:
            text = _("four_eyes 提到不存在的步骤“{name}”。", name=name)
            yield Finding((*where, "four_eyes"), text, nearest(name, definition.transitions))


def _unattended(transition: Transition) -> Findings:
    """A clock or a related subject fills in no form."""
    demanded = [field.name for field in transition.form.values() if not field.optional]
    if demanded and any(actor.startswith("@") for actor in transition.by):
        text = _("“{id}”可由系统办理，但字段“{field}”必填。", id=transition.id, field=demanded[0])
        remedy = _("把字段设为 optional = true，或分成两步。")
        yield Finding(("transition", transition.id, "form"), text, remedy, word=demanded[0])


def _choice(definition: Definition, transition: Transition, choose: Choose) -> Findings:
    where = ("transition", transition.id, "choose")
    values = _values(definition, transition, choose.on)
    if not values:
        text = _("“{on}”不是可以分支的字段或汇总结果。", on=choose.on)
        remedy = _(
            "写一个必填的 choice 字段，或 outcome（by 全部是 @children:… 且其 join 有 outcome）。"
        )
        yield Finding(where, text, remedy, word=choose.on)
        return
    for value in sorted(values - choose.cases.keys()):
        text = _(
            "“{id}”没有写“{on}”为“{value}”时去哪里。", id=transition.id, on=choose.on, value=value
        )
        remedy = _('在 cases 中补上 {value} = "…"（或 "{same}"）。', value=value, same=STAYS)
        yield Finding(where, text, remedy)
    for value in sorted(choose.cases.keys() - values):
        text = _("“{on}”不会是“{value}”。", on=choose.on, value=value)
        yield Finding(where, text, nearest(value, values), word=value)


def _values(definition: Definition, transition: Transition, on: str) -> Collection[str]:
    """Every value the branch can see; empty if it cannot see any or may see none."""
    if on.partition(":")[0] == CHECK:
        return frozenset({"true", "false"})
    if on != "outcome":
        field = transition.form.get(on)
        return frozenset() if field is None or field.optional else frozenset(field.choices)
    found: set[str] = set()
    for actor in transition.by:
        child = definition.children.get(actor.removeprefix("@children:"))
        if not actor.startswith("@children:") or child is None or child.join is None:
            return frozenset()
        found |= {value for value, _rule in child.join.outcome}
    return found
