"""Score sheets add up, and every item can be answered."""

from collections.abc import Iterator
from decimal import Decimal

from creator.i18n import _
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.programme import Programme
from creator.programme.rubrics import Criterion


def check(programme: Programme) -> Iterator[Fault]:
    """Weights of 100 and sound items in every rubric that is used."""
    for i, rubric in enumerate(programme.rubrics):
        path = f"rubrics.{i}"
        if rubric.weights != 100:
            text = _("评分表“{id}”各项权重合计 {sum}，不是 100。", id=rubric.id, sum=rubric.weights)
            yield blame(programme, path, text, _("请调整各项 weight，合计 100。"))
        for j, item in enumerate(rubric.criteria):
            yield from _criterion(programme, f"{path}.criteria.{j}", item)


def _criterion(programme: Programme, path: str, item: Criterion) -> Iterator[Fault]:
    if item.type == "knockout" and (item.weight or item.minimum is not None):
        text = _("一票否决项“{id}”不计分。", id=item.id)
        yield blame(programme, path, text, _("请去掉 weight 和 minimum。"))
    if item.type != "knockout" and not item.weight:
        text = _("评分项“{id}”没有权重。", id=item.id)
        yield blame(programme, path, text, _("请写“weight = …”。"))
    if item.minimum is not None and item.minimum > item.top:
        text = _("评分项“{id}”的最低要求高于满分。", id=item.id)
        yield blame(programme, f"{path}.minimum", text, _("请让 minimum 不大于满分。"))
    yield from _anchors(programme, path, item)


def _anchors(programme: Programme, path: str, item: Criterion) -> Iterator[Fault]:
    if item.type in ("levels", "words", "ticks") and len(item.anchors) < 2:
        text = _("评分项“{id}”没有写可选的等级。", id=item.id)
        remedy = _("请写 anchors，至少两项，每项有 points 和 label。")
        yield blame(programme, path, text, remedy)
        return
    points = [anchor.points for anchor in item.anchors]
    reached = sum(points, Decimal(0)) if item.type == "ticks" else max(points, default=Decimal(0))
    if reached > item.top:
        text = _("评分项“{id}”最多可得 {points} 分，超过满分。", id=item.id, points=reached)
        yield blame(programme, f"{path}.anchors", text, _("请调整 points，或写 max。"))
    if item.type in ("levels", "words", "ticks") and reached < item.top:
        text = _("评分项“{id}”最多只能得 {points} 分，得不到满分。", id=item.id, points=reached)
        yield blame(programme, f"{path}.anchors", text, _("请调整 points，或写 max。"))
