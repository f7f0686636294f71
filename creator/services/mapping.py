"""From the columns of a summary sheet to the questions of the programme's form, by role."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from creator.i18n import Text
from creator.intake.dates import ProjectPeriod
from creator.intake.setting import BASIC, Choice, Expectations
from creator.intake.understanding import Row
from creator.programme.fields import Field
from creator.programme.forms import Form
from creator.programme.programme import Programme
from creator.rules.shapes import Misshapen, shaped

ROLES: Mapping[str, str] = {
    "title": "title",
    "tier": "tier",
    "category": "category",
    "amount": "amount",
    "own_funding": "own_funding",
    "site_community": "site_community",
    "beneficiaries": "beneficiaries",
    "beneficiary_count": "beneficiary_count",
    "leader": "contact",
    "contact_phone": "phone",
}
"""Role of a question -> the column that answers it. Period and hearing are put together below."""

ABOUT_APPLICANT = frozenset({"number", "organisation", "registration", "identifier", "sponsor"})
"""Columns that go to the organisation's record instead of the form, or nowhere (序号)."""
_IN_PARTS = {
    "hearing_date": "hearing",
    "hearing_attendance": "hearing",
    "contact": "leader",
    "phone": "contact_phone",
}


def expectations(
    programme: Programme, excluded: frozenset[int], corrections: Mapping[str, str]
) -> Expectations:
    """What the programme asks of a summary sheet, with what the officer put right."""
    form = programme.form
    required = {column for column in BASIC if _needed(form, column)}
    hearing = form.with_role("hearing")
    if hearing is not None and hearing.required:
        required |= {"hearing_date", "hearing_attendance"}
    return Expectations(
        tiers=_tiers(programme),
        most=None if programme.tier_choice == "applied" else _most(programme),
        categories=tuple(Choice(one.id, one.label) for one in programme.categories),
        required=frozenset(required),
        excluded=excluded,
        corrections=corrections,
    )


def _tiers(programme: Programme) -> tuple[Choice, ...]:
    """The tiers a sheet may name: with caps only where one applies for them."""
    applied = programme.tier_choice == "applied"
    return tuple(
        Choice(tier.id, tier.label, tier.most if applied else None) for tier in programme.tiers
    )


def _most(programme: Programme) -> int | None:
    """The largest award of any tier, in 分; None where one has no cap."""
    caps = [tier.most for tier in programme.tiers]
    return None if None in caps else max(cap for cap in caps if cap is not None)


def _needed(form: Form, column: str) -> bool:
    if column not in ("tier", "category", "amount"):
        return True
    field = form.with_role(column)
    return field is not None and field.required


def has_place(form: Form, column: str) -> bool:
    """Whether what stands in this column is kept anywhere."""
    if column in ABOUT_APPLICANT or column in ("contact", "phone"):
        return True
    if column == "period":
        return _period_field(form) is not None or form.with_role("start") is not None
    return form.with_role(_IN_PARTS.get(column, column)) is not None


def answers_of(programme: Programme, row: Row) -> tuple[dict[str, Any], dict[str, Text]]:
    """Field id -> answer, as drafts store them; and column -> why it could not be taken over."""
    answers: dict[str, Any] = {}
    unfit: dict[str, Text] = {}
    for column, field, value in _found(programme.form, row):
        try:
            answer = shaped(programme, field, value)
        except Misshapen as wrong:
            unfit[column] = wrong.text
        else:
            if answer is not None:
                answers[field.id] = answer
    return answers, unfit


def _found(form: Form, row: Row) -> list[tuple[str, Field, Any]]:
    found: list[tuple[str, Field, Any]] = []
    for role, column in ROLES.items():
        field, value = form.with_role(role), row.value(column)
        if field is not None and value is not None:
            found.append((column, field, str(value) if column == "phone" else value))
    return found + _dated(form, row.value("period")) + _heard(form, row)


def _dated(form: Form, period: ProjectPeriod | None) -> list[tuple[str, Field, Any]]:
    if period is None:
        return []
    days = {"start": _iso(period.starts), "end": _iso(period.ends)}
    known = {name: day for name, day in days.items() if day}
    whole = _period_field(form)
    if whole is not None:
        return [("period", whole, known)] if known else []
    fields = ((form.with_role(name), day) for name, day in known.items())
    return [("period", field, day) for field, day in fields if field is not None]


def _period_field(form: Form) -> Field | None:
    return next(form.of_type("period"), None)


def _heard(form: Form, row: Row) -> list[tuple[str, Field, Any]]:
    field, day = form.with_role("hearing"), row.value("hearing_date")
    told = {"date": _iso(day), "present": row.value("hearing_attendance")}
    record = {name: value for name, value in told.items() if value is not None}
    return [("hearing_date", field, record)] if field is not None and record else []


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
