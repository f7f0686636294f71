"""The table of a ranking: what `calc score -o` writes, or what somebody typed."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from creator.calc.csv_text import headed
from creator.calc.desk import Desk
from creator.calc.facts import COLUMNS, OF_FACTS
from creator.calc.tables import Column, Table, read_table
from creator.calc.values import Name, Number, Whole
from creator.i18n import _

SCORES = ("score", "total")
_TOLD = ("base", "bonus", "deduction", "tied", "sheets", "method", "dropped")
_OF_A_STAGE = re.compile(
    r".+\.(score|weighted|value|sheets|method|dropped|total|untrimmed|base|bonus|deduction)"
)
_SENTENCES = ("ties_zh", "ties_en", "barred_zh", "barred_en")


class Anything:
    """A cell that is not read."""

    folds = False

    def take(self, text: str) -> str:
        return text


def _optional(name: str, kind: Any) -> Column:
    return Column(name, kind, empty=None, required=False)


_FIXED = (
    Column("proposal", Name()),
    *(_optional(name, Number()) for name in (*SCORES, "untrimmed")),
    _optional("rank", Whole(least=1)),
    *OF_FACTS,
    *(_optional(name, Anything()) for name in (*_SENTENCES, *_TOLD)),
)


def read_ranking(path: Path, compared: Sequence[str], desk: Desk) -> Table:
    """The table; `compared` are criteria that the tie chain names, each a column of its own or one
    of those that `calc score -o` writes (`need.weighted`)."""
    found = headed(path, Desk())[0]
    known = {column.name for column in _FIXED}
    own = {column for name in compared for column in [criterion_column(name, found)] if column}
    columns = [*_FIXED, *(_optional(name, Number()) for name in sorted(own - known))]
    known |= own
    columns += [
        _optional(name, Anything())
        for name in dict.fromkeys(found)
        if name not in known and _OF_A_STAGE.fullmatch(name)
    ]
    return read_table(path, columns, desk, key=("proposal",))


def criterion_column(criterion: str, found: Sequence[str]) -> str | None:
    """The column that has the points of a criterion; `None` where none, or more than one, has."""
    for name in (criterion, f"{criterion}.weighted"):
        if name in found:
            return name
    fitting = [name for name in found if name.endswith(f".{criterion}.weighted")]
    return fitting[0] if len(fitting) == 1 else None


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
