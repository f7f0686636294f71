"""What a cell of a sheet may say for the items of one panel, and which cells a sheet must have."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from creator.calc.score.plan import Stage
from creator.calc.score.rule import Item
from creator.calc.values import Wrong
from creator.half_width import half_width
from creator.i18n import Text, _, listed
from creator.programme.place import nearest
from creator.reckoning.rounding import ONE, ZERO
from creator.reckoning.scoring.items import Criterion

_YES_NO = {
    **dict.fromkeys(("是", "yes", "Yes", "YES", "true", "True", "TRUE"), ONE),
    **dict.fromkeys(("否", "no", "No", "NO", "false", "False", "FALSE"), ZERO),
}

Cell = Decimal | str | None


class Answers:
    """The items of one panel. `known` remembers every (criterion, cell) that was right."""

    def __init__(self, stage: Stage) -> None:
        assert stage.panel is not None
        self.criteria = {criterion.id: criterion for criterion in stage.panel.criteria}
        self.said = {item.id: _said(item) for item in stage.items}
        self.known: dict[tuple[str, Cell], Decimal | None] = {}
        self.compulsory = frozenset(
            c.id for c in stage.panel.criteria if c.in_base and not c.optional
        )
        self.vetoes = {c.id: ZERO for c in stage.panel.criteria if c.kind == "knockout"}

    @property
    def words(self) -> frozenset[str]:
        """The words that may stand in a cell instead of a number."""
        return frozenset(word for said in self.said.values() for word in said)

    def take(self, name: str, cell: Cell) -> Decimal | None:
        """The answer; `None` where none was given. Raises Wrong, and tells in which column."""
        criterion = self.criteria.get(name)
        if criterion is None:
            raise Wrong(_("没有评分项“{id}”。", id=name), nearest(name, self.criteria))
        answer = self.said[name].get(cell) if isinstance(cell, str) else cell
        if cell is None:
            if name in self.compulsory:
                raise Wrong(_("“{item}”没有打分。", item=criterion.name), _unanswered())
        elif answer is None or not criterion.accepts(answer):
            text = _("“{item}”不能打 {cell}。", item=criterion.name, cell=cell)
            raise Wrong(text, self._allowed(criterion))
        self.known[name, cell] = answer
        return answer

    def _allowed(self, criterion: Criterion) -> Text:
        if criterion.kind in ("points", "bonus", "deduction"):
            bounds = {"least": criterion.least, "most": criterion.most}
            return _("请写 {least} 到 {most} 之间的数。", **bounds)
        if criterion.kind == "knockout":
            return _("请写 1（否决）或 0。")
        if criterion.kind == "ticks":
            boxes = listed(str(step) for step in criterion.steps)
            return _("请写所勾选各项分值之和；各项分值：{steps}。", steps=boxes)
        words = sorted(self.said[criterion.id])
        choices = [*sorted({str(step) for step in criterion.steps}), *words]
        return _("可以写：{words}。", words=listed(choices))

    def lacking(self, answers: Mapping[str, Decimal]) -> Iterator[Criterion]:
        """The items a sheet leaves open although they must be answered."""
        return (c for c in self.criteria.values() if c.id in self.compulsory - answers.keys())


def _unanswered() -> Text:
    return _("请填写；确实可以不填的项，在规则里写 optional = true。")


def _said(item: Item) -> dict[str, Decimal]:
    """The words that stand for points."""
    if item.type == "knockout":
        return dict(_YES_NO)
    if item.type not in ("levels", "words"):
        return {}
    labelled = [anchor for anchor in item.anchors if anchor.label is not None]
    said = {w: a.points for a in labelled if a.label for w in (a.label.zh, a.label.en)}
    return {half_width(word): points for word, points in said.items()}
