"""A .csv file -> `Grid`, in the encodings and with the separators Chinese offices produce."""

import csv
import re
from io import StringIO

from creator.i18n import _
from creator.intake.grid import MOST_COLUMNS, MOST_ROWS, Grid, Written
from creator.intake.understanding import NotReadable

_SEPARATORS = ",\t;"
_LOOKED_AT = 20  # lines
_QUOTED_TEXT = re.compile(r'="([^"]*)"')  # how Excel is told that a number is text


def read_commas(data: bytes, name: str) -> Grid:
    """The one sheet of a CSV file. Raises `NotReadable`."""
    text = _decode(data)
    try:
        lines = _parse(text, _separator(text))
    except csv.Error as error:
        raise NotReadable(
            _("CSV 文件的格式有误，不能读取。"), _("请在 Excel 或 WPS 中另存为“.xlsx”，再上传。")
        ) from error
    if len(lines) > MOST_ROWS:
        raise NotReadable(
            _("工作表“{sheet}”超过 {n} 行。", sheet=name, n=MOST_ROWS),
            _("请删去表格下方远处的内容，或分成几份上传。"),
        )
    rows = {number: _cells(line) for number, line in enumerate(lines, start=1)}
    return Grid(name, {number: cells for number, cells in rows.items() if cells})


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotReadable(
        _("这不是文本格式的 CSV 文件，或编码无法辨认。"),
        _("请在 Excel 或 WPS 中另存为“.xlsx”，再上传。"),
    )


def _parse(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    return [line for line, _n in zip(reader, range(MOST_ROWS + 1), strict=False)]


def _separator(text: str) -> str:
    start = "\n".join(text.splitlines()[:_LOOKED_AT])
    return max(_SEPARATORS, key=lambda s: max(map(len, _parse(start, s)), default=0))


def _cells(line: list[str]) -> dict[int, Written]:
    cells = {}
    for column, field in enumerate(line[:MOST_COLUMNS], start=1):
        quoted = _QUOTED_TEXT.fullmatch(field.strip())
        content = quoted[1] if quoted else field
        if content.strip():
            formula = not quoted and content.startswith("=")
            cells[column] = Written(None, content) if formula else Written(content)
    return cells
