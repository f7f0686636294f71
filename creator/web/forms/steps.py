"""The form of a step, made from its lifecycle file."""

from collections.abc import Callable, Mapping
from typing import Any

from creator.i18n import _
from creator.programme.programme import Programme
from creator.web.forms.base import Form
from creator.web.forms.choices import ChoiceField, SeveralField
from creator.web.forms.fields import DateField, LongTextField, MoneyField, TextField
from creator.workflow.parts import Field, Transition

REASON = "reason"


def _reason() -> Any:
    return LongTextField(_("理由"), hint=_("会告知有关各方，并记入档案。"))


class _Reasoned(Form):
    reason = _reason()


def bare_form(transition: Transition) -> type[Form]:
    """The form of a step without fields: its button, and a reason where one is compulsory."""
    return _Reasoned if transition.reason else Form


def step_form(
    transition: Transition, programme: Programme, experts: Mapping[str, Any]
) -> type[Form]:
    """A form class with the transition's fields, and a reason where one is compulsory.

    `experts`: person id (as text) -> words, for steps that name an expert.
    """
    made: dict[str, Any] = {
        name: _KINDS[field.type](field, programme, experts)
        for name, field in transition.form.items()
    }
    if transition.reason:
        made[REASON] = _reason()  # made last, so that it stands last
    return type("StepForm", (Form,), made)


Maker = Callable[[Field, Programme, Mapping[str, Any]], Any]


def _common(field: Field) -> dict[str, Any]:
    return {"needed": not field.optional, "hint": field.hint or ""}


def _line(field: Field, _programme: Programme, _experts: Mapping[str, Any]) -> Any:
    return TextField(field.label, **_common(field))


def _prose(field: Field, _programme: Programme, _experts: Mapping[str, Any]) -> Any:
    return LongTextField(field.label, **_common(field))


def _money(field: Field, _programme: Programme, _experts: Mapping[str, Any]) -> Any:
    return MoneyField(field.label, **_common(field))


def _date(field: Field, _programme: Programme, _experts: Mapping[str, Any]) -> Any:
    return DateField(field.label, **_common(field))


def _tier(field: Field, programme: Programme, _experts: Mapping[str, Any]) -> Any:
    choices = {tier.id: tier.label for tier in programme.tiers}
    return ChoiceField(field.label, choices=choices, **_common(field))


def _choice(field: Field, _programme: Programme, _experts: Mapping[str, Any]) -> Any:
    return ChoiceField(field.label, choices=field.choices, **_common(field))


def _expert(field: Field, _programme: Programme, experts: Mapping[str, Any]) -> Any:
    return ChoiceField(field.label, choices=experts, **_common(field))


def _sections(field: Field, programme: Programme, _experts: Mapping[str, Any]) -> Any:
    sections = programme.correction.sections or [s.id for s in programme.form.sections]
    choices = {s.id: s.label for s in programme.form.sections if s.id in sections}
    return SeveralField(field.label, choices=choices, **_common(field))


_KINDS: dict[str, Maker] = {
    "line": _line,
    "prose": _prose,
    "date": _date,
    "money": _money,
    "tier": _tier,
    "choice": _choice,
    "expert": _expert,
    "sections": _sections,
}


def step_data(transition: Transition, form: Form) -> dict[str, Any]:
    """The filled-in form as `fire()` takes it; empty optional fields are left out."""
    values = {name: form[name].data for name in transition.form}
    data = {name: value for name, value in values.items() if value not in (None, "", [])}
    for name, field in transition.form.items():
        if field.type == "expert" and name in data:
            data[name] = int(data[name])
        elif field.type == "date" and name in data:
            data[name] = data[name].isoformat()
    return data
