"""What is on record of an organisation (等级、年检、失信), against what the programme asks.

Only what is recorded speaks against an applicant: where nothing is recorded, the check list asks.
"""

from collections.abc import Iterator
from datetime import date

from creator.i18n import Label, Text, _
from creator.models.organisation import Organisation, OrganisationRecord
from creator.programme.applicants import ApplicantClass, Blacklist
from creator.programme.words import WORDS
from creator.rules.refusal import Refusal

GRADES = WORDS["organisation_grade"]
"""Grades, the lowest first."""
CHECKS = {"passed": _("年检合格"), "failed": _("年检不合格")}
LISTS = {
    "abnormal": _("活动异常名录"),
    "dishonest": _("严重违法失信名单"),
    "offence": _("行政处罚记录"),
}
_PLACE = "organisation.record"


def in_words(record: OrganisationRecord) -> Text | Label:
    """What a record says."""
    if record.kind == "grade":
        return GRADES[record.value]
    return CHECKS[record.value] if record.kind == "annual_check" else LISTS[record.kind]


def unmet(chosen: ApplicantClass, organisation: Organisation, today: date) -> Iterator[Refusal]:
    """What the records say against a class's conditions."""
    if chosen.min_grade is not None:
        yield from _grade(chosen.min_grade, _of(organisation, "grade", today), today)
    if chosen.annual_checks:
        for check in _of(organisation, "annual_check", today)[-chosen.annual_checks :]:
            if check.value == "failed":
                text = _("须最近 {n} 次年检都合格，贵单位 {day} 的年检不合格。",
                         n=chosen.annual_checks, day=check.on_date)  # fmt: skip
                yield Refusal("organisation.annual_check", text, _PLACE)


def _of(organisation: Organisation, kind: str, today: date) -> list[OrganisationRecord]:
    return [
        one
        for one in organisation.records
        if one.kind == kind and one.withdrawn_at is None and one.on_date <= today
    ]


def _grade(least: str, grades: list[OrganisationRecord], today: date) -> Iterator[Refusal]:
    if not grades:
        return
    last, order = grades[-1], list(GRADES)
    if last.ends_on is not None and last.ends_on < today:
        text = _(
            "贵单位的等级 {grade} 已于 {day} 到期。", grade=GRADES[last.value], day=last.ends_on
        )
        yield Refusal("organisation.grade_ended", text, _PLACE)
    elif order.index(last.value) < order.index(least):
        text = _("等级须在 {least} 及以上，贵单位是 {grade}（{day}）。",
                 least=GRADES[least], grade=GRADES[last.value], day=last.on_date)  # fmt: skip
        yield Refusal("organisation.grade", text, _PLACE)


def barred(rule: Blacklist, organisation: Organisation, today: date) -> Iterator[Refusal]:
    """Entries on a list that have not been left behind for as long as the programme says."""
    for kind, name in LISTS.items():
        years: int = getattr(rule, f"{kind}_years")
        for entry in _of(organisation, kind, today):
            if today < _later(entry.on_date, years):
                text = _("贵单位 {day} 列入{list}，未满 {n} 年。",
                         day=entry.on_date, list=name, n=years)  # fmt: skip
                yield Refusal("organisation.listed", text, _PLACE)


def _later(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + years, 3, 1) if leap else day.replace(year=day.year + years)
