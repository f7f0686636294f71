"""The tie chain of an allocation rule, with the columns it compares."""

from collections.abc import Iterator

from creator.calc.allocate.needs import Given
from creator.calc.allocate.ranking_file import criterion_column
from creator.calc.tables import Table
from creator.i18n import _
from creator.reckoning.ranking import LINKS, Tiebreak


def column_of(table: Table, criterion: str) -> str | None:
    """The column with the points of a criterion."""
    return criterion_column(criterion, sorted(table.present)) if criterion else None


def chain(given: Given) -> Iterator[Tiebreak]:
    """The links; a criterion of which the table has no points is blamed."""
    for i, word in enumerate(given.rule.ranking.ties):
        name, _colon, criterion = word.partition(":")
        if name != "criterion":
            yield Tiebreak(LINKS[name])
            continue
        column = column_of(given.table, criterion)
        if column is None:
            text = _("表里没有“{id}”的得分列。", id=criterion)
            remedy = _("请补上名为“{id}”或“{id}.weighted”的一列。", id=criterion)
            given.file.blame(given.desk, f"ranking.ties.{i}", text, remedy)
        else:
            given.needs(column, f"ranking.ties.{i}")
            yield Tiebreak("criterion", criterion)
