"""Plain lists: one name a line, in an order that matters."""

import re
from pathlib import Path

from creator.calc.csv_text import decoded
from creator.calc.desk import Desk
from creator.calc.values import Name, Wrong
from creator.i18n import _

_LINE_END = re.compile("\r\n|\r|\n")


def read_list(path: Path, desk: Desk) -> tuple[str, ...]:
    """The names of a list in their order; blank lines do not count, no name occurs twice."""
    with decoded(path, desk) as file:
        lines = _LINE_END.split(file.read())
    names: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            _take(names, line.strip(), number, path, desk)
    if not names and not desk.faults:
        desk.cell(str(path), 1, "", _("文件是空的。"), _("每行写一个名字。"))
    desk.settle()
    return tuple(names)


def _take(names: dict[str, int], written: str, line: int, path: Path, desk: Desk) -> None:
    try:
        name = Name().take(written)
    except Wrong as wrong:
        desk.cell(str(path), line, "", wrong.text, wrong.remedy)
        return
    if name in names:
        text = _("与第 {line} 行重复：{key}。", line=names[name], key=name)
        desk.cell(str(path), line, "", text, _("同一项只能写一行，请删去多余的。"))
    names.setdefault(name, line)
