"""What the record of an organisation says against a class's conditions; no database."""

from datetime import date

import pytest

from creator.i18n import Label
from creator.models.organisation import Organisation, OrganisationRecord
from creator.programme.applicants import ApplicantClass, Blacklist
from creator.rules import standing_records

TODAY = date(2017, 1, 10)


def organisation(*records):
    rows = [
        OrganisationRecord(
            kind=kind, value=value, on_date=day, ends_on=ends, evidence="", withdrawn_at=None
        )
        for kind, value, day, ends in records
    ]
    return Organisation(name="单位", legal_class="registered", records=rows)


def unmet(given, **conditions):
    asked = ApplicantClass(id="a", label=Label("甲", "A"), kind="registered", **conditions)
    return [one.code for one in standing_records.unmet(asked, given, TODAY)]


def grade(value, ends=None, day=date(2014, 5, 1)):
    return ("grade", value, day, ends)


@pytest.mark.parametrize(
    ("records", "codes"),
    [
        ([], []),
        ([grade("3A")], []),
        ([grade("5A", date(2017, 1, 10))], []),
        ([grade("2A")], ["organisation.grade"]),
        ([grade("5A", date(2017, 1, 9))], ["organisation.grade_ended"]),
        ([grade("5A"), grade("2A", day=date(2016, 1, 1))], ["organisation.grade"]),
        ([grade("2A"), grade("3A", day=date(2017, 2, 1))], ["organisation.grade"]),
    ],
)
def test_the_newest_grade_counts_while_it_lasts(records, codes):
    assert unmet(organisation(*records), min_grade="3A") == codes


def test_a_failed_check_counts_among_the_last_that_are_asked_for():
    failed = ("annual_check", "failed", date(2013, 6, 1), None)
    passed = [("annual_check", "passed", date(year, 6, 1), None) for year in (2014, 2015)]
    found = organisation(failed, *passed)
    assert unmet(found, annual_checks=2) == []
    assert unmet(found, annual_checks=3) == ["organisation.annual_check"]
    assert unmet(found) == []


@pytest.mark.parametrize(
    ("kind", "day", "barred"),
    [
        ("abnormal", date(2016, 1, 11), True),
        ("abnormal", date(2016, 1, 10), False),
        ("dishonest", date(2015, 1, 11), True),
        ("offence", date(2014, 1, 10), False),
        ("offence", date(2017, 1, 11), False),
    ],
)
def test_an_entry_on_a_list_bars_for_so_many_years(kind, day, barred):
    found = organisation((kind, "", day, None))
    hits = list(standing_records.barred(Blacklist(), found, TODAY))
    assert bool(hits) is barred


def test_a_leap_day_ends_on_the_first_of_march():
    found = organisation(("abnormal", "", date(2016, 2, 29), None))
    last = list(standing_records.barred(Blacklist(), found, date(2017, 2, 28)))
    assert len(last) == 1
    assert list(standing_records.barred(Blacklist(), found, date(2017, 3, 1))) == []
