"""Rules across questions: the programme's own, the length of the project, other public money."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from creator.i18n import Label, Text, _
from creator.programme.forms import CrossRule
from creator.rules.application import Application
from creator.rules.refusal import Refusal
from creator.rules.shapes import is_empty

Holds = Callable[[Application, CrossRule], bool]


def sentence(label: Label) -> Text:
    """A sentence the programme itself gives, as a `Text`."""
    return Text("{sentence}", {"sentence": label})


def broken(application: Application) -> Iterator[Refusal]:
    """What does not fit together."""
    for rule in application.programme.form.rules:
        asked = [id for id in rule.fields if id in application.fields]
        if asked and not _RULES[rule.kind](application, rule):
            yield Refusal(f"rule.{rule.id}", sentence(rule.label), asked[0])
    yield from _length(application)
    yield from _activities(application)
    yield from _double_funding(application)


def _values(application: Application, rule: CrossRule) -> list[Any] | None:
    """The answers a rule speaks of; None while one is missing, for then it cannot be judged."""
    values = [application.answer(id) for id in rule.fields]
    return None if any(is_empty(value) for value in values) else values


def _before(application: Application, rule: CrossRule) -> bool:
    values = _values(application, rule)
    return values is None or str(values[0]) < str(values[1])


def _at_most(application: Application, rule: CrossRule) -> bool:
    values = _values(application, rule)
    return values is None or Decimal(values[0]) <= Decimal(values[1])


def _sum(application: Application, rule: CrossRule) -> bool:
    values, total = _values(application, rule), application.answer(rule.total or "")
    if values is None or is_empty(total):
        return True
    return sum(map(Decimal, values), Decimal(0)) == Decimal(total)


def _share_min(application: Application, rule: CrossRule) -> bool:
    values = _values(application, rule)
    if values is None:
        return True
    return Decimal(values[0]) * 100 >= (rule.percent or Decimal(0)) * Decimal(values[1])


def _any_of(application: Application, rule: CrossRule) -> bool:
    return any(application.is_answered(id) for id in rule.fields)


def _within_implementation(application: Application, rule: CrossRule) -> bool:
    calendar = application.programme.calendar
    days = [day for id in rule.fields for day in _days_in(application.answer(id))]
    return all(calendar.starts <= day <= calendar.ends for day in days)


def _days_in(answer: Any) -> Iterator[date]:
    """The dates of a date, a period or a table."""
    if isinstance(answer, str):
        yield date.fromisoformat(answer)
    elif isinstance(answer, list):
        yield from (date.fromisoformat(row["date"]) for row in answer if "date" in row)
    elif isinstance(answer, dict):
        yield from (date.fromisoformat(answer[k]) for k in ("start", "end") if k in answer)


_RULES: Mapping[str, Holds] = {
    "before": _before,
    "at_most": _at_most,
    "sum": _sum,
    "share_min": _share_min,
    "any_of": _any_of,
    "within_implementation": _within_implementation,
}


def _length(application: Application) -> Iterator[Refusal]:
    start, end = application.role("start"), application.role("end")
    field = application.for_role("end")
    if field is None or is_empty(start) or is_empty(end) or start > end:
        return
    calendar = application.programme.calendar
    first, after = date.fromisoformat(start), date.fromisoformat(end) + timedelta(days=1)
    if _months_after(first, calendar.min_months) > after:
        text = _("项目实施期至少 {n} 个月。", n=calendar.min_months)
        yield Refusal("period.short", text, field.id)
    if calendar.max_months is not None and _months_after(first, calendar.max_months) < after:
        text = _("项目实施期最多 {n} 个月。", n=calendar.max_months)
        yield Refusal("period.long", text, field.id)


def _activities(application: Application) -> Iterator[Refusal]:
    """Every activity is planned for a day of the project."""
    start, end = application.role("start"), application.role("end")
    field = application.for_role("activities")
    if field is None or is_empty(start) or is_empty(end) or start > end:
        return
    for i, row in enumerate(application.answer(field.id) or ()):
        day = row.get("date")
        if day is not None and not start <= day <= end:
            text = _(
                "“{field}”第 {line} 行的日期 {day} 不在项目的起止日期（{start} 至 {end}）之内。",
                field=field.label, line=i + 1, day=day, start=start, end=end,
            )  # fmt: skip
            yield Refusal("activity.outside", text, f"{field.id}.{i}.date")


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the first of the next month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        year, month = divmod(year * 12 + month + 1, 12)
        return date(year, month + 1, 1)


def _double_funding(application: Application) -> Iterator[Refusal]:
    """The answer may be yes, an amount, or words that are only asked for after a yes."""
    field = application.for_role("other_funding")
    if field is None or application.programme.applicants.double_funding != "refused":
        return
    answer = application.answer(field.id)
    follows_a_yes = isinstance(answer, str) and field.shown_when is not None
    if follows_a_yes or (isinstance(answer, bool | int) and answer):
        text = _("同一项目已获得其他公共资金，不能申报。")
        yield Refusal("funding.double", text, field.id)
