"""The kinds of value a key can have, and how each is written in the file.

A kind takes what TOML gave and returns the typed value, or refuses it with a fault that says what
to write instead.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from creator.clock import SHANGHAI, end_of_day, local, start_of_day
from creator.i18n import Label, Text, _
from creator.money import NotMoney, parse_yuan
from creator.programme.duration import Duration
from creator.programme.nodes import Node, Value, kind_of
from creator.programme.place import Place, Unreadable, nearest
from creator.programme.words import WORDS

_IDENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_LABEL_KEYS = ("zh", "en")


class Kind(Protocol):
    """One way of writing a value."""

    def take(self, value: Value, place: Place) -> object: ...


def _wrong(value: Value, place: Place, remedy: Text) -> Unreadable:
    shown = kind_of(value) if isinstance(value, Node | list) else str(value)[:60]
    place.note(_("“{path}”的值不对：{value}。", path=place.path, value=shown), remedy)
    return Unreadable()


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


@dataclass(frozen=True)
class Sentence:
    """A text in one language: NFC, trimmed, without control characters."""

    empty: bool = False
    most: int = 2000

    def take(self, value: Value, place: Place) -> str:
        if not isinstance(value, str):
            raise _wrong(value, place, _("请写文字，并加引号。"))
        text = unicodedata.normalize("NFC", value).strip()
        if any(unicodedata.category(c) == "Cc" and c != "\n" for c in text):
            raise _wrong(value, place, _("请去掉控制字符。"))
        if not text and not self.empty:
            raise _wrong(value, place, _("请写上内容，不能留空。"))
        if len(text) > self.most:
            raise _wrong(value, place, _("请写得短一些，最多 {n} 个字。", n=self.most))
        return text


class Ident:
    """A short name by which other places in the file, and the database, refer to this."""

    def take(self, value: Value, place: Place) -> str:
        if isinstance(value, str) and _IDENT.fullmatch(value):
            return value
        raise _wrong(
            value, place, _("请用英文字母开头，只含字母、数字、“_”和“-”，最多 40 个字符。")
        )


class LabelKind:
    """A name for people, in both languages: `{ zh = "…", en = "…" }`."""

    def take(self, value: Value, place: Place) -> Label:
        remedy = _('请两种语言都写：{{ zh = "中文", en = "English" }}。', path=place.path)
        if not isinstance(value, Node):
            raise _wrong(value, place, remedy)
        for key in value:
            if key not in _LABEL_KEYS:
                text = _("“{path}”里不认识“{key}”。", path=place.path, key=key)
                raise place.refused(text, nearest(key, _LABEL_KEYS))
        for key in _LABEL_KEYS:
            if not str(value.get(key, "")).strip():
                missing = _("“{path}”缺少 {language} 的写法。", path=place.path, language=key)
                raise place.refused(missing, remedy)
        zh, en = (Sentence().take(value[key], place) for key in _LABEL_KEYS)
        return Label(zh, en)


@dataclass(frozen=True)
class Word:
    """One word of a group of the vocabulary."""

    group: str

    def take(self, value: Value, place: Place) -> str:
        known = WORDS[self.group]
        if isinstance(value, str) and value in known:
            return value
        if not isinstance(value, str):
            raise _wrong(value, place, nearest("", known))
        text = _("“{path}”不认识“{word}”。", path=place.path, word=value[:60])
        raise place.refused(text, nearest(value, known))


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int = 1_000_000

    def take(self, value: Value, place: Place) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            if self.least <= value <= self.most:
                return value
            remedy = _("请写 {least} 到 {most} 之间的整数。", least=self.least, most=self.most)
            raise _wrong(value, place, remedy)
        raise _wrong(value, place, _("请写整数，不加引号，例如 5。"))


@dataclass(frozen=True)
class Number:
    """A decimal number within bounds: points, weights, percentages (50 = 50 %)."""

    least: Decimal = Decimal(0)
    most: Decimal = Decimal(1_000_000)

    def take(self, value: Value, place: Place) -> Decimal:
        if _is_number(value):
            number = Decimal(str(value))
            if number.is_finite() and self.least <= number <= self.most:
                return number
        remedy = _(
            "请写 {least} 到 {most} 之间的数，不加引号，例如 60 或 12.5。",
            least=str(self.least),
            most=str(self.most),
        )
        raise _wrong(value, place, remedy)


class Money:
    """An amount in 元; becomes integer 分."""

    def take(self, value: Value, place: Place) -> int:
        written = str(value) if _is_number(value) or isinstance(value, str) else ""
        try:
            return parse_yuan(written)
        except NotMoney:
            raise _wrong(value, place, _("请写金额，单位元，例如 30000 或 30000.50。")) from None


class Flag:
    """true or false."""

    def take(self, value: Value, place: Place) -> bool:
        if isinstance(value, bool):
            return value
        raise _wrong(value, place, _("请写 true 或 false，不加引号。"))


class Day:
    """A date: 2017-03-01, without quotes."""

    def take(self, value: Value, place: Place) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise _wrong(value, place, _("请写日期，不加引号，例如 2017-03-01。"))


@dataclass(frozen=True)
class Moment:
    """A minute on a Chinese clock: 2017-01-26T17:00:00. A bare date means 00:00, or 24:00 where the
    moment is an end."""

    end: bool = False

    def take(self, value: Value, place: Place) -> datetime:
        if isinstance(value, datetime) and value.tzinfo is None:
            return value.replace(tzinfo=SHANGHAI)
        if isinstance(value, date) and not isinstance(value, datetime):
            bound = end_of_day(value) if self.end else start_of_day(value)
            return local(bound)
        remedy = _("请写北京时间，不加引号、不带时区，例如 2017-01-26T17:00:00。")
        raise _wrong(value, place, remedy)


class Length:
    """`5wd` working days, `7d` calendar days, `12h` hours."""

    def take(self, value: Value, place: Place) -> Duration:
        try:
            length = Duration.parse(value if isinstance(value, str) else "")
        except ValueError:
            length = Duration(-1, "d")
        if length.amount < 0:
            remedy = _('请写 "5wd"（工作日）、"7d"（自然日）或 "12h"（小时），加引号。')
            raise _wrong(value, place, remedy)
        return length


class Share:
    """A fraction of a whole, exact: "1/2", "2/3"."""

    def take(self, value: Value, place: Place) -> Fraction:
        if isinstance(value, str) and re.fullmatch(r"\d{1,3}/[1-9]\d{0,2}", value):
            share = Fraction(value)
            if share <= 1:
                return share
        raise _wrong(value, place, _('请写分数，加引号，例如 "2/3"。'))


@dataclass(frozen=True)
class Many:
    """A list of values of one kind."""

    of: Kind
    least: int = 0

    def take(self, value: Value, place: Place) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise _wrong(value, place, _("请写列表，即使只有一项：[ … ]。"))
        if len(value) < self.least:
            raise _wrong(value, place, _("至少写 {n} 项。", n=self.least))
        taken, failed = [], False
        for i, item in enumerate(value):
            line = item.line if isinstance(item, Node) else place.line
            name = item.path if isinstance(item, Node) else place.name
            try:
                taken.append(self.of.take(item, place.inside(str(i), line, name)))
            except Unreadable:
                failed = True
        if failed:
            raise Unreadable
        return tuple(taken)
