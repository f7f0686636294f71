"""Answers as people read them, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from creator.i18n import _, listed
from creator.money import show
from creator.programme.fields import Field
from creator.programme.programme import Programme
from creator.rules.shapes import choices, is_empty
from creator.rules.tables import TABLES


def worded(programme: Programme, field: Field, value: Any) -> str:
    """One answer as text of one or several lines; empty when there is none."""
    if is_empty(value):
        return ""
    if field.type in TABLES:
        return "\n".join(_row(programme, field, row) for row in value)
    write = _WRITERS.get(field.type, _plain)
    return write(programme, field, value)


def cell(programme: Programme, field: Field, type: str, value: Any) -> str:
    """One cell of a table."""
    if value is None:
        return ""
    typed = Field(id=field.id, label=field.label, type=type)
    return _WRITERS.get(type, _plain)(programme, typed, value)


def _row(programme: Programme, field: Field, row: Mapping[str, Any]) -> str:
    columns = TABLES[field.type]
    parts = (cell(programme, field, column.type, row.get(column.id)) for column in columns)
    return " · ".join(part for part in parts if part)


def _plain(_programme: Programme, _field: Field, value: Any) -> str:
    return str(value)


def _money(_programme: Programme, _field: Field, value: int) -> str:
    return show(value)


def _boolean(_programme: Programme, _field: Field, value: bool) -> str:
    return str(_("是") if value else _("否"))


def _choice(programme: Programme, field: Field, value: Any) -> str:
    known = choices(programme, field)
    values = value if isinstance(value, list) else [value]
    return str(listed(known.get(item, item) for item in values))


def _period(_programme: Programme, _field: Field, value: Mapping[str, str]) -> str:
    return f"{value.get('start', '')} – {value.get('end', '')}"


def _hearing(programme: Programme, _field: Field, value: Mapping[str, Any]) -> str:
    names = {
        "date": _("日期"), "place": _("地点"), "present": _("到会人数"),
        "in_favour": _("同意人数"), "summary": _("意见摘要"),
    }  # fmt: skip
    lines = [_line(name, value[key]) for key, name in names.items() if key in value]
    counted = value.get("seats", {})
    seats = programme.hearing.seats
    return "\n".join([*lines, *(_line(s.label, counted[s.id]) for s in seats if s.id in counted)])


def _line(name: object, value: object) -> str:
    return str(_("{name}：{value}", name=name, value=value))


_WRITERS: Mapping[str, Callable[[Programme, Field, Any], str]] = {
    "money": _money,
    "boolean": _boolean,
    "consent": _boolean,
    "period": _period,
    "hearing": _hearing,
    **dict.fromkeys(("choice", "multichoice", "tier", "category", "track", "head"), _choice),
}
