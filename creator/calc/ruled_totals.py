"""Sheets under a score rule: totals with its weights and items, scores as it makes them."""

from decimal import Decimal
from pathlib import Path

from creator.calc.desk import Desk
from creator.calc.rules import read_rule
from creator.calc.score.plan import plan
from creator.calc.score.rule import ScoreRule
from creator.calc.score.run import Scoring
from creator.calc.score.sheets import SheetBook
from creator.calc.sheet_totals import Scored, Setting


def read_ruled(path: Path, rule: Path, desk: Desk) -> dict[Setting, Scored]:
    """The sheets of every panel of the rule, dropped ones too, and the panel's scores."""
    whole = plan(read_rule(rule, ScoreRule), desk)
    scoring = Scoring(whole, SheetBook(path, whole, desk), desk)
    settings = {one.name: (one.round or "", one.group or "") for one in whole.panels()}
    totals: dict[Setting, dict[str, dict[str, Decimal]]] = {}
    scores: dict[Setting, dict[str, Decimal]] = {}
    for reckoned in scoring.run():
        for name, result in reckoned.panels.items():
            setting = settings[name]
            given = {expert: sheet.total for expert, sheet in result.sheets.items()}
            totals.setdefault(setting, {})[result.proposal] = given
            scores.setdefault(setting, {})[result.proposal] = result.total
    return {setting: Scored(totals[setting], scores[setting]) for setting in sorted(totals)}
