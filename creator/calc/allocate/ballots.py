"""Residents' ballots: a row for each proposal somebody votes for."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from creator.calc.allocate.ranking_file import SCORES
from creator.calc.desk import Desk
from creator.calc.tables import Column, Table, read_table
from creator.calc.values import Name, Number
from creator.i18n import _
from creator.programme.place import nearest
from creator.reckoning.rounding import ONE, ZERO, plus

COLUMNS = (
    Column("voter", Name()),
    Column("proposal", Name()),
    Column("points", Number(least=ZERO), empty=ONE, required=False),
)


@dataclass(frozen=True)
class BallotBox:
    """`ballots` by voter; `votes` are all votes (points) by proposal."""

    ballots: dict[str, dict[str, Decimal]]
    votes: dict[str, Decimal]


def read_ballots(path: Path, proposals: Collection[str], desk: Desk) -> BallotBox:
    """The ballots; a vote for a proposal nobody knows is blamed."""
    table = read_table(path, COLUMNS, desk, key=("voter", "proposal"))
    desk.settle()
    ballots: dict[str, dict[str, Decimal]] = {}
    votes = dict.fromkeys(proposals, ZERO)
    columns = table.columns
    rows = zip(columns["voter"], columns["proposal"], columns["points"], table.lines, strict=True)
    for voter, proposal, points, line in rows:
        if proposal not in votes:
            text = _("排名表里没有项目 {proposal}。", proposal=proposal)
            desk.cell(table.path, line, "proposal", text, nearest(proposal, votes))
            continue
        ballots.setdefault(voter, {})[proposal] = points
        votes[proposal] = plus(votes[proposal], points)
    desk.settle()
    return BallotBox(ballots, votes)


def counted(table: Table, box: BallotBox, desk: Desk) -> Table:
    """The table with the votes as its scores."""
    for name in (*SCORES, "rank"):
        if name in table.present:
            text = _("有选票时得分就是票数，不能再有“{column}”这一列。", column=name)
            desk.cell(table.path, 1, name, text, _("请删去这一列，或不用 --ballots。"))
    votes = [box.votes[proposal] for proposal in table.columns["proposal"]]
    columns = {**table.columns, SCORES[0]: votes}
    return replace(table, columns=columns, present=table.present | {SCORES[0]})
