"""Amounts and counts as people write them in cells -> 分, whole numbers."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from creator.i18n import _
from creator.intake.grid import Written, plain_number
from creator.intake.setting import Read, Setting, Unreadable
from creator.intake.understanding import ShownMoney
from creator.money import LARGEST

FEN: Mapping[str, int] = {"元": 100, "千元": 100_000, "万元": 1_000_000}  # 分 in one of each

_AMOUNT = re.compile(
    r"(?:人民币|RMB|CNY|[¥$])?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<unit>万元|千元|元|圆|万|千|W)?整?"
)
_UNITS = {"万": "万元", "W": "万元", "千": "千元", "圆": "元"}
_COUNT = re.compile(
    r"(?P<about>约|大约|近)?(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?:人次|人|名|个|份|次|位)?"
)
_LARGEST_COUNT = 100_000_000
_SHOWN = 40


def _folded(cell: Written) -> str:
    """NFKC, upper case, without white space; numbers without exponent."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable(
            _("“{written}”不是数字。", written=cell.raw[:_SHOWN]), _("请把单元格改成数字。")
        )
    text = plain_number(value) if isinstance(value, float) else str(value)
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).upper())


def read_amount(cell: Written, setting: Setting) -> Read:
    """An amount in the sheet's unit, or in its own when the cell names one, in 分."""
    match = _AMOUNT.fullmatch(_folded(cell))
    if match is None:
        raise Unreadable(
            _("“{written}”不是金额。", written=cell.raw[:_SHOWN]),
            _("请只写数字，或连单位写，例如 26000、2.6万元。"),
        )
    own = match["unit"]
    unit = _UNITS.get(own, own) if own else setting.unit
    exact = Decimal(match["number"].replace(",", "")) * FEN[unit]
    fen = int(exact)
    if fen != exact or fen > LARGEST:
        raise Unreadable(
            _("“{written}”（{unit}）太大，或者不足一分。", written=cell.raw[:_SHOWN], unit=unit),
            _("请核对金额和单位。"),
        )
    if own or not cell.raw.isascii():
        return Read(fen, _("写作“{written}”，读作 {amount}", written=cell.raw[:_SHOWN],
                           amount=ShownMoney(fen)))  # fmt: skip
    return Read(fen)


def read_count(cell: Written, setting: Setting) -> Read:
    """A whole number of people or things; “约30人” is read as 30, with a note."""
    match = _COUNT.fullmatch(_folded(cell))
    count = int(match["number"].replace(",", "")) if match else _LARGEST_COUNT + 1
    if match is None or count > _LARGEST_COUNT:
        raise Unreadable(
            _("“{written}”不是整数。", written=cell.raw[:_SHOWN]), _("请只写一个整数，例如 30。")
        )
    if match["about"]:
        return Read(count, _("写作“{written}”，读作 {n}", written=cell.raw[:_SHOWN], n=count))
    return Read(count)
