"""The sheets of one proposal: trimming, the panel's score on each line, the total."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from creator.i18n import Text, _
from creator.reckoning.canonical import plain
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.rounding import ONE, ZERO, half_up, net, times, total
from creator.reckoning.scoring.aggregate import extremes, mean, median, weighted_mean
from creator.reckoning.scoring.items import Criterion
from creator.reckoning.scoring.panel_rule import PanelRule, TooFewSheets
from creator.reckoning.scoring.results import CriterionScore, Result, SheetScore

_COMPARED = 30
"""Decimals to which unrounded totals are compared; below is only where quotients were cut."""


class Panel:
    """The sheets of one proposal under one rule."""

    def __init__(
        self,
        proposal: str,
        sheets: Mapping[str, Mapping[str, Decimal]],
        rule: PanelRule,
        confidence: Mapping[str, Decimal],
    ) -> None:
        self.proposal = proposal
        self.rule = rule
        self.sheets = {expert: sheets[expert] for expert in sorted(sheets)}
        self.confidence = confidence
        if rule.aggregate.method == "confidence" and not sheets.keys() <= confidence.keys():
            raise Unreckonable(_("项目 {proposal} 有评分表未填把握程度。", proposal=proposal))

    def result(self) -> Result:
        rule, method = self.rule, self.rule.aggregate.used_for(len(self.sheets))
        scored = {expert: self._sheet(answers) for expert, answers in self.sheets.items()}
        dropped: frozenset[str] = frozenset()
        if rule.trims_sheets and method == "trimmed":
            # Equal totals are told apart by the answers, so that ids decide only between twins.
            keys = {
                e: (half_up(s.total, _COMPARED), self._answers_in_order(e))
                for e, s in scored.items()
            }
            dropped = extremes(keys, rule.aggregate)
            scored = {e: replace(s, dropped=e in dropped) for e, s in scored.items()}
        marks = self._marks()
        criteria = {
            c.id: self._criterion(c, marks[c.id], dropped) for c in rule.criteria if c.id in marks
        }
        base, bonus, deduction = self._sums(criteria, scored, dropped)
        return Result(
            proposal=self.proposal,
            total=half_up(net(base, bonus, deduction), rule.rounding.total),
            untrimmed=half_up(net(*self._plain(marks, scored)), rule.rounding.total),
            base=base,
            bonus=bonus,
            deduction=deduction,
            method=method,
            criteria=criteria,
            sheets=scored,
            barred=self._bars(criteria),
        )

    def _sheet(self, answers: Mapping[str, Decimal]) -> SheetScore:
        weighted = {
            c.id: times(answers[c.id], c.weight)
            for c in self.rule.criteria
            if c.in_total and c.id in answers
        }
        base, bonus, deduction = self._parts(weighted)
        own = half_up(net(base, bonus, deduction), self.rule.rounding.sheet)
        return SheetScore(own, dict(answers), weighted, dropped=False)

    def _answers_in_order(self, expert: str) -> tuple[Decimal, ...]:
        return tuple(self.sheets[expert].get(c.id, ZERO) for c in self.rule.criteria)

    def _parts(self, weighted: Mapping[str, Decimal]) -> tuple[Decimal, Decimal, Decimal]:
        """Base, capped bonus and capped deduction of one set of weighted marks."""
        base, bonus, deduction = (
            total([weighted[id_] for id_ in ids if id_ in weighted]) for ids in self.rule.sums
        )
        if self.rule.bonus_cap is not None:
            bonus = min(bonus, self.rule.bonus_cap)
        if self.rule.deduction_cap is not None:
            deduction = min(deduction, self.rule.deduction_cap)
        return base, bonus, deduction

    def _marks(self) -> dict[str, dict[str, Decimal]]:
        """{criterion: {expert: mark}} of everything that moves the score."""
        result = {}
        for criterion in self.rule.criteria:
            marks = {
                expert: answers[criterion.id]
                for expert, answers in self.sheets.items()
                if criterion.id in answers
            }
            if marks and criterion.kind in ("bonus", "deduction"):  # not written: none given
                marks = dict.fromkeys(self.sheets, ZERO) | marks
            if criterion.in_total and marks:
                result[criterion.id] = marks
            elif criterion.in_base:
                raise self._too_few(criterion)
        return result

    def _criterion(
        self, criterion: Criterion, marks: Mapping[str, Decimal], dropped: frozenset[str]
    ) -> CriterionScore:
        how = self.rule.aggregate
        if how.method == "trimmed" and not how.suits(len(marks)):
            raise self._too_few(criterion)
        method = how.used_for(len(marks))
        if method == "trimmed" and not self.rule.trims_sheets:
            dropped = extremes(marks, how)
        kept = {expert: mark for expert, mark in marks.items() if expert not in dropped}
        exact = self._middle(kept, method)
        places = self.rule.rounding.criterion
        weighted = half_up(times(exact, criterion.weight), places)
        return CriterionScore(half_up(exact, places), weighted, method, dropped)

    def _too_few(self, criterion: Criterion) -> TooFewSheets:
        return TooFewSheets(
            _(
                "项目 {proposal} 的“{criterion}”打分的专家太少。",
                proposal=self.proposal,
                criterion=criterion.name,
            ),
            (self.proposal,),
        )

    def _middle(self, marks: Mapping[str, Decimal], method: str) -> Decimal:
        """One mark from those that were kept: the trimming itself is already done."""
        if method == "median":
            return median(marks.values())
        if method != "confidence":
            return mean(marks.values())
        weighted = weighted_mean(marks, self.confidence)
        if weighted is None:
            raise Unreckonable(_("项目 {proposal} 的专家把握程度全为零。", proposal=self.proposal))
        return weighted

    def _sums(
        self,
        criteria: Mapping[str, CriterionScore],
        scored: Mapping[str, SheetScore],
        dropped: frozenset[str],
    ) -> tuple[Decimal, Decimal, Decimal]:
        if self.rule.average == "criteria":
            return self._parts({key: score.weighted for key, score in criteria.items()})
        totals = {expert: sheet.total for expert, sheet in scored.items() if expert not in dropped}
        exact = self._middle(totals, self.rule.aggregate.used_for(len(scored)))
        return half_up(exact, self.rule.rounding.total), ZERO, ZERO

    def _plain(
        self, marks: Mapping[str, Mapping[str, Decimal]], scored: Mapping[str, SheetScore]
    ) -> tuple[Decimal, Decimal, Decimal]:
        """The same sums with the plain mean over all sheets."""
        rounding = self.rule.rounding
        if self.rule.average == "sheets":
            exact = mean(sheet.total for sheet in scored.values())
            return half_up(exact, rounding.total), ZERO, ZERO
        return self._parts(
            {
                c.id: half_up(times(mean(marks[c.id].values()), c.weight), rounding.criterion)
                for c in self.rule.criteria
                if c.id in marks
            }
        )

    def _bars(self, criteria: Mapping[str, CriterionScore]) -> tuple[Text, ...]:
        bars = []
        for criterion in self.rule.criteria:
            if criterion.kind == "knockout":
                votes = sum(answers[criterion.id] == ONE for answers in self.sheets.values())
                if votes:
                    bars.append(
                        _(
                            "一票否决：{criterion}（{n} 位专家）。",
                            criterion=criterion.name,
                            n=votes,
                        )
                    )
            elif criterion.minimum is not None and criterion.id in criteria:
                value = criteria[criterion.id].value
                if value < criterion.minimum:
                    bars.append(
                        _(
                            "“{criterion}”得 {value}，低于最低要求 {least}。",
                            criterion=criterion.name,
                            value=plain(value),
                            least=plain(criterion.minimum),
                        )
                    )
        return tuple(bars)
