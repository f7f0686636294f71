"""How well every expert suits every proposal: a list of pairs, or a table with an expert a column.

Scores become whole numbers in the smallest decimal place that the file has, so that sums are exact.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from creator.calc.csv_text import headed
from creator.calc.desk import Desk
from creator.calc.tables import Column, read_table
from creator.calc.values import Name, Number, Wrong
from creator.i18n import _
from creator.reckoning.problem import Pair

_DECIMALS = 10
_SHORT = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,10}))?", re.ASCII)


@dataclass(frozen=True)
class Similarity:
    """The pairs that have a score, in units of the last decimal place."""

    proposals: Sequence[str]
    experts: Sequence[str]
    scores: Mapping[Pair, int]
    decimals: int

    def absent(self) -> list[Pair]:
        """The pairs without a score."""
        if len(self.scores) == len(self.proposals) * len(self.experts):
            return []
        every = ((proposal, expert) for proposal in self.proposals for expert in self.experts)
        return [pair for pair in every if pair not in self.scores]

    def number(self, units: int) -> Decimal:
        """A sum of scores as a number."""
        return Decimal(units).scaleb(-self.decimals)


@dataclass
class Exact:
    """A number as an integer of ten decimal places; remembers how many places were written."""

    folds: bool = field(default=True, init=False)
    decimals: int = field(default=0, init=False)

    def take(self, text: str) -> int:
        match = _SHORT.fullmatch(text)
        if not match:
            Number(decimals=_DECIMALS).take(text)
            raise AssertionError(text)
        sign, whole, places = match.groups()
        if not places:
            return int(f"{sign}{whole}{'0' * _DECIMALS}")
        written = len(places.rstrip("0"))
        self.decimals = max(self.decimals, written)
        return int(f"{sign}{whole}{places:0<{_DECIMALS}}")


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
        scores = _pairs(path, exact, desk)
    else:
        scores = _matrix(path, header, line, exact, desk)
    desk.settle()
    decimals = max(exact.decimals, least_decimals)
    unit = 10 ** (_DECIMALS - decimals)
    return Similarity(
        sorted({proposal for proposal, _expert in scores}),
        sorted({expert for _proposal, expert in scores}),
        {pair: score // unit for pair, score in scores.items() if score is not None},
        decimals,
    )


def _pairs(path: Path, exact: Exact, desk: Desk) -> dict[Pair, int | None]:
    columns = [
        Column("proposal", Name()),
        Column("expert", Name()),
        Column("score", exact, empty=None),
    ]
    table = read_table(path, columns, desk, key=["proposal", "expert"])
    desk.settle()
    pairs = zip(table.columns["proposal"], table.columns["expert"], strict=True)
    return dict(zip(pairs, table.columns["score"], strict=True))


def _matrix(
    path: Path, header: list[str], line: int, exact: Exact, desk: Desk
) -> dict[Pair, int | None]:
    experts = _experts(path, header, line, desk)
    columns = [Column("proposal", Name()), *(Column(name, exact, empty=None) for name in experts)]
    table = read_table(path, columns, desk, key=["proposal"])
    desk.settle()
    proposals = table.columns["proposal"]
    return {
        (proposal, expert): score
        for written, expert in experts.items()
        for proposal, score in zip(proposals, table.columns[written], strict=True)
    }


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
