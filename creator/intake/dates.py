"""Dates and project periods in the spellings people use."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from creator.i18n import _
from creator.intake.grid import Written
from creator.intake.setting import Read, Setting, Unreadable

_SHOWN = 40
_EXCEL_EPOCH = date(1899, 12, 30)
_PLAUSIBLE_SERIALS = range(32_874, 73_051)  # 1990-01-01 to 2099-12-31
_POINT = (
    r"(?:(?P<y{n}>(?:19|20)\d\d)[年./-])?"
    r"(?P<m{n}>\d{{1,2}})(?:月|[./-](?=\d)|(?!\d))(?:(?P<d{n}>\d{{1,2}})日?)?"
)
_DAY = re.compile(r"((?:19|20)\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?(?:\d{1,2}:\d\d(?::\d\d)?)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SPAN = re.compile(_POINT.format(n=1) + r"[-~至到]+" + _POINT.format(n=2))
_MONTHS = re.compile(r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2}|半)(?P<unit>个?月|年)")
_CHINESE_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", start=1)}
_LONGEST = 60  # months


@dataclass(frozen=True)
class ProjectPeriod:
    """How long a project runs: whole months, and its first and last day where they are said."""

    months: int
    starts: date | None = None
    ends: date | None = None


def _folded(cell: Written) -> str:
    """NFKC, without white space, every dash a hyphen."""
    text = unicodedata.normalize("NFKC", str(cell.value))
    return re.sub(r"[\u2010-\u2015\u2212]+|--+", "-", re.sub(r"\s", "", text))


def read_date(cell: Written, setting: Setting) -> Read:
    """A day with its year, in digits or as a date cell."""
    value = cell.value
    if isinstance(value, datetime):
        return Read(value.date())
    if isinstance(value, date):
        return Read(value)
    if isinstance(value, int | float) and int(value) in _PLAUSIBLE_SERIALS:
        day = _EXCEL_EPOCH + timedelta(days=int(value))
        return Read(day, _("日期存成了数字 {written}，读作 {day}", written=cell.raw, day=day))
    text = _folded(cell)
    match = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        if match:
            return Read(date(*map(int, match.groups())))
    except ValueError:
        pass  # 2月30日: reported below like any other unreadable date
    raise Unreadable(
        _("“{written}”不是日期。", written=cell.raw[:_SHOWN]),
        _("请写明年月日，例如 2017-01-12。"),
    )


def read_period(cell: Written, setting: Setting) -> Read:
    """“9个月”, “一年”, “2017年3月-2017年12月”, “2017.3—11”, with or without days."""
    text = _folded(cell)
    months = _in_months(text)
    period = ProjectPeriod(months) if months else _from_to(text)
    if period is None or not 0 < period.months <= _LONGEST:
        raise Unreadable(
            _("“{written}”看不出项目周期。", written=cell.raw[:_SHOWN]),
            _("请写起止年月或月数，例如 2017年3月-2017年12月、9个月。"),
        )
    return Read(period)


def _in_months(text: str) -> int | None:
    match = _MONTHS.fullmatch(text)
    if match is None:
        return None
    if match["number"] == "半":
        return 6 if match["unit"] == "年" else None
    return _number(match["number"]) * (12 if match["unit"] == "年" else 1)


def _number(written: str) -> int:
    """1 to 19 in Chinese, or any number in digits."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _CHINESE_DIGITS[written[0]] if len(written) == 1 else 0
    return 10 * _CHINESE_DIGITS.get(tens, 1) + _CHINESE_DIGITS.get(ones, 0)


def _from_to(text: str) -> ProjectPeriod | None:
    match = _SPAN.fullmatch(text)
    if match is None or match["y1"] is None:
        return None
    first_year, first_month = int(match["y1"]), int(match["m1"])
    last_year, last_month = int(match["y2"] or first_year), int(match["m2"])
    try:
        last_of_month = monthrange(last_year, last_month)[1]
        starts = date(first_year, first_month, int(match["d1"] or 1))
        ends = date(last_year, last_month, int(match["d2"] or last_of_month))
    except ValueError:
        return None
    return ProjectPeriod(_months_between(starts, ends), starts, ends)


def _months_between(starts: date, ends: date) -> int:
    """Whole months, both ends included: 1 March to 30 November are nine; begun months count."""
    after = ends + timedelta(days=1)
    months = (after.year - starts.year) * 12 + after.month - starts.month
    return months + (after.day > starts.day)
