"""Days and project periods in the spellings that occur in cells."""

from datetime import date, datetime

import pytest

from creator.intake.dates import ProjectPeriod, read_date, read_period
from creator.intake.grid import Written
from creator.intake.setting import Expectations, Setting, Unreadable

SETTING = Setting("元", Expectations())
MARCH, NOVEMBER, DECEMBER = date(2017, 3, 1), date(2017, 11, 30), date(2017, 12, 31)


@pytest.mark.parametrize(
    "written",
    [
        "2017-01-12",
        "2017/1/12",
        "2017.1.12",
        "2017年1月12日",
        "２０１７年１月１２日",
        "2017 年 1 月 12 日",
        "20170112",
        "2017-01-12 14:30",
        datetime(2017, 1, 12, 9, 30),  # noqa: DTZ001 - as a date cell holds it
        date(2017, 1, 12),
        42747,
    ],
)
def test_one_day_in_many_spellings(written):
    assert read_date(Written(written), SETTING).value == date(2017, 1, 12)


@pytest.mark.parametrize("written", ["1月12日", "2017年1月", "2017-02-30", "上周", 12, "17-1-12"])
def test_a_day_without_year_or_that_never_was_is_refused(written):
    with pytest.raises(Unreadable) as refused:
        read_date(Written(written), SETTING)
    assert str(refused.value.text) == f"“{written}”不是日期。"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2017年3月-2017年12月", ProjectPeriod(10, MARCH, DECEMBER)),
        ("2017.3—2017.11", ProjectPeriod(9, MARCH, NOVEMBER)),
        ("2017年3月至11月", ProjectPeriod(9, MARCH, NOVEMBER)),
        ("2017/3～2017/11", ProjectPeriod(9, MARCH, NOVEMBER)),
        ("2017.3——11", ProjectPeriod(9, MARCH, NOVEMBER)),
        ("2017.03.01-2017.11.30", ProjectPeriod(9, MARCH, NOVEMBER)),
        ("2017年3月1日到2017年11月30日", ProjectPeriod(9, MARCH, NOVEMBER)),
        ("2017-03 至 2018-02", ProjectPeriod(12, MARCH, date(2018, 2, 28))),
        ("2017年3月15日-2017年4月20日", ProjectPeriod(2, date(2017, 3, 15), date(2017, 4, 20))),
        ("9个月", ProjectPeriod(9)),
        ("10 个月", ProjectPeriod(10)),
        ("九个月", ProjectPeriod(9)),
        ("十二个月", ProjectPeriod(12)),
        ("1年", ProjectPeriod(12)),
        ("半年", ProjectPeriod(6)),
    ],
)
def test_periods(written, period):
    assert read_period(Written(written), SETTING).value == period


@pytest.mark.parametrize(
    "written",
    ["全年", "3月-11月", "2017年3月", "2017.11-2017.3", "0个月", "99年", "2017.13-2018.1", 9],
)
def test_what_shows_no_period_is_refused(written):
    with pytest.raises(Unreadable) as refused:
        read_period(Written(written), SETTING)
    assert str(refused.value.text) == f"“{written}”看不出项目周期。"
