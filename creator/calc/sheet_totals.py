"""Score sheets as totals: what each expert gave to each proposal, by round and group."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from pathlib import Path

from creator.calc.desk import Desk
from creator.calc.tables import Column, Table, read_table
from creator.calc.values import Name, Number
from creator.i18n import _
from creator.reckoning.rounding import ZERO, total
from creator.reckoning.scoring.aggregate import mean

SHEETS = (
    Column("proposal", Name()),
    Column("expert", Name()),
    Column("criterion", Name(), empty="", required=False),
    Column("points", Number(least=ZERO)),
    Column("confidence", Number(), empty=None, required=False),
    Column("round", Name(), empty="", required=False),
    Column("group", Name(), empty="", required=False),
)
_KEY = ("round", "group", "criterion", "proposal", "expert")

Setting = tuple[str, str]
"""Round and group."""

Totals = Mapping[str, Mapping[str, Decimal]]
"""{proposal: {expert: points}}"""


@dataclass(frozen=True)
class Scored:
    """The sheets of one round and group: their totals, and the score of every proposal."""

    totals: Totals
    scores: Mapping[str, Decimal]


def read_totals(path: Path, desk: Desk) -> dict[Setting, Scored]:
    """A sheet's total is the sum of its points, a proposal's score the mean of its sheets.

    Every sheet of a round and group must have the same lines.
    """
    table = read_table(path, SHEETS, desk, key=_KEY)
    desk.settle()
    sheets: dict[Setting, dict[tuple[str, str], list[tuple[str, Decimal]]]] = {}
    names = ("round", "group", "proposal", "expert", "criterion", "points")
    for turn, group, proposal, expert, criterion, points in zip(
        *(table.columns[name] for name in names), strict=True
    ):
        found = sheets.setdefault((turn, group), {})
        found.setdefault((proposal, expert), []).append((criterion, points))
    for setting, found in sheets.items():
        _check_lines(table, setting, found, desk)
    desk.settle()
    return {setting: _added(found) for setting, found in sorted(sheets.items())}


def _added(sheets: Mapping[tuple[str, str], list[tuple[str, Decimal]]]) -> Scored:
    totals: dict[str, dict[str, Decimal]] = {}
    for (proposal, expert), lines in sheets.items():
        totals.setdefault(proposal, {})[expert] = total(map(itemgetter(1), lines))
    return Scored(totals, {proposal: mean(given.values()) for proposal, given in totals.items()})


def _check_lines(
    table: Table,
    setting: Setting,
    sheets: Mapping[tuple[str, str], list[tuple[str, Decimal]]],
    desk: Desk,
) -> None:
    """A sheet with a line less has a lower total for no reason of the proposal's."""
    known = {criterion for lines in sheets.values() for criterion, _points in lines}
    for (proposal, expert), lines in sheets.items():
        if len(lines) == len(known):
            continue
        lacking = min(known - {criterion for criterion, _points in lines})
        text = _(
            "项目 {proposal} 专家 {expert}：“{line}”没有打分。",
            proposal=proposal,
            expert=expert,
            line=lacking,
        )
        remedy = _("请补上这一项，或者删去这份不完整的评分表：总分要在同样的项目上比较。")
        desk.cell(table.path, _line(table, setting, proposal, expert), "criterion", text, remedy)


def _line(table: Table, setting: Setting, proposal: str, expert: str) -> int:
    """Where a sheet begins."""
    wanted = {"round": setting[0], "group": setting[1], "proposal": proposal, "expert": expert}
    return next(
        row.line for row in table if all(row[name] == value for name, value in wanted.items())
    )
