"""How the cells of a table are written: a kind takes the text of a cell and gives the value.

Texts come without blanks around them and never empty. A kind that `folds` first gets full-width
characters made plain (`９０` is 90), and the reader remarks on it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Protocol

from creator.i18n import Text, _, listed
from creator.money import LARGEST
from creator.programme.place import nearest

PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_WITH_EXPONENT = re.compile(rf"{PLAIN.pattern}[eE][-+]?\d\d?", re.ASCII)
_WHOLE_DIGITS = 15
_SHOWN = 40


class Wrong(Exception):
    """A cell cannot be read; `text` says what is wrong, `remedy` what to write instead."""

    def __init__(self, text: Text, remedy: Text) -> None:
        super().__init__(text, remedy)
        self.text = text
        self.remedy = remedy


class Kind(Protocol):
    """One way of writing a cell.

    A kind that reads most columns quickly may have `many(texts)`: all the values, or `None` when
    they have to be taken one by one.
    """

    @property
    def folds(self) -> bool: ...
    def take(self, text: str) -> object: ...


def short(text: str) -> str:
    """A cell as faults quote it."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


@dataclass(frozen=True)
class Name:
    """An id or a short text, as it is written (NFC, without invisible characters)."""

    most: int = 200
    folds: bool = field(default=False, init=False)

    def take(self, text: str) -> str:
        if any(unicodedata.category(c) in ("Cc", "Cf") for c in text):
            raise Wrong(
                _("“{written}”里有看不见的控制字符。", written=short(ascii(text))),
                _("请删除这一格，重新输入。"),
            )
        if len(text) > self.most:
            raise Wrong(
                _("“{written}”太长。", written=short(text)),
                _("请写得短一些，最多 {n} 个字。", n=self.most),
            )
        return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Number:
    """A decimal number, exactly as it is written.

    Programs write small numbers with an exponent (2.5e-05): that is plain notation made short.
    """

    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int = 20
    folds: bool = field(default=True, init=False)

    def take(self, text: str) -> Decimal:
        if _WITH_EXPONENT.fullmatch(text):
            text = format(Decimal(text), "f")
        if not PLAIN.fullmatch(text):
            raise _no_number(text)
        whole, _point, decimals = text.lstrip("-").partition(".")
        if len(whole) > _WHOLE_DIGITS or len(decimals) > self.decimals:
            raise Wrong(
                _("“{written}”的位数太多。", written=short(text)),
                _("整数部分最多 {n} 位，小数最多 {m} 位。", n=_WHOLE_DIGITS, m=self.decimals),
            )
        number = Decimal(text)
        low = self.least is not None and number < self.least
        if low or (self.most is not None and number > self.most):
            raise Wrong(_("{written} 超出范围。", written=short(text)), self._bounds())
        return number or Decimal(0)  # never -0

    def _bounds(self) -> Text:
        if self.most is None:
            return _("请写不小于 {least} 的数。", least=self.least)
        if self.least is None:
            return _("请写不大于 {most} 的数。", most=self.most)
        return _("请写 {least} 到 {most} 之间的数。", least=self.least, most=self.most)


def _no_number(text: str) -> Wrong:
    what = _("“{written}”不是数。", written=short(text))
    bare = text.replace(",", "")
    if "," in text and PLAIN.fullmatch(bare):
        return Wrong(what, _("请去掉分隔逗号，写成 {plain}。", plain=bare))
    if re.fullmatch(r"[-+]?[\d.]+[eE][-+]?\d+", text):
        return Wrong(what, _("请不用指数，把数字全部写出来，例如 0.00001。"))
    if re.fullmatch(r"[-+]?(nan|inf|infinity)", text, re.IGNORECASE):
        return Wrong(what, _("没有数就删去这一行，或按说明留空；不能写 NaN 或 Infinity。"))
    if text.endswith("%"):
        return Wrong(what, _("请去掉百分号，50% 写成 50。"))
    return Wrong(what, _("请只写半角数字和小数点，例如 90 或 12.5。"))


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000_000
    folds: bool = field(default=True, init=False)

    def take(self, text: str) -> int:
        number = Number(Decimal(self.least), Decimal(self.most)).take(text)
        if number != int(number):
            raise Wrong(_("“{written}”不是整数。", written=short(text)), _("请写整数，例如 5。"))
        return int(number)


@dataclass(frozen=True)
class Money:
    """An amount in 元 with at most two decimals; becomes integer 分."""

    folds: bool = field(default=True, init=False)

    def take(self, text: str) -> int:
        yuan = Number(Decimal(0), Decimal(LARGEST // 100), decimals=2).take(text)
        return int(yuan * 100)


_FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "是"), True),
    **dict.fromkeys(("0", "false", "no", "否"), False),
}


@dataclass(frozen=True)
class Flag:
    """Yes or no: 1/0, true/false, yes/no, 是/否."""

    folds: bool = field(default=True, init=False)

    def take(self, text: str) -> bool:
        if text.lower() not in _FLAGS:
            raise Wrong(
                _("“{written}”不是“是”或“否”。", written=short(text)),
                _("请写 1 或 0、true 或 false、yes 或 no、是 或 否。"),
            )
        return _FLAGS[text.lower()]


@dataclass(frozen=True)
class Word:
    """One of a few words; `words` gives the value of each."""

    words: Mapping[str, object]
    folds: bool = field(default=False, init=False)

    def take(self, text: str) -> object:
        if text not in self.words:
            raise Wrong(_("不认识“{written}”。", written=short(text)), nearest(text, self.words))
        return self.words[text]


@dataclass(frozen=True)
class Names:
    """Several ids in one cell, with semicolons between them: `finance;youth`."""

    folds: bool = field(default=False, init=False)

    def take(self, text: str) -> tuple[str, ...]:
        parts = [part.strip() for part in text.replace("；", ";").split(";")]
        taken = [Name().take(part) for part in parts if part]
        twice = sorted({name for name in taken if taken.count(name) > 1})
        if twice:
            raise Wrong(_("{names} 写了两次。", names=listed(twice)), _("请删去重复的。"))
        return tuple(taken)


@dataclass(frozen=True)
class Order:
    """A place in an order: a whole number, or a time such as 2026-03-20T17:00:00.

    Every time of our era counts more than the greatest number: a column has one or the other.
    """

    most: ClassVar[int] = 10**12
    folds: bool = field(default=True, init=False)

    def take(self, text: str) -> int:
        try:
            moment = datetime.fromisoformat(text) if "-" in text else None
        except ValueError:
            moment = None
        if moment is None:
            return Whole(most=self.most).take(text)
        if moment.tzinfo is not None:
            raise Wrong(
                _("“{written}”带有时区。", written=short(text)),
                _("请都写北京时间，不带时区，例如 2026-03-20T17:00:00。"),
            )
        return (moment - datetime(1, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001
