"""The table of sheets, read proposal by proposal; every cell is checked against its item."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from creator.calc.desk import Desk
from creator.calc.score.answers import Answers
from creator.calc.score.plan import Stage
from creator.calc.tables import Column, Table, read_table
from creator.calc.values import Name, Number, Wrong
from creator.i18n import _, listed
from creator.programme.place import nearest

KEY = ("proposal", "round", "group", "expert", "criterion")


@dataclass(slots=True)
class Sheet:
    """What one expert wrote on one proposal, and the line on which it begins."""

    line: int
    answers: dict[str, Decimal]
    confidence: Decimal | None = None


Sheets = dict[str, Sheet]
"""By expert."""


@dataclass(frozen=True)
class PointsOrWord:
    """A number, or one of the words to which a rule gives points."""

    words: frozenset[str]
    folds: bool = field(default=True, init=False)

    def take(self, text: str) -> Decimal | str:
        return text if text in self.words else Number().take(text)


def columns(words: frozenset[str] = frozenset()) -> Sequence[Column]:
    """The columns of a table of sheets."""
    return (
        Column("proposal", Name()),
        Column("expert", Name()),
        Column("criterion", Name()),
        Column("points", PointsOrWord(words), empty=None),
        Column("confidence", Number(least=Decimal(0)), empty=None, required=False),
        Column("round", Name(), empty=None, required=False),
        Column("group", Name(), empty=None, required=False),
    )


class SheetBook:
    """The sheets of a file, taken proposal by proposal so that a million cells need little room."""

    def __init__(self, path: Path, whole: Stage, desk: Desk) -> None:
        self.desk = desk
        panels = list(whole.panels())
        self.answers = {panel.name: Answers(panel) for panel in panels}
        words = frozenset[str]().union(*(one.words for one in self.answers.values()))
        self.table = read_table(path, columns(words), desk, key=KEY)
        desk.settle()
        self.panels = {(panel.round, panel.group): panel.name for panel in panels}
        self.rounds = self._parts("round", {panel.round for panel in panels})
        self.groups = self._parts("group", {panel.group for panel in panels})
        desk.settle()
        self.rows = _rows_by_proposal(self.table)

    def _parts(self, column: str, known: set[str | None]) -> Sequence[str | None]:
        """To which round (group) every row belongs, as far as the rule tells them apart."""
        table, one = self.table, next(iter(known))
        if len(known) > 1:
            if column not in table.present:
                text = _("缺少“{column}”这一列。", column=column)
                remedy = _("规则里有几个 {column}，请写明每一行属于哪一个。", column=column)
                self.desk.cell(table.path, 1, column, text, remedy)
            return table.columns[column]
        values = set(table.columns[column])
        # One name throughout, or none: a mixture would put two sheets into one.
        if len(values) > 1 or not (one is None or values <= {None, one}):
            names = listed(f"“{name}”" for name in sorted(value or "" for value in values)[:5])
            text = _("表里有几个 {column}：{names}；规则里没有。", column=column, names=names)
            remedy = _("请在规则里写出它们；要合在一起算就删去这一列。")
            self.desk.cell(table.path, 1, column, text, remedy)
        return [one] * len(table)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[str, dict[str, Sheets]]]:
        """(proposal, {panel: sheets}) in order of the ids. Faults go to the desk."""
        for proposal in sorted(self.rows):
            found = self._of(self.rows[proposal])
            for panel, sheets in found.items():
                for expert, sheet in sheets.items():
                    self._complete(self.answers[panel], expert, sheet)
            yield proposal, found

    def _of(self, rows: Sequence[int]) -> dict[str, Sheets]:
        told = self.table.columns
        experts, criteria, points = told["expert"], told["criterion"], told["points"]
        found: dict[str, Sheets] = {}
        for at in rows:
            panel = self.panels.get((self.rounds[at], self.groups[at]))
            if panel is None:
                self._blame_part(at)
                continue
            sheets = found.setdefault(panel, {})
            sheet = sheets.get(experts[at])
            if sheet is None:
                sheet = sheets[experts[at]] = Sheet(self.table.lines[at], {})
            item = criteria[at]
            try:
                answer = self.answers[panel].known[item, points[at]]
            except KeyError:
                answer = self._new(panel, at)
            if answer is not None:
                sheet.answers[item] = answer
            if told["confidence"][at] is not None:
                self._confide(sheet, at)
        return found

    def _new(self, panel: str, at: int) -> Decimal | None:
        """The answer of a cell that was not seen before."""
        item, cell = (self.table.columns[name][at] for name in ("criterion", "points"))
        answers = self.answers[panel]
        try:
            return answers.take(item, cell)
        except Wrong as wrong:
            column = "points" if item in answers.criteria else "criterion"
            self._blame(at, column, wrong)
            # Whoever wrote something wrong did not leave it open: one fault is enough.
            return Decimal(0)

    def _confide(self, sheet: Sheet, at: int) -> None:
        told = self.table.columns["confidence"][at]
        if sheet.confidence not in (None, told):
            numbers = listed((sheet.confidence, told))
            text = _("同一份评分表的把握程度前后不同：{numbers}。", numbers=numbers)
            self._blame(at, "confidence", Wrong(text, _("请在每一行写同一个数，或只写一行。")))
        sheet.confidence = told

    def _complete(self, answers: Answers, expert: str, sheet: Sheet) -> None:
        if not answers.compulsory <= sheet.answers.keys():
            for criterion in answers.lacking(sheet.answers):
                item = criterion.name
                text = _("专家 {expert} 的这份评分表没有“{item}”。", expert=expert, item=item)
                remedy = _("请补上这一行；确实可以不填的项，在规则里写 optional = true。")
                self.desk.cell(self.table.path, sheet.line, "criterion", text, remedy)
        if answers.vetoes:
            sheet.answers = answers.vetoes | sheet.answers

    def _blame_part(self, at: int) -> None:
        round_, group = self.rounds[at], self.groups[at]
        known = {one for one, _group in self.panels}
        column, value = ("group", group) if round_ in known else ("round", round_)
        if column == "group":
            known = {one for around, one in self.panels if around == round_}
        text = _("规则里没有这个 {column}：“{value}”。", column=column, value=value or "")
        self._blame(at, column, Wrong(text, nearest(value or "", sorted(filter(None, known)))))

    def _blame(self, at: int, column: str, wrong: Wrong) -> None:
        self.desk.cell(self.table.path, self.table.lines[at], column, wrong.text, wrong.remedy)


def _rows_by_proposal(table: Table) -> dict[str, "array[int]"]:
    rows: dict[str, array[int]] = {}
    for at, proposal in enumerate(table.columns["proposal"]):
        try:
            rows[proposal].append(at)
        except KeyError:
            rows[proposal] = array("I", (at,))
    return rows
