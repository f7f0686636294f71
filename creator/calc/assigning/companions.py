"""The files beside the similarities: who conflicts, who works where, what is fixed already."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from creator.calc.assigning.similarity import Similarity
from creator.calc.desk import Desk
from creator.calc.tables import Column, Row, read_table
from creator.calc.values import Name, Names, Whole
from creator.i18n import Text, _
from creator.programme.place import nearest
from creator.reckoning.assigning.problem import Pair

_LOAD = Whole(most=1_000_000)


@dataclass(frozen=True)
class Person:
    """What the file of groups says of one expert."""

    group: str = ""
    fields: frozenset[str] = frozenset()
    max_load: int | None = None
    min_load: int | None = None


def read_pairs(path: Path, similarity: Similarity, desk: Desk) -> frozenset[Pair]:
    """Pairs of proposals and experts that the similarities know."""
    columns = [Column("proposal", Name()), Column("expert", Name())]
    before = len(desk.faults)
    table = read_table(path, columns, desk, key=["proposal", "expert"])
    known = {"proposal": set(similarity.grid.proposals), "expert": set(similarity.grid.experts)}
    for row in table if len(desk.faults) == before else ():
        for column, names in known.items():
            _known(row, column, names, desk)
    return frozenset(zip(table.columns["proposal"], table.columns["expert"], strict=True))


def read_groups(path: Path, similarity: Similarity, desk: Desk) -> dict[str, Person]:
    """Expert -> group and fields."""
    columns = [
        Column("expert", Name()),
        Column("group", Name(), empty="", required=False),
        Column("fields", Names(), empty=(), required=False),
        Column("max_load", _LOAD, empty=None, required=False),
        Column("min_load", _LOAD, empty=None, required=False),
    ]
    before = len(desk.faults)
    table = read_table(path, columns, desk, key=["expert"])
    if len(desk.faults) > before:
        return {}
    known = set(similarity.grid.experts)
    for row in table:
        _known(row, "expert", known, desk)
        _check_loads(row, desk)
    return {row["expert"]: _person(row) for row in table}


def _check_loads(row: Row, desk: Desk) -> None:
    most, least = row["max_load"], row["min_load"]
    if most is not None and least is not None and least > most:
        text = _("min_load（{least}）比 max_load（{most}）大。", least=least, most=most)
        desk.cell(row.table.path, row.line, "min_load", text, _("请改正其中一个。"))


def _person(row: Row) -> Person:
    return Person(row["group"], frozenset(row["fields"]), row["max_load"], row["min_load"])


def read_needs(path: Path, similarity: Similarity, desk: Desk) -> dict[str, int]:
    """Proposal -> how many experts it gets, for those that differ."""
    columns = [Column("proposal", Name()), Column("experts", Whole(least=1, most=1_000_000))]
    before = len(desk.faults)
    table = read_table(path, columns, desk, key=["proposal"])
    if len(desk.faults) > before:
        return {}
    known = set(similarity.grid.proposals)
    for row in table:
        _known(row, "proposal", known, desk)
    return {row["proposal"]: row["experts"] for row in table}


def _known(row: Row, column: str, names: Iterable[str], desk: Desk) -> None:
    name = row[column]
    if name in names:
        return
    text = _("相似度表里没有“{name}”。", name=name)
    desk.cell(row.table.path, row.line, column, text, _hint(name, names))


def _hint(name: str, names: Iterable[str]) -> Text:
    return _("{hint}请改正名称，或删去这一行。", hint=nearest(name, sorted(names)))


def check_fixed(
    path: Path,
    fixed: frozenset[Pair],
    absent: frozenset[Pair],
    conflicts: frozenset[Pair],
    desk: Desk,
) -> None:
    """A fixed pair must be one that may be."""
    for proposal, expert in sorted(fixed):
        if (proposal, expert) in conflicts:
            text = _(
                "项目 {proposal} 与专家 {expert} 有利益冲突。", proposal=proposal, expert=expert
            )
        elif (proposal, expert) in absent:
            text = _(
                "项目 {proposal} 与专家 {expert} 没有相似度。", proposal=proposal, expert=expert
            )
        else:
            continue
        desk.cell(str(path), _line(path, proposal, expert), "expert", text, _("请先撤下这一安排。"))


def _line(path: Path, proposal: str, expert: str) -> int:
    columns = [Column("proposal", Name()), Column("expert", Name())]
    table = read_table(path, columns, Desk())
    return next(row.line for row in table if (row["proposal"], row["expert"]) == (proposal, expert))
