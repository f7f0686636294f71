"""The records of a CSV file with their lines: encoding, quotes, blank lines, too few cells."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from creator.calc.desk import Desk
from creator.i18n import Text, _
from creator.programme.toml import refused

_CHUNK = 1 << 20
_ROWS = 2_000


class Rows(NamedTuple):
    """Some rows as they are written, and the line each begins on."""

    cells: list[list[str]]
    lines: Sequence[int]


def headed(path: Path, desk: Desk) -> tuple[list[str], int, Iterator[Rows]]:
    """The header, its line, and the rows below it: as many cells each, blank lines left out."""
    name = str(path)
    reader = csv.reader(decoded(path, desk), strict=True)
    for first in _some(reader, name, 1):
        cells = [cell.strip().removeprefix("\ufeff") for cell in first.cells[0]]
        most = len(cells)
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) == 1 and any(sign in cells[0] for sign in ";\t|，"):
            text = _("列与列之间不是半角逗号。")
            raise refused(name, first.lines[0], text, _("请另存为“CSV UTF-8（逗号分隔）”。"))
        return cells, first.lines[0], _whole(_some(reader, name), (len(cells), most), name, desk)
    raise refused(name, 1, _("文件是空的。"), _("第一行写列名，下面写数据。"))


def _whole(some: Iterator[Rows], widths: tuple[int, int], name: str, desk: Desk) -> Iterator[Rows]:
    """Rows with as many cells as the header has names; `widths` are these, and with them the
    empty cells that the header itself has at its end."""
    width = widths[0]
    for rows in some:
        if set(map(len, rows.cells)) == {width} and all(map(itemgetter(0), rows.cells)):
            yield rows
            continue
        fitting = [
            (cells[:width], line)
            for cells, line in zip(*rows, strict=True)
            if any(map(str.strip, cells)) and _fits(cells, widths, line, name, desk)
        ]
        yield Rows([cells for cells, _line in fitting], [line for _cells, line in fitting])


def _fits(cells: list[str], widths: tuple[int, int], line: int, name: str, desk: Desk) -> bool:
    """Whether a row has a cell for every column; empty ones below empty ones do not matter.

    (An empty one beyond the header is no empty column: `30,000,` was to be 30000.)
    """
    width, most = widths
    if width <= len(cells) <= most and not any(map(str.strip, cells[width:])):
        return True
    text = _("这一行有 {n} 格，表头有 {width} 格。", n=len(cells), width=width)
    remedy = _("请补齐或删去多余的格；数字里不写分隔逗号，文字里有逗号就整格加英文双引号。")
    desk.cell(name, line, "", text, remedy)
    return False


def _some(reader: Any, name: str, most: int = _ROWS) -> Iterator[Rows]:
    """The next rows, at most so many at a time."""
    while True:
        before, cells, lines = reader.line_num, [], []
        try:
            for row in islice(reader, most):
                cells.append(row)
                lines.append(before + 1)
                before = reader.line_num
        except csv.Error as error:
            said = _("这里的引号或格式不对（{message}）。", message=str(error))
            remedy = _("请检查英文双引号是否成对；格里的双引号写成两个。")
            raise refused(name, before + 1, said, remedy) from None
        if not cells:
            return
        yield Rows(cells, lines)


def decoded(path: Path, desk: Desk) -> io.TextIOBase:
    """The text of a file in one of the encodings that are read."""
    data = path.read_bytes()
    name = str(path)
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE, b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _no_text(name, 1)
    at = data.find(b"\0")
    if at >= 0:
        raise _no_text(name, data.count(b"\n", 0, at) + 1)
    bad = _undecodable(data, "utf-8")
    if bad is None:
        return _text(data, "utf-8-sig")
    if data.startswith(BOM_UTF8) or _undecodable(data, "gb18030") is not None:
        said = _("文件既不是 UTF-8，也不是 GB18030 编码。")
        line = data.count(b"\n", 0, bad) + 1
        raise refused(name, line, said, _("请用 UTF-8 编码另存这个文件。"))
    desk.say(_("{path}: 不是 UTF-8，按 GB18030（GBK）读取。", path=name))
    return _text(data, "gb18030")


def _text(data: bytes, encoding: str) -> io.TextIOBase:
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def _undecodable(data: bytes, encoding: str) -> int | None:
    """Where the first byte stands that is not of this encoding."""
    decoder = getincrementaldecoder(encoding)()
    view = memoryview(data)
    for start in range(0, len(data), _CHUNK):
        piece = bytes(view[start : start + _CHUNK])
        try:
            decoder.decode(piece, final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            return start + error.start
    return None


def _no_text(name: str, line: int) -> Exception:
    text: Text = _("这不是 CSV 文本文件。")
    return refused(name, line, text, _("请在表格软件里另存为“CSV UTF-8（逗号分隔）”。"))
