"""Which proposals were funded: a plain list, or a table that names the others too."""

from dataclasses import dataclass
from pathlib import Path

from creator.calc.desk import Desk
from creator.calc.lists import read_list
from creator.calc.tables import Column, read_table
from creator.calc.values import Flag, Name

_COLUMNS = (
    Column("proposal", Name()),
    Column("funded", Flag(), empty=True, required=False),
)


@dataclass(frozen=True)
class Funding:
    """`refused` are those known not to be funded; a plain list knows of none."""

    funded: frozenset[str]
    refused: frozenset[str]


def read_funding(path: Path, desk: Desk) -> Funding:
    """A file whose name ends in `.csv` is a table, any other a list of the funded."""
    if path.suffix.lower() != ".csv":
        return Funding(frozenset(read_list(path, desk)), frozenset())
    table = read_table(path, _COLUMNS, desk, key=("proposal",))
    desk.settle()
    funded = frozenset(row["proposal"] for row in table if row["funded"])
    return Funding(funded, frozenset(table.columns["proposal"]) - funded)
