"""The sums themselves, proposal by proposal, so that only what is published stays in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from creator.calc.desk import Desk
from creator.calc.score.plan import Stage
from creator.calc.score.sheets import SheetBook, Sheets
from creator.i18n import Text, _
from creator.reckoning.canonical import Seal, digits
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.rounding import ZERO, half_up
from creator.reckoning.scoring.composite import Scored, combine
from creator.reckoning.scoring.panel import Panel
from creator.reckoning.scoring.panel_rule import TooFewSheets
from creator.reckoning.scoring.results import Result, ResultSet, SheetScore

FINEST = 30
"""Decimals of a total that no stage rounds: the same fraction is the same total."""

_PROGRESS = 5_000
_NOTHING: Mapping[str, SheetScore] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal: the score, and what every stage gave (without the sheets).

    `left_out` says why there is no score. `sheets` counts them, by panel.
    """

    proposal: str
    result: Result | None
    stages: Mapping[str, Result]
    sheets: Mapping[str, int]
    dropped: Mapping[str, tuple[str, ...]]
    left_out: Text | None = None


@dataclass
class Reckoned:
    """One proposal fresh from the sums, its sheets still there."""

    line: Line
    panels: Mapping[str, Result]


class _LeftOut(Exception):
    """The proposal takes no part in the ranking; `why` is nothing where a fault was found."""

    def __init__(self, why: Text | None) -> None:
        super().__init__()
        self.why = why


@dataclass
class Scoring:
    """Goes through all sheets once; afterwards `lines` and the digests are complete.

    `seal` is the digest of what is ranked, `seals` those of the panels it was made of.
    """

    whole: Stage
    book: SheetBook
    desk: Desk
    lines: list[Line] = field(default_factory=list)
    seal: Seal = field(default_factory=Seal)
    seals: dict[str, Seal] = field(default_factory=dict)

    @property
    def results(self) -> dict[str, Result]:
        """What is ranked, by proposal."""
        return {one.proposal: one.result for one in self.lines if one.result is not None}

    def run(self) -> Iterator[Reckoned]:
        """Every proposal in order of its id. Raises FaultyFile at the end if anything was wrong."""
        for number, (proposal, sheets) in enumerate(self.book, start=1):
            one = _OneProposal(self, proposal, sheets)
            reckoned = one.reckoned()
            self.lines.append(reckoned.line)
            for name, panel in reckoned.panels.items() if self.whole.parts else ():
                self.seals.setdefault(name, Seal()).add(proposal, panel)
            if number % _PROGRESS == 0:
                self.desk.say(_("已算 {n} 个项目，共 {all} 个…", n=number, all=len(self.book)))
            yield reckoned
        self.desk.settle()


