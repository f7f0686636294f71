"""The score of one proposal in sentences: every mark, what was dropped, how it was rounded."""

from collections.abc import Iterator, Mapping, Sequence

from creator.calc.explain.ranked import Said, rank_lines
from creator.calc.score.plan import Stage
from creator.calc.score.run import Reckoned
from creator.i18n import Label, Text, _, listed
from creator.reckoning.canonical import digits
from creator.reckoning.ranking import Place
from creator.reckoning.rounding import Rounding
from creator.reckoning.scoring.results import CriterionScore, Result

_METHODS: Mapping[str, Text] = {
    "mean": _("取平均分"),
    "trimmed": _("去掉最高和最低后取平均分"),
    "median": _("取中位数"),
    "confidence": _("按把握程度加权平均"),
}


def score_lines(whole: Stage, reckoned: Reckoned, places: Sequence[Place]) -> Iterator[Said]:
    """From the marks to the rank."""
    line = reckoned.line
    for panel in whole.panels():
        found = reckoned.panels.get(panel.name)
        if found is not None:
            yield from _panel(panel, found)
    yield from _parts(whole, line.stages)
    if line.left_out is not None:
        yield 0, line.left_out
    for place in places:
        if place.proposal == line.proposal:
            yield from rank_lines(place, sum(one.rank is not None for one in places))


def _panel(panel: Stage, result: Result) -> Iterator[Said]:
    assert panel.panel is not None
    name = _("“{panel}”", panel=panel.name) if panel.name else _("评分表")
    how = _METHODS[result.method]
    yield 0, _("{panel}：{n} 份，{how}。", panel=name, n=len(result.sheets), how=how)
    dropped = sorted(expert for expert, sheet in result.sheets.items() if sheet.dropped)
    if panel.panel.compares_sheets:
        totals = [f"{expert} {digits(one.total)}" for expert, one in sorted(result.sheets.items())]
        yield 1, _("各表合计：{totals}。", totals=listed(totals))
    if dropped:
        yield 1, _("去掉整张评分表：{experts}。", experts=listed(dropped))
    for criterion in panel.panel.criteria:
        score = result.criteria.get(criterion.id)
        if score is not None:
            yield 1, _criterion(criterion.name, criterion.id, score, result)
    yield from _total(result, panel.rounding)
    yield from ((1, reason) for reason in result.barred)


def _criterion(name: Label | str, id_: str, score: CriterionScore, result: Result) -> Text:
    """One line of the rubric; a mark that was trimmed away stands in brackets."""
    marks = []
    for expert, sheet in sorted(result.sheets.items()):
        if id_ in sheet.answers:
            mark = digits(sheet.answers[id_])
            out = sheet.dropped or expert in score.dropped
            marks.append(f"{expert} ({mark})" if out else f"{expert} {mark}")
    return _(
        "{criterion}：{marks} → {value}，计入 {weighted}。",
        criterion=name,
        marks=listed(marks),
        value=digits(score.value),
        weighted=digits(score.weighted),
    )


def _total(result: Result, rounding: Rounding, parts: bool = False) -> Iterator[Said]:
    words = {
        "base": digits(result.base),
        "bonus": digits(result.bonus),
        "deduction": digits(result.deduction),
        "total": digits(result.total),
    }
    yield 1, _("基础分 {base}，加分 {bonus}，扣分 {deduction} → {total} 分。", **words)
    stages = {
        "part": (_("各部分"), rounding.part if parts else None),
        "sheet": (_("评分表合计"), None if parts else rounding.sheet),
        "criterion": (_("各项"), None if parts else rounding.criterion),
        "total": (_("总分"), rounding.total),
    }
    kept = [
        _("{stage} {n} 位", stage=stage, n=places)
        for stage, places in stages.values()
        if places is not None
    ]
    if kept:
        yield 1, _("四舍五入，保留小数：{stages}。", stages=listed(kept))


def _parts(stage: Stage, made: Mapping[str, Result]) -> Iterator[Said]:
    """What is made of several panels, from the inside out."""
    for part in stage.parts:
        yield from _parts(part, made)
    result = made.get(stage.name)
    if not stage.parts or result is None:
        return
    name = _("“{panel}”", panel=stage.name) if stage.name else _("总分")
    yield 0, _("{panel}由各部分合成：", panel=name)
    for id_, part_ in result.parts.items():
        yield (
            1,
            _(
                "“{part}”：{score} × {weight} → {weighted}。",
                part=id_,
                score=digits(part_.score),
                weight=digits(part_.weight),
                weighted=digits(part_.weighted),
            ),
        )
    for id_, points in result.additions.items():
        yield 1, _("“{part}”另加 {points}。", part=id_, points=digits(points))
    yield from _total(result, stage.rounding, parts=True)
