"""Filling in any application form so that it can be submitted: made up, but within the rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from creator.identifiers import check_digit
from creator.programme.fields import Field
from creator.programme.programme import Programme
from creator.rehearsal import crossing, spending
from creator.rules.application import Application
from creator.rules.shapes import choices, is_empty
from creator.rules.tables import TABLES, Column

_SENTENCE = "本项目面向社区居民，由志愿者和社工共同开展，活动内容经居民商议确定（示例）。"
_FIRST = "52610103299999999"
_CODE = _FIRST + check_digit(_FIRST)


@dataclass(frozen=True)
class Applicant:
    """What is known of somebody who applies. Money in 分; empty is unknown."""

    title: str
    tier: str
    category: str
    requested: int
    own: int = 0
    phone: str = "02900001000"
    credit_code: str = ""
    today: date = date(2017, 1, 1)


def filled_in(
    programme: Programme, applicant: Applicant, given: Mapping[str, Any]
) -> dict[str, Any]:
    """`given` answers and everything else the form asks for; a budget last of all."""
    answers = {id: value for id, value in given.items() if not is_empty(value)}
    for field in programme.form.fields:
        if field.type in _IN_PARTS and field.id in answers:
            made = _MAKERS[field.type](programme, field, applicant)
            answers[field.id] = _IN_PARTS[field.type](made, answers[field.id])
    for _round in range(4):  # answers may bring up further questions
        asked = [field for _section, field in Application(programme, answers).asked]
        new = [f for f in asked if f.type in _MAKERS and f.type != "budget" and f.id not in answers]
        answers.update({f.id: _MAKERS[f.type](programme, f, applicant) for f in new})
        if not new:
            break
    own = programme.form.with_role("own_funding")
    crossing.reconcile(programme, answers, given.keys() - {own.id if own else ""})
    for field in asked:
        if field.type == "budget" and field.id not in answers:
            answers[field.id] = _budget(programme, field, answers)
        elif field.role == "activities" and field.id not in given:
            answers[field.id] = _begun(programme, answers, answers[field.id])
    return answers


Maker = Callable[[Programme, Field, Applicant], Any]


def _text(_programme: Programme, field: Field, applicant: Applicant) -> str:
    words = {"title": applicant.title, "leader": "项目负责人", "site_community": "示例社区"}
    return _long(words.get(field.role or "", "示例"), field)


def _longtext(_programme: Programme, field: Field, _applicant: Applicant) -> str:
    return _long(_SENTENCE, field)


def _long(text: str, field: Field) -> str:
    while len(text) < field.min_chars:
        text += _SENTENCE
    return text[: field.max_chars or max(500, field.min_chars)]


def _integer(_programme: Programme, field: Field, _applicant: Applicant) -> int:
    least = int(field.min) if field.min is not None else 30
    return min(least, int(field.max)) if field.max is not None else least


def _decimal(_programme: Programme, field: Field, _applicant: Applicant) -> str:
    least = field.min if field.min is not None else Decimal(1)
    return str(min(least, field.max) if field.max is not None else least)


def _money(_programme: Programme, field: Field, applicant: Applicant) -> int:
    known = {"amount": applicant.requested, "own_funding": applicant.own, "other_funding": 0}
    return known.get(field.role or "", int((field.min or 0) * 100))


def _date(programme: Programme, field: Field, _applicant: Applicant) -> str:
    first, last = _term(programme)
    return (last if field.role == "end" else first).isoformat()


def _period(programme: Programme, _field: Field, _applicant: Applicant) -> dict[str, str]:
    first, last = _term(programme)
    return {"start": first.isoformat(), "end": last.isoformat()}


def _term(programme: Programme) -> tuple[date, date]:
    """As long as projects may run."""
    calendar = programme.calendar
    last = calendar.ends
    if calendar.max_months is not None:
        year, month = divmod(calendar.starts.month - 1 + calendar.max_months, 12)
        day = min(calendar.starts.day, 28)
        longest = calendar.starts.replace(
            year=calendar.starts.year + year, month=month + 1, day=day
        )
        last = min(last, longest - timedelta(days=1))
    return calendar.starts, last


def _choice(programme: Programme, field: Field, applicant: Applicant) -> str | None:
    known = choices(programme, field)
    wanted = {"tier": applicant.tier, "category": applicant.category}.get(field.type, "")
    return wanted if wanted in known else next(iter(known), None)


def _table(programme: Programme, field: Field, _applicant: Applicant) -> list[dict[str, Any]]:
    rows = int(field.min) if field.min else 1
    made = {column.id: _cell(programme, column) for column in TABLES[field.type] if column.needed}
    return [dict(made) for _row in range(rows)]


def _cell(programme: Programme, column: Column) -> Any:
    plain: dict[str, Any] = {"date": programme.calendar.starts.isoformat(), "integer": 20}
    return plain.get(column.type, "12" if column.type == "decimal" else "示例")


def _begun(
    programme: Programme, answers: Mapping[str, Any], rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Activities made up for the first day of the project, which may have been given."""
    start = Application(programme, answers).role("start")
    return [{**row, "date": start} for row in rows] if start else rows


def _hearing(programme: Programme, _field: Field, applicant: Applicant) -> dict[str, Any]:
    seats = {seat.id: seat.min for seat in programme.hearing.seats}
    present = max(programme.hearing.quorum, sum(seats.values())) + 4
    day = applicant.today - timedelta(days=1)
    return {
        "date": day.isoformat(),
        "place": "社区会议室",
        "present": present,
        "in_favour": present,
        "summary": "到会居民同意开展（示例）。",
        "seats": seats,
    }


def _budget(programme: Programme, field: Field, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    form = Application(programme, answers)
    requested, own = form.role("amount") or 0, form.role("own_funding") or 0
    return spending.lines(programme, requested, own, int(field.min) if field.min else 1)


def _told(made: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """What a table told of a hearing, and the rest; as many in favour as there must be."""
    whole = {**made, **given}
    whole["present"] = max(whole["present"], made["present"] - 4)
    whole["in_favour"] = given.get("in_favour", whole["present"])
    return whole


_IN_PARTS: Mapping[str, Callable[[Any, Any], Any]] = {
    "hearing": _told,
    "period": lambda made, given: {**made, **given},
}
_MAKERS: Mapping[str, Maker] = {
    "text": _text,
    "longtext": _longtext,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "period": _period,
    "choice": _choice,
    "tier": _choice,
    "category": _choice,
    "track": _choice,
    "multichoice": lambda programme, field, applicant: [_choice(programme, field, applicant)],
    "boolean": lambda *_known: False,
    "consent": lambda *_known: True,
    "phone": lambda _programme, _field, applicant: applicant.phone,
    "credit_code": lambda _programme, _field, applicant: applicant.credit_code or _CODE,
    "activities": _table,
    "indicators": _table,
    "team": _table,
    "hearing": _hearing,
    "budget": lambda *_known: None,
}
