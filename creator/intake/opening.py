"""From an uploaded file to its sheets, whatever it claims to be."""

from pathlib import PurePath

from creator.i18n import _
from creator.intake.commas import read_commas
from creator.intake.grid import Grid
from creator.intake.package import LARGEST_FILE
from creator.intake.understanding import NotReadable
from creator.intake.workbook import read_workbook

_ZIP = b"PK\x03\x04"


def open_sheets(data: bytes, name: str) -> list[Grid]:
    """The sheets of an uploaded `.xlsx` or `.csv`; `name` is the file's name as uploaded.

    Raises `NotReadable` for anything else, and for what is too large, damaged or dangerous.
    """
    if not data:
        raise NotReadable(_("文件是空的。"), _("请检查后重新选择文件。"))
    if len(data) > LARGEST_FILE:
        raise NotReadable(
            _("文件超过 {n} MB。", n=LARGEST_FILE // 1_000_000),
            _("请只保留汇总表所在的工作表，去掉图片和空白行列，再上传。"),
        )
    kind = PurePath(name).suffix.lower()
    if kind == ".xlsx":
        return read_workbook(data)
    if kind == ".csv" and not data.startswith(_ZIP):
        return [read_commas(data, PurePath(name).stem)]
    raise NotReadable(
        _("“{name}”不是 .xlsx 或 .csv 文件，不能读取。", name=name[-80:]),
        _("请在 Excel 或 WPS 中打开，另存为“.xlsx”，再上传。"),
    )
