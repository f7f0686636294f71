"""Two tables about the same proposals become one."""

from collections.abc import Sequence
from pathlib import Path

from creator.calc.desk import Desk
from creator.calc.facts import COLUMNS, check_order
from creator.calc.tables import Table, read_table
from creator.i18n import _


def joined(ranking: Table, path: Path, desk: Desk) -> Table:
    """The ranking with the columns of a table of facts about the same proposals."""
    facts = read_table(path, COLUMNS, desk, key=("proposal",))
    check_order(facts, desk)
    row_of = {proposal: at for at, proposal in enumerate(facts.columns["proposal"])}
    for row in ranking:
        if row["proposal"] not in row_of:
            text = _("“{path}”里没有这个项目。", path=facts.path)
            desk.cell(ranking.path, row.line, "proposal", text, _("请补上它的资料。"))
    desk.settle()
    order = [row_of[proposal] for proposal in ranking.columns["proposal"]]
    for name in sorted((facts.present & ranking.present) - {"proposal"}):
        _agree(name, ranking, facts, order, desk)
    desk.settle()
    taken = {name: [facts.columns[name][at] for at in order] for name in facts.present}
    return Table(
        ranking.path,
        {**ranking.columns, **taken, "proposal": ranking.columns["proposal"]},
        ranking.lines,
        ranking.present | facts.present,
    )


def _agree(name: str, ranking: Table, facts: Table, order: Sequence[int], desk: Desk) -> None:
    """A column of both tables must say the same in both."""
    given = facts.columns[name]
    for value, at, line in zip(ranking.columns[name], order, ranking.lines, strict=True):
        if value != given[at]:
            text = _("“{column}”与“{path}”里写的不同。", column=name, path=facts.path)
            desk.cell(ranking.path, line, name, text, _("请改成一致，或从其中一张表里删去这一列。"))
