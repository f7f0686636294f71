"""The table of a ranking: what `calc score -o` writes, or what somebody typed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from creator.calc.csv_text import headed
from creator.calc.desk import Desk
from creator.calc.facts import OF_FACTS, check_order
from creator.calc.tables import Column, Table, read_table
from creator.calc.values import Name, Number, Whole

SCORES = ("score", "total")
_TOTAL = Number(decimals=40)
"""`calc score` writes a total that no stage rounds with 30 decimals."""
_POINTS = Number(decimals=100)
"""And points of a criterion with every digit a quotient has: they are only compared."""
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
    *(_optional(name, _TOTAL) for name in (*SCORES, "untrimmed")),
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
    columns = [*_FIXED, *(_optional(name, _POINTS) for name in sorted(own - known))]
    known |= own
    columns += [
        _optional(name, Anything())
        for name in dict.fromkeys(found)
        if name not in known and _OF_A_STAGE.fullmatch(name)
    ]
    table = _in_both(read_table(path, columns, desk, key=("proposal",)))
    check_order(table, desk)
    return table


def _in_both(table: Table) -> Table:
    """A reason that stands in one language only is a reason all the same."""
    columns = dict(table.columns)
    for zh, en in (_SENTENCES[:2], _SENTENCES[2:]):
        pairs = zip(columns[zh], columns[en], strict=True)
        columns[zh] = [one or other for one, other in pairs]
    return replace(table, columns=columns)


def criterion_column(criterion: str, found: Sequence[str]) -> str | None:
    """The column that has the points of a criterion; `None` where none, or more than one, has."""
    for name in (criterion, f"{criterion}.weighted"):
        if name in found:
            return name
    fitting = [name for name in found if name.endswith(f".{criterion}.weighted")]
    return fitting[0] if len(fitting) == 1 else None
