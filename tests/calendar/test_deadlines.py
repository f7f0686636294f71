"""How a deadline is counted: what a notice of five working days means, held and resumed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator.calendar import Span, deadline, known_calendar, remaining, remind_at
from creator.clock import SHANGHAI, local
from creator.i18n import _

CALENDAR = known_calendar()


def at(month: int, day: int, hour: int = 10, year: int = 2017) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI).astimezone(UTC)


def test_five_working_days_of_notice_over_the_spring_festival():
    """Published on Tuesday 24 January: 25, 26, then 3 and (a worked Saturday) 4, and 6 February."""
    notice = deadline(CALENDAR, at(1, 24), Span(5, "wd"), event=_("公示"))
    assert notice.due_at == datetime(2017, 2, 6, 16, tzinfo=UTC)  # 24:00 in Shanghai
    assert notice.last_day == date(2017, 2, 6)
    assert str(notice.rule) == "5 个工作日，不含公示当日，至 2017-02-06（星期一）24:00"
    assert notice.calendar_version == CALENDAR.version
    assert not notice.provisional


def test_seven_calendar_days_end_at_midnight_and_may_roll_to_a_working_day():
    plain = deadline(CALENDAR, at(1, 21), Span(7, "d"), event=_("公示"))
    rolled = deadline(CALENDAR, at(1, 21), Span(7, "d"), event=_("公示"), roll=True)
    assert str(plain.rule) == "7 日，不含公示当日，至 2017-01-28（星期六）24:00"
    assert rolled.last_day == date(2017, 2, 3)


def test_hours_are_exact():
    soon = deadline(CALENDAR, at(1, 24, 23), Span(2, "h"))
    assert soon.due_at == at(1, 25, 1)
    assert str(soon.rule) == "2 小时，至 2017-01-25（星期三）01:00"


def test_a_deadline_in_an_unpublished_year_says_it_may_move():
    late = deadline(CALENDAR, at(12, 30, year=2026), Span(3, "wd"))
    assert late.provisional
    assert str(late.rule) == (
        "3 个工作日，不含起算当日，至 2027-01-04（星期一）24:00"
        "（该年放假安排尚未公布，暂按周一至周五计算）"
    )
    days = deadline(CALENDAR, at(12, 30, year=2026), Span(3, "d"))
    assert str(days.rule) == (
        "3 日，不含起算当日，至 2027-01-02（星期六）24:00（该年放假安排尚未公布，日期可能调整）"
    )
    assert not deadline(CALENDAR, at(12, 30, year=2026), Span(1, "wd")).provisional


def test_a_period_does_not_run_backwards():
    with pytest.raises(ValueError, match="backwards: -2wd"):
        deadline(CALENDAR, at(1, 24), Span(-2, "wd"))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Span(-2, "wd"), at(2, 3, 9)),  # 24:00 of Monday belongs to Monday: Saturday 4th, Friday
        (Span(-3, "d"), at(2, 3, 9)),
        (Span(-1, "h"), at(2, 6, 23)),
    ],
)
def test_a_reminder_comes_at_nine_some_days_before(period, expected):
    due_at = deadline(CALENDAR, at(1, 24), Span(5, "wd")).due_at
    assert remind_at(CALENDAR, due_at, period) == expected


def test_days_left_as_people_read_them():
    due_at = deadline(CALENDAR, at(1, 24), Span(5, "wd")).due_at
    assert CALENDAR.working_days_left(at(1, 24), due_at) == 5
    assert CALENDAR.working_days_left(at(2, 4), due_at) == 1
    assert CALENDAR.working_days_left(at(2, 6), due_at) == 0
    assert CALENDAR.working_days_left(at(2, 9), due_at) == 0


def test_a_held_notice_resumes_the_days_that_remained():
    """Held on the third counted day: two whole days have passed, three are left."""
    published, objection = at(3, 6), at(3, 9)  # Monday, Thursday
    due_at = deadline(CALENDAR, published, Span(5, "wd")).due_at
    left = remaining(CALENDAR, published, objection, due_at)
    assert left == Span(3, "wd")
    resumed = deadline(CALENDAR, at(3, 15), left, event=_("恢复公示"))
    assert str(resumed.rule) == "3 个工作日，不含恢复公示当日，至 2017-03-20（星期一）24:00"


def test_nothing_has_passed_on_the_day_of_the_event_and_nothing_is_left_at_the_end():
    published = at(3, 6)
    due_at = deadline(CALENDAR, published, Span(5, "wd")).due_at
    assert remaining(CALENDAR, published, at(3, 6, 18), due_at) == Span(5, "wd")
    assert remaining(CALENDAR, published, due_at, due_at) == Span(0, "wd")
    assert remaining(CALENDAR, published, due_at - timedelta(minutes=90), due_at, "h").amount == 2
    assert remaining(CALENDAR, published, at(3, 8), at(3, 11), "d") == Span(4, "d")


INSTANTS = st.datetimes(datetime(2016, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
PERIODS = st.builds(Span, st.integers(0, 30), st.sampled_from(["wd", "d", "h"]))


@given(INSTANTS, INSTANTS, PERIODS, st.booleans())
def test_who_starts_later_never_has_to_finish_earlier(one, other, period, roll):
    early, late = sorted([one, other])
    first = deadline(CALENDAR, early, period, roll=roll)
    assert first.due_at <= deadline(CALENDAR, late, period, roll=roll).due_at
    assert first.due_at >= early


@given(INSTANTS, st.integers(1, 20), st.integers(0, 20), st.integers(0, 20))
def test_whole_days_before_and_after_a_hold_add_up_to_the_period(start, n, until_hold, held_for):
    due_at = deadline(CALENDAR, start, Span(n, "wd")).due_at
    held_at = start + timedelta(days=until_hold)
    if held_at >= due_at:
        return
    left = remaining(CALENDAR, start, held_at, due_at)
    passed = CALENDAR.working_days_between(
        local(start).date(), max(local(start).date(), local(held_at).date() - timedelta(days=1))
    )
    assert passed + left.amount == n
    resumed = held_at + timedelta(days=held_for)
    assert CALENDAR.working_days_left(resumed, deadline(CALENDAR, resumed, left).due_at) == (
        left.amount
    )


@given(st.dates(date(2004, 1, 2), date(2026, 12, 1)), st.integers(-40, 40))
def test_stepping_lands_on_a_worked_day_so_many_worked_days_away(day, n):
    reached = CALENDAR.add_working_days(day, n)
    if n == 0:
        assert reached == day
        return
    assert CALENDAR.is_working_day(reached)
    if n > 0:
        assert CALENDAR.working_days_between(day, reached) == n
