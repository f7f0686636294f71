"""One panel's sheets -> one result for each proposal.

Stages when criteria are averaged (the default): each criterion's panel score is taken over the
experts, multiplied by its weight, rounded, and only then summed. When sheets are averaged, each
expert's own total is rounded first and the panel takes the mean of totals.
"""

from collections.abc import Mapping
from decimal import Decimal

from creator.i18n import _, listed
from creator.reckoning.scoring.panel import Panel
from creator.reckoning.scoring.panel_rule import PanelRule, TooFewSheets
from creator.reckoning.scoring.results import ResultSet
from creator.reckoning.scoring.sheets import Sheets, check_sheets

Confidence = Mapping[str, Mapping[str, Decimal]]
"""{proposal: {expert: weight}}: how sure each expert was."""


def reckon(sheets: Sheets, rule: PanelRule, confidence: Confidence | None = None) -> ResultSet:
    """Scores of all proposals in `sheets` ({proposal: {expert: {criterion: answer}}}).

    Give sealed, counted sheets only: drafts, withdrawn and recused ones never come here.
    `confidence` ({proposal: {expert: weight}}) is needed by the method `confidence` alone.
    Raises `TooFewSheets`, `InvalidSheets` or, where nobody is confident, `Unreckonable`.
    """
    check_sheets(sheets, rule.criteria)
    lacking = tuple(
        sorted(p for p, given in sheets.items() if not rule.aggregate.suits(len(given)))
    )
    if lacking:
        raise TooFewSheets(
            _(
                "{n} 个项目的评分表不足 {need} 份：{proposals}。",
                n=len(lacking),
                need=rule.aggregate.sheets_needed,
                proposals=listed(lacking),
            ),
            lacking,
        )
    weights = confidence or {}
    return ResultSet(
        {p: Panel(p, sheets[p], rule, weights.get(p, {})).result() for p in sorted(sheets)}
    )
