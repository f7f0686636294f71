"""Conditions and cross-field rules speak of questions that exist and can be answered so."""

from collections.abc import Iterator

from creator.i18n import _, listed
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.fields import Condition, Field
from creator.programme.forms import CrossRule
from creator.programme.place import nearest
from creator.programme.programme import Programme

# How many fields each kind of rule compares.
_COUNTS = {"before": 2, "at_most": 2, "share_min": 2}
_COMPARED = {
    "before": ("date",),
    "within_implementation": ("date", "period"),
    "at_most": ("integer", "decimal", "money"),
    "sum": ("integer", "decimal", "money"),
    "share_min": ("integer", "decimal", "money"),
}


def check(programme: Programme) -> Iterator[Fault]:
    """Every `shown_when` and every rule of the form."""
    asked: dict[str, Field] = {}
    for i, section in enumerate(programme.form.sections):
        path = f"form.sections.{i}"
        if section.shown_when:
            yield from _condition(programme, f"{path}.shown_when", section.shown_when, asked)
        for j, field in enumerate(section.fields):
            if field.shown_when:
                where = f"{path}.fields.{j}.shown_when"
                yield from _condition(programme, where, field.shown_when, asked)
            asked[field.id] = field
    for i, rule in enumerate(programme.form.rules):
        yield from _rule(programme, f"form.rules.{i}", rule, asked)


def _condition(
    programme: Programme, path: str, condition: Condition, asked: dict[str, Field]
) -> Iterator[Fault]:
    field = asked.get(condition.field)
    if field is None:
        if programme.form.field(condition.field):
            text = _("条件“{path}”看的字段排在它后面。", path=path)
            yield blame(programme, path, text, _("请把被看的字段移到前面。"))
        else:
            text = _("条件“{path}”看的字段“{id}”不存在。", path=path, id=condition.field)
            yield blame(programme, path, text, nearest(condition.field, asked))
        return
    if (condition.equals is None) == (not condition.among):
        text = _("条件“{path}”要写 equals 或 in 其中一个。", path=path)
        yield blame(programme, path, text, _('例如 equals = true，或 in = ["a", "b"]。'))
        return
    wanted = condition.among if condition.equals is None else (condition.equals,)
    possible = _answers(programme, field)
    for answer in wanted:
        if possible and answer not in possible:
            text = _("字段“{id}”不会有“{answer}”这个答案。", id=field.id, answer=answer)
            yield blame(programme, path, text, nearest(str(answer), map(str, possible)))


def _answers(programme: Programme, field: Field) -> tuple[str | bool, ...]:
    """All answers a field can have; empty where they cannot be listed."""
    if field.type in ("boolean", "consent"):
        return (True, False)
    drawn: dict[str, list[str | bool]] = {
        "tier": [tier.id for tier in programme.tiers],
        "category": [category.id for category in programme.categories],
        "track": [track.id for track in programme.tracks],
    }
    return tuple(drawn.get(field.type, [choice.id for choice in field.choices]))


def _rule(
    programme: Programme, path: str, rule: CrossRule, asked: dict[str, Field]
) -> Iterator[Fault]:
    named = [*rule.fields, *([rule.total] if rule.total else [])]
    for id in named:
        if id not in asked:
            text = _("规则“{rule}”里的字段“{id}”不存在。", rule=rule.id, id=id)
            yield blame(programme, path, text, nearest(id, asked))
        elif asked[id].type not in _COMPARED.get(rule.kind, (asked[id].type,)):
            text = _("规则“{rule}”不能用在字段“{id}”上。", rule=rule.id, id=id)
            remedy = _("可以用的类型：{types}。", types=listed(_COMPARED[rule.kind]))
            yield blame(programme, path, text, remedy)
    count = _COUNTS.get(rule.kind)
    if count is not None and len(rule.fields) != count:
        text = _("规则“{rule}”要写 {n} 个字段。", rule=rule.id, n=count)
        yield blame(programme, path, text, _("请改 fields。"))
    for key, kind in (("total", "sum"), ("percent", "share_min")):
        if (getattr(rule, key) is not None) != (rule.kind == kind):
            text = _("“{key}”和 {kind} 规则要一起写。", key=key, kind=kind)
            yield blame(programme, path, text, _("请补上或去掉“{key}”。", key=key))
