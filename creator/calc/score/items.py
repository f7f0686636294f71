"""Items of a rule file as the reckoning knows them, and what a cell of a sheet may say."""

from collections.abc import Iterator
from decimal import Decimal

from creator.calc.desk import Desk
from creator.calc.rules import RuleFile
from creator.calc.score.rule import Item, ScoreRule
from creator.calc.values import PLAIN
from creator.i18n import Label, Text, _
from creator.reckoning.rounding import ONE, ZERO, over, total
from creator.reckoning.scoring.items import Criterion

_STEPPED = ("levels", "ticks", "words")
_FREE = ("points", "bonus", "deduction")
_Fault = tuple[str, Text, Text]


def criterion(item: Item, path: str, file: RuleFile[ScoreRule], desk: Desk) -> Criterion | None:
    """The item, or nothing where it contradicts itself: its faults are on the desk then."""
    faults = list(_faults(item))
    for name, text, remedy in faults:
        file.blame(desk, f"{path}.{name}" if name else path, text, remedy)
    if faults:
        return None
    no_least = ZERO if item.type == "words" else None
    return Criterion(
        id=item.id,
        kind=item.type,  # type: ignore[arg-type]
        most=_top(item),
        least=item.min or ZERO,
        steps=tuple(anchor.points for anchor in item.anchors),
        weight=_weight(item),
        minimum=no_least if item.minimum is None else item.minimum,
        optional=item.optional and item.type not in ("bonus", "deduction"),
        label=item.label or Label(item.id, item.id),
    )


def _top(item: Item) -> Decimal:
    """The highest number of the item's own scale."""
    if item.max is not None:
        return item.max
    if item.type in _FREE:
        return item.weight or ZERO
    return _reached(item)


def _reached(item: Item) -> Decimal:
    points = [anchor.points for anchor in item.anchors]
    return total(points) if item.type == "ticks" else max(points, default=ZERO)


def _weight(item: Item) -> Decimal:
    """What an answer is multiplied by."""
    if item.factor is not None:
        return item.factor
    top = _top(item)
    return ONE if item.weight is None or item.weight == top else over(item.weight, top)


def _faults(item: Item) -> Iterator[_Fault]:
    if item.type == "knockout":
        yield from _of_knockout(item)
        return
    if item.weight is not None and item.factor is not None:
        text = _("评分项“{id}”同时写了 weight 和 factor。", id=item.id)
        yield "factor", text, _("请只写一个：weight 是满分时的得分，factor 是乘数。")
    if item.type in _STEPPED:
        yield from _of_steps(item)
    else:
        yield from _of_scale(item)
    low = min((a.points for a in item.anchors), default=item.min or ZERO)
    if item.minimum is not None and not low <= item.minimum <= _top(item):
        text = _("评分项“{id}”的最低要求不在它的分值范围内。", id=item.id)
        yield "minimum", text, _("请让 minimum 不小于最低分，不大于满分。")


def _of_knockout(item: Item) -> Iterator[_Fault]:
    for name in ("weight", "factor", "max", "min", "minimum"):
        if getattr(item, name) is not None:
            text = _("一票否决项“{id}”不计分，不能写 {key}。", id=item.id, key=name)
            yield name, text, _("请删去这个键。")
    if item.anchors or item.optional:
        text = _("一票否决项“{id}”只答是或否。", id=item.id)
        yield "", text, _("请删去 anchors 和 optional。")


def _of_steps(item: Item) -> Iterator[_Fault]:
    if item.min is not None:
        text = _("评分项“{id}”的最低分就是 anchors 里最低的。", id=item.id)
        yield "min", text, _("请删去这个键。")
    if len(item.anchors) < 2:
        text = _("评分项“{id}”没有写可选的等级。", id=item.id)
        yield "anchors", text, _("请写 anchors，至少两项，每项有 points。")
    elif item.max is not None and _reached(item) > item.max:
        text = _("评分项“{id}”最多可得 {points} 分，超过满分。", id=item.id, points=_reached(item))
        yield "anchors", text, _("请调整 points，或写 max。")
    elif item.weight is not None and _top(item) <= ZERO:
        text = _("评分项“{id}”的满分不大于 0，不能按 weight 折算。", id=item.id)
        yield "weight", text, _("请改写 factor。")
    names = [name for a in item.anchors if a.label for name in {a.label.zh, a.label.en}]
    if any(PLAIN.fullmatch(name) for name in names):
        text = _("评分项“{id}”有等级的名称是数，会与分值混淆。", id=item.id)
        yield "anchors", text, _("请用文字写 label，或删去 label 只写 points。")
    if len(set(names)) < len(names):
        text = _("评分项“{id}”有两个等级同名。", id=item.id)
        yield "anchors", text, _("请给每个等级不同的 label。")


def _of_scale(item: Item) -> Iterator[_Fault]:
    if item.anchors:
        text = _("评分项“{id}”的类型没有 anchors。", id=item.id)
        yield "anchors", text, _('请删去 anchors，或把 type 写成 "levels"、"words" 或 "ticks"。')
    if item.min is not None and item.type != "points":
        text = _("加分项、扣分项“{id}”从 0 开始。", id=item.id)
        yield "min", text, _("请删去这个键。")
    if item.max is None and not item.weight:
        text = _("评分项“{id}”没有写满分。", id=item.id)
        yield "", text, _("请写 max = …（这一项最高可打的分），或写 weight = …。")
    elif _top(item) <= (item.min or ZERO) or (item.weight is not None and _top(item) <= ZERO):
        text = _("评分项“{id}”的满分太低。", id=item.id)
        yield "max", text, _("请让 max 大于 min；写 weight 时 max 须大于 0。")
