"""Strict tables: a CSV file whose columns are declared, with the line of every row.

A million rows and more: values are kept by column, and equal cells of a column are read once.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from creator.calc.csv_text import Rows, headed
from creator.calc.desk import Desk
from creator.calc.values import Kind, Wrong, short
from creator.half_width import half_width
from creator.i18n import _, listed
from creator.programme.place import nearest

_REMEMBERED = 500_000
_PROGRESS = 500_000
NEEDED: Any = object()


@dataclass(frozen=True)
class Column:
    """One column a table may have.

    `empty` is what an empty cell means; without it an empty cell is an error. A column that is
    not `required` may be left out altogether, which makes every cell of it empty.
    """

    name: str
    kind: Kind
    empty: Any = NEEDED
    required: bool = True

    def __post_init__(self) -> None:
        if not self.required and self.empty is NEEDED:
            raise ValueError(f"{self.name}: a column that may be left out needs a value for it")


@dataclass(frozen=True)
class Row:
    """One row; `row["points"]` is its value in a column."""

    line: int
    at: int
    table: "Table"

    def __getitem__(self, column: str) -> Any:
        return self.table.columns[column][self.at]


@dataclass(frozen=True)
class Table:
    """The rows of a file. `columns` has every declared column, `present` those the file has."""

    path: str
    columns: Mapping[str, Sequence[Any]]
    lines: Sequence[int]
    present: frozenset[str]

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Row]:
        return (Row(line, at, self) for at, line in enumerate(self.lines))


def read_table(path: Path, columns: Sequence[Column], desk: Desk, key: Sequence[str] = ()) -> Table:
    """The table in this file. Faults go to the desk: `settle` it before the rows are used.

    `key` are the columns that together may occur only once.
    """
    header, line, rows = headed(path, desk)
    found = _places(str(path), header, line, columns, desk)
    desk.settle()
    cells = [_Cells(str(path), column, desk) for column in columns if column.name in found]
    lines = _read(rows, [(one, found[one.column.name]) for one in cells], desk)
    values: dict[str, Sequence[Any]] = {one.column.name: one.values for one in cells}
    for column in columns:
        if column.name not in values:
            values[column.name] = [column.empty] * len(lines)
    table = Table(str(path), values, lines, frozenset(found))
    if not lines and not desk.faults:
        text = _("表里一行数据也没有。")
        desk.cell(str(path), 1, "", text, _("请在表头下面写数据。"))
    if key and not desk.faults:
        _only_once(table, key, desk)
    return table


def _places(
    path: str, header: list[str], line: int, columns: Sequence[Column], desk: Desk
) -> dict[str, int]:
    """Column name -> its position in the file."""
    known = {column.name: column for column in columns}
    found: dict[str, int] = {}
    for at, name in enumerate(header):
        if name in found:
            text = _("“{column}”这一列出现了两次。", column=name)
            desk.cell(path, line, name, text, _("请删去其中一列。"))
        elif name not in known:
            text = _("不认识“{column}”这一列。", column=short(name))
            remedy = _(
                "{hint}这张表的列：{columns}。", hint=nearest(name, known), columns=listed(known)
            )
            desk.cell(path, line, short(name), text, remedy)
        else:
            found[name] = at
    for column in columns:
        if column.required and column.name not in found:
            text = _("缺少“{column}”这一列。", column=column.name)
            remedy = _("请补上这一列；这张表的列：{columns}。", columns=listed(known))
            desk.cell(path, line, column.name, text, remedy)
    return found


@dataclass
class _Cells:
    """The cells of one column: what each text means, found out once."""

    path: str
    column: Column
    desk: Desk
    values: list[Any] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)
    folded: bool = False

    def read(self, texts: Iterable[str], lines: Sequence[int]) -> None:
        """More cells of this column."""
        texts = list(texts)
        many = getattr(self.column.kind, "many", None)
        at_once = many(texts) if many and texts else None
        if at_once is not None:
            self.values += at_once
            return
        try:
            self.values += [self.known[text] for text in texts]
        except KeyError:
            self.values += [self._seen(*cell) for cell in zip(texts, lines, strict=True)]

    def _seen(self, written: str, line: int) -> Any:
        """The value of a cell; `None` where it is blamed."""
        if written in self.known:
            return self.known[written]
        try:
            value = self._value(written.strip(), line)
        except Wrong as wrong:
            self.desk.cell(self.path, line, self.column.name, wrong.text, wrong.remedy)
            return None
        if len(self.known) < _REMEMBERED:
            self.known[written] = value
        return value

    def _value(self, text: str, line: int) -> Any:
        if text:
            return self.column.kind.take(self._folded(text, line))
        if self.column.empty is NEEDED:
            raise Wrong(_("这一格是空的。"), _("请填写；没有这一项就删去整行。"))
        return self.column.empty

    def _folded(self, text: str, line: int) -> str:
        if text.isascii() or not self.column.kind.folds:
            return text
        plain = half_width(text).strip()
        if plain != text and not self.folded:
            self.folded = True
            place = f"{self.path}:{line}:{self.column.name}"
            remark = _("{place}: 全角“{text}”按“{plain}”读取，这一列的其他全角字符也一样。",
                       place=place, text=short(text), plain=short(plain))  # fmt: skip
            self.desk.say(remark)
        return plain


def _read(some: Iterator[Rows], cells: list[tuple[_Cells, int]], desk: Desk) -> Sequence[int]:
    """Fill the columns; the line of every row."""
    lines = array("I")
    for rows in some:
        columns = list(zip(*rows.cells, strict=True))
        for one, at in cells:
            one.read(columns[at] if columns else (), rows.lines)
        before = len(lines) // _PROGRESS
        lines.extend(rows.lines)
        if len(lines) // _PROGRESS > before:
            desk.say(_("已读 {n} 行…", n=len(lines)))
    return lines


def _only_once(table: Table, key: Sequence[str], desk: Desk) -> None:
    """Blame every row whose key an earlier row has."""
    columns = [table.columns[name] for name in key]
    # Equal keys have equal hashes, which need half the room of the keys themselves.
    if len(set(map(hash, zip(*columns, strict=True)))) == len(table):
        return
    first: dict[tuple[Any, ...], int] = {}
    for one, line in zip(zip(*columns, strict=True), table.lines, strict=True):
        if one in first:
            text = _(
                "与第 {line} 行重复：{key}。",
                line=first[one],
                key=listed(f"{n}={v}" for n, v in zip(key, one, strict=True)),
            )
            desk.cell(table.path, line, key[-1], text, _("同一项只能写一行，请删去多余的。"))
        first.setdefault(one, line)
