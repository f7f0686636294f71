"""A section of the application form, made from the programme: one question, one field.

Nothing typed is thrown away: what cannot be understood stays on the page with its reason, the rest
can be saved. Whether it is complete is not asked here; that is what the guards say.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date
from typing import Any

from wtforms import Field as Shown
from wtforms.fields import FieldList, FormField

from creator.i18n import _
from creator.programme.fields import Field
from creator.programme.forms import Section
from creator.programme.programme import Programme
from creator.rules.application import Application
from creator.rules.shapes import LONGEST_LINE, LONGEST_PROSE, choices
from creator.rules.tables import TABLES, Column
from creator.web.forms.base import Form, PlainForm
from creator.web.forms.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MoneyField,
    PhoneField,
    SeveralField,
    TextField,
    TickField,
    WholeNumberField,
)
from creator.web.forms.typed import DecimalField, Group, OpenListField

PREFIX = "q_"
YES_NO = {"yes": _("是"), "no": _("否")}
Maker = Callable[[Programme, Field, dict[str, Any]], Any]


def anchor(place: str) -> str:
    """The id on the page of a place a refusal names: `budget.2.item` -> `q_budget-2-item`."""
    return PREFIX + place.replace(".", "-")


def section_form(
    application: Application, section: Section, open_fields: Container[str]
) -> type[Form]:
    """The form class of the questions of a section that are asked and open now, files left out."""
    made: dict[str, Any] = {
        PREFIX + field.id: _made(application.programme, field)
        for of, field in application.asked
        if of.id == section.id and field.id in open_fields and field.type != "attachment"
    }
    return type("SectionForm", (Form,), made)


def _made(programme: Programme, field: Field) -> Any:
    common = {"needed": field.required, "hint": _hint(field)}
    if field.type in TABLES:
        row = _row_form(programme, field)
        return FieldList(FormField(row), str(field.label), description=_hint(field))
    return _MAKERS[field.type](programme, field, common)


def _hint(field: Field) -> str:
    said = [str(field.guidance)] if field.guidance else []
    if field.example:
        said.append(str(_("例如：{example}", example=field.example)))
    return " ".join(said)


def _text(_programme: Programme, field: Field, common: dict[str, Any]) -> Any:
    return TextField(field.label, limit=field.max_chars or LONGEST_LINE, **common)


def _longtext(_programme: Programme, field: Field, common: dict[str, Any]) -> Any:
    return LongTextField(field.label, limit=field.max_chars or LONGEST_PROSE, **common)


def _choice(programme: Programme, field: Field, common: dict[str, Any]) -> Any:
    return ChoiceField(field.label, choices=choices(programme, field), **common)


def _several(programme: Programme, field: Field, common: dict[str, Any]) -> Any:
    return SeveralField(field.label, choices=choices(programme, field), **common)


def _yes_no(_programme: Programme, field: Field, common: dict[str, Any]) -> Any:
    return ChoiceField(field.label, choices=YES_NO, **common)


def _plain(kind: Callable[..., Any]) -> Maker:
    def make(_programme: Programme, field: Field, common: dict[str, Any]) -> Any:
        return kind(field.label, **common)

    return make


class PeriodForm(PlainForm):
    """Two dates."""

    start = DateField(_("开始日期"))
    end = DateField(_("结束日期"))


def _period(_programme: Programme, field: Field, common: dict[str, Any]) -> Any:
    return Group(PeriodForm, str(field.label), description=common["hint"])


def _hearing(programme: Programme, field: Field, common: dict[str, Any]) -> Any:
    seats = {
        seat.id: WholeNumberField(seat.label, unit=_("人"), most=100_000)
        for seat in programme.hearing.seats
    }
    parts: dict[str, Any] = {
        "date": DateField(_("日期")),
        "place": TextField(_("地点")),
        "present": WholeNumberField(_("到会人数"), unit=_("人"), most=100_000),
        "seats": Group(type("SeatsForm", (PlainForm,), seats), str(_("其中"))),
        "in_favour": WholeNumberField(_("同意人数"), unit=_("人"), most=100_000),
        "summary": LongTextField(_("意见摘要"), needed=False),
    }
    return Group(
        type("HearingForm", (PlainForm,), parts), str(field.label), description=common["hint"]
    )


_MAKERS: Mapping[str, Maker] = {
    "text": _text,
    "longtext": _longtext,
    "integer": _plain(WholeNumberField),
    "decimal": _plain(DecimalField),
    "money": _plain(MoneyField),
    "date": _plain(DateField),
    "period": _period,
    "choice": _choice,
    "multichoice": _several,
    "boolean": _yes_no,
    "consent": _plain(TickField),
    "phone": _plain(PhoneField),
    "credit_code": _plain(TextField),
    "tier": _choice,
    "category": _choice,
    "track": _choice,
    "hearing": _hearing,
}


def _row_form(programme: Programme, field: Field) -> type[PlainForm]:
    cells = {c.id: _cell(programme, field, c) for c in TABLES[field.type] if not c.derived}
    return type("RowForm", (PlainForm,), cells)


def _cell(programme: Programme, field: Field, column: Column) -> Any:
    if column.type == "head":
        heads = choices(programme, field, "head")
        return OpenListField(column.label, choices=heads, needed=column.needed)
    kinds: Mapping[str, Callable[..., Any]] = {
        "text": TextField,
        "integer": WholeNumberField,
        "decimal": DecimalField,
        "money": MoneyField,
        "date": DateField,
    }
    return kinds[column.type](column.label, needed=column.needed)


def shown(application: Application, section: Section) -> dict[str, Any]:
    """Stored answers as the form's fields hold them."""
    return {
        PREFIX + field.id: _to_field(field.type, application.answers.get(field.id))
        for of, field in application.asked
        if of.id == section.id and field.type != "attachment"
    }


def _to_field(type: str, value: Any) -> Any:
    if type == "boolean" and value is not None:
        return "yes" if value else "no"
    if type == "date" and value is not None:
        return date.fromisoformat(value)
    if type in TABLES:
        columns = {column.id: column.type for column in TABLES[type]}
        return [{k: _to_field(columns[k], v) for k, v in row.items()} for row in value or []]
    if type in ("period", "hearing"):
        days = ("start", "end", "date")
        return {k: _to_field("date" if k in days else "", v) for k, v in (value or {}).items()}
    return value


def typed(application: Application, section: Section, form: Form) -> dict[str, Any]:
    """What was typed, as it is stored; questions that were not understood are left out."""
    found = {}
    for of, field in application.asked:
        shown_field = form._fields.get(PREFIX + field.id)
        if of.id == section.id and shown_field is not None and not misread(shown_field):
            found[field.id] = _from_field(field.type, shown_field.data)
    return found


def _from_field(type: str, value: Any) -> Any:
    if type == "boolean":
        return {"yes": True, "no": False}.get(value)
    return _stored(value)


def _stored(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {k: _stored(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v not in (None, "", {}, [])}
    if isinstance(value, list):
        return [row for row in map(_stored, value) if row]
    return value.isoformat() if isinstance(value, date) else value


def leaves(field: Shown) -> Iterator[Any]:
    """The fields people type into, below a field of the form."""
    if isinstance(field, FieldList | FormField):
        for inner in field:
            yield from leaves(inner)
    else:
        yield field


def misread(field: Shown) -> bool:
    """Whether something typed in this question was not understood."""
    return any(leaf.process_errors for leaf in leaves(field))
