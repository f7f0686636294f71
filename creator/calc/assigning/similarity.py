"""How well every expert suits every proposal: a list of pairs, or a table with an expert a column.

Scores become whole numbers in the smallest decimal place that the file has, so that sums are exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from creator.calc.assigning.exact import DECIMALS, Exact
from creator.calc.csv_text import headed
from creator.calc.desk import Desk
from creator.calc.tables import Column, read_table
from creator.calc.values import Name, Wrong
from creator.i18n import _
from creator.reckoning.assigning.grid import Grid
from creator.reckoning.rounding import shifted

Scores = Sequence[int | None]


@dataclass(frozen=True)
class Similarity:
    """The scores, in units of the last decimal place."""

    grid: Grid
    decimals: int

    def number(self, units: int) -> Decimal:
        """A sum of scores as a number."""
        return shifted(Decimal(units), -self.decimals)

    def units(self, number: Decimal) -> int:
        """A number that has no more places than the scores, in their units."""
        return int(shifted(number, self.decimals))


def read_similarity(path: Path, desk: Desk, least_decimals: int = 0) -> Similarity:
    """The similarities in this file, whichever of the two ways it is written."""
    header, line, _rows = headed(path, Desk())
    if "proposal" not in header:
        text = _("缺少“{column}”这一列。", column="proposal")
        remedy = _(
            "请写成三列 proposal,expert,score；或第一列写 proposal，其余各列写专家，每格是相似度。"
        )
        desk.cell(str(path), line, "proposal", text, remedy)
        desk.settle()
    exact = Exact()
    if "expert" in header or "score" in header:
        grid = _pairs(path, exact, desk)
    else:
        grid = _matrix(path, header, line, exact, desk)
    decimals = max(exact.decimals, least_decimals)
    unit = 10 ** (DECIMALS - decimals)
    rows = [[score if score is None else score // unit for score in row] for row in grid.rows]
    return Similarity(Grid(grid.proposals, grid.experts, rows), decimals)


def _pairs(path: Path, exact: Exact, desk: Desk) -> Grid:
    columns = [
        Column("proposal", Name()),
        Column("expert", Name()),
        Column("score", exact, empty=None),
    ]
    table = read_table(path, columns, desk)
    desk.settle()
    proposals = sorted(set(table.columns["proposal"]))
    experts = sorted(set(table.columns["expert"]))
    place = {proposal: at for at, proposal in enumerate(proposals)}
    at = {expert: number for number, expert in enumerate(experts)}
    rows: list[list[int | None]] = [[None] * len(experts) for _proposal in proposals]
    seen = [0] * len(proposals)
    for proposal, expert, score in zip(
        *(table.columns[name] for name in ("proposal", "expert", "score")), strict=True
    ):
        number = place[proposal]
        rows[number][at[expert]] = score
        seen[number] |= 1 << at[expert]
    if sum(map(int.bit_count, seen)) != len(table):
        read_table(path, columns, desk, key=["proposal", "expert"])
        desk.settle()
    return Grid(proposals, experts, rows)


def _matrix(path: Path, header: list[str], line: int, exact: Exact, desk: Desk) -> Grid:
    experts = _experts(path, header, line, desk)
    columns = [Column("proposal", Name()), *(Column(name, exact, empty=None) for name in experts)]
    table = read_table(path, columns, desk, key=["proposal"])
    desk.settle()
    written = sorted(experts, key=experts.__getitem__)
    rows = list(zip(*(table.columns[name] for name in written), strict=True))
    proposals: Sequence[str] = table.columns["proposal"]
    order = sorted(range(len(proposals)), key=proposals.__getitem__)
    return Grid(
        [proposals[at] for at in order],
        [experts[name] for name in written],
        [rows[at] for at in order],
    )


def _experts(path: Path, header: list[str], line: int, desk: Desk) -> dict[str, str]:
    """The experts in the header as it is written, and their names as other files write them."""
    experts: dict[str, str] = {}
    for written in header:
        if written == "proposal":
            continue
        try:
            if not written:
                raise Wrong(_("表头有一格是空的。"), _("请写专家的名称，或删去这一列。"))
            experts[written] = Name().take(written)
        except Wrong as wrong:
            desk.cell(str(path), line, written, wrong.text, wrong.remedy)
    if not experts:
        text = _("表里没有专家。")
        desk.cell(str(path), line, "", text, _("请在 proposal 后面每位专家写一列。"))
    desk.settle()
    return experts