class _OneProposal:
    def __init__(self, scoring: Scoring, proposal: str, sheets: Mapping[str, Sheets]) -> None:
        self.scoring = scoring
        self.proposal = proposal
        self.sheets = sheets
        self.stages: dict[str, Result] = {}

    def reckoned(self) -> Reckoned:
        result, why = None, None
        if not self.scoring.desk.faults:  # else only further faults are looked for
            try:
                result = _finest(self.stage(self.scoring.whole))
                self.stages[self.scoring.whole.name] = result
                self.scoring.seal.add(self.proposal, result)
            except _LeftOut as left_out:
                why = left_out.why
        panels = {name: one for name, one in self.stages.items() if name in self.sheets}
        kept = {name: replace(one, sheets=_NOTHING) for name, one in self.stages.items()}
        line = Line(
            proposal=self.proposal,
            result=kept[self.scoring.whole.name] if result else None,
            stages=kept,
            sheets={name: len(sheets) for name, sheets in self.sheets.items()},
            dropped={
                name: tuple(expert for expert, sheet in one.sheets.items() if sheet.dropped)
                for name, one in panels.items()
            },
            left_out=why,
        )
        return Reckoned(line, panels)

    def stage(self, stage: Stage) -> Result:
        result = self._panel(stage) if stage.panel is not None else self._parts(stage)
        self.stages[stage.name] = result
        return result

    def _parts(self, stage: Stage) -> Result:
        scored = {part.id: self._part(part) for part in stage.parts if self._needs(stage, part)}
        if stage.last:
            found = scored[stage.parts[-1].id]
            return _of(found, self.proposal)
        assert stage.rule is not None
        added = {a.id: _of(scored[a.id], self.proposal).total for a in stage.rule.additions}
        for id_, points in added.items():
            if points < ZERO:
                words = {"proposal": self.proposal, "part": id_, "points": digits(points)}
                text = _("项目 {proposal} 在“{part}”得 {points} 分，加分不能低于 0。", **words)
                raise self._blamed(text, _('请改正评分表，或写 composite = "weighted"。'))
        parts = {id_: scored[id_] for id_ in stage.rule.weights}
        return combine(parts, stage.rule, {self.proposal: added}, [self.proposal]).results[
            self.proposal
        ]

    def _needs(self, stage: Stage, part: Stage) -> bool:
        """Where only the last part counts, the others may be missing."""
        return self._present(part) or not stage.last or part is stage.parts[-1]

    def _present(self, part: Stage) -> bool:
        return any(panel.name in self.sheets for panel in part.panels())

    def _part(self, part: Stage) -> Scored:
        if self._present(part):
            return ResultSet({self.proposal: self.stage(part)})
        if part.absent == "zero":
            return {self.proposal: ZERO}
        if part.absent == "leave_out":
            raise _LeftOut(_("没有“{part}”的评分表，不参加排名。", part=part.name))
        text = _("项目 {proposal} 没有“{part}”的评分表。", proposal=self.proposal, part=part.name)
        remedy = _(
            '请补上；或在规则的这一部分写 absent = "zero"（按 0 分）'
            '或 absent = "leave_out"（不参加排名）。'
        )
        raise self._blamed(text, remedy)

    def _panel(self, stage: Stage) -> Result:
        assert stage.panel is not None
        sheets, aggregate = self.sheets[stage.name], stage.panel.aggregate
        if not aggregate.suits(len(sheets)):
            words = {"proposal": self.proposal, "n": len(sheets), "need": aggregate.sheets_needed}
            text = _("项目 {proposal} 只有 {n} 份评分表，规则要求至少 {need} 份。", **words)
            raise self._blamed(text, _too_few())
        confidence = {e: s.confidence for e, s in sheets.items() if s.confidence is not None}
        if aggregate.method == "confidence" and len(confidence) < len(sheets):
            text = _("项目 {proposal} 有评分表未填把握程度。", proposal=self.proposal)
            raise self._blamed(text, _("请在 confidence 列填写每份评分表的把握程度。"))
        answers = {expert: sheet.answers for expert, sheet in sheets.items()}
        try:
            # Every cell was checked when it was read, and how many sheets there are above.
            return Panel(self.proposal, answers, stage.panel, confidence).result()
        except TooFewSheets as few:
            raise self._blamed(few.text, _too_few()) from None
        except Unreckonable as refused:
            raise self._blamed(refused.text, _("请改正这个项目的评分表。")) from None

    def _blamed(self, text: Text, remedy: Text) -> _LeftOut:
        table = self.scoring.book.table
        line = table.lines[self.scoring.book.rows[self.proposal][0]]
        self.scoring.desk.cell(table.path, line, "proposal", text, remedy)
        return _LeftOut(None)


def _too_few() -> Text:
    return _('请补足评分表，或在规则里写 below_minimum = "mean" 或较小的 min_sheets。')


def _of(scored: Scored, proposal: str) -> Result:
    if isinstance(scored, ResultSet):
        return scored.results[proposal]
    points = scored[proposal]
    return Result(proposal, points, points, points)


def _finest(result: Result) -> Result:
    """A total that no stage rounded, at its finest; below are only the cuts of quotients."""
    return replace(result, total=_cut(result.total), untrimmed=_cut(result.untrimmed))


def _cut(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -FINEST:
        return Decimal(digits(half_up(value, FINEST)))
    return value
