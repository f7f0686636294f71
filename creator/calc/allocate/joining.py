"""Two tables about the same proposals become one."""

from pathlib import Path

from creator.calc.desk import Desk
from creator.calc.facts import COLUMNS
from creator.calc.tables import Table, read_table
from creator.i18n import _


def joined(ranking: Table, path: Path, desk: Desk) -> Table:
    """The ranking with the columns of a table of facts about the same proposals."""
    facts = read_table(path, COLUMNS, desk, key=("proposal",))
    both = sorted((facts.present & ranking.present) - {"proposal"})
    for name in both:
        text = _("“{column}”在两张表里都有。", column=name)
        desk.cell(facts.path, 1, name, text, _("请从其中一张表里删去这一列。"))
    desk.settle()
    row_of = {proposal: at for at, proposal in enumerate(facts.columns["proposal"])}
    for row in ranking:
        if row["proposal"] not in row_of:
            text = _("“{path}”里没有这个项目。", path=facts.path)
            desk.cell(ranking.path, row.line, "proposal", text, _("请补上它的资料。"))
    desk.settle()
    order = [row_of[proposal] for proposal in ranking.columns["proposal"]]
    taken = {name: [facts.columns[name][at] for at in order] for name in facts.present}
    return Table(
        ranking.path,
        {**ranking.columns, **taken, "proposal": ranking.columns["proposal"]},
        ranking.lines,
        ranking.present | facts.present,
    )
