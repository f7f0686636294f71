"""The published years, as rows for the calendar table."""

from datetime import date

from creator.calendar import CalendarDay, WorkCalendar, known_calendar, load_known, year_from_notice


def test_every_day_of_a_published_year_is_a_row():
    rows = load_known(2017, 2017)
    assert len(rows) == 365
    assert rows[0] == CalendarDay(date(2017, 1, 1), False, "元旦")
    assert rows[21] == CalendarDay(date(2017, 1, 22), True, "春节")  # a worked Sunday
    assert rows[-1] == CalendarDay(date(2017, 12, 31), False)


def test_the_known_years_are_2004_to_2026_without_a_gap():
    days = [row.day for row in load_known()]
    assert (days[0], days[-1]) == (date(2004, 1, 1), date(2026, 12, 31))
    assert len(days) == (days[-1] - days[0]).days + 1


def test_a_new_year_is_entered_from_the_notice_of_the_state_council():
    rows = list(year_from_notice(2027, {date(2027, 1, 1): "元旦"}, {date(2027, 1, 3): "元旦"}))
    calendar = WorkCalendar({row.day: row.is_workday for row in rows})
    assert len(rows) == 365
    assert calendar.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 3)
    assert not calendar.provisional(date(2027, 12, 31))


def test_the_version_names_exactly_these_days():
    known = {row.day: row.is_workday for row in load_known(2017, 2018)}
    changed = known | {date(2018, 5, 4): False}
    assert WorkCalendar(known).version == WorkCalendar(dict(reversed(known.items()))).version
    assert WorkCalendar(known).version.startswith("2017-2018/")
    assert WorkCalendar(changed).version != WorkCalendar(known).version
    assert WorkCalendar({}).version == "none"
    assert WorkCalendar(known, "as printed").version == "as printed"


def test_a_year_nobody_published_follows_the_week_and_says_so():
    calendar = known_calendar()
    assert calendar.provisional(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 1))  # a Friday; surely free, but not yet announced
    assert not calendar.provisional(date(2026, 12, 31))
