"""The public form of an objection, made from the step that its lifecycle file offers."""

from typing import Any

from creator.i18n import _
from creator.web.forms.base import Form
from creator.web.forms.fields import CodeField, LongTextField, TextField
from creator.workflow.parts import Transition


class TicketForm(Form):
    """The code from the receipt."""

    ticket = CodeField(_("查询码"), limit=60, hint=_("提出异议时给您的 16 位字母和数字。"))


def objection_form(transition: Transition, *, named: bool) -> type[Form]:
    """Statement, name and contact, as far as the step asks for them.

    `named`: whoever objects must give name and contact (somebody signed in need not).
    """
    made: dict[str, Any] = {}
    for name, field in transition.form.items():
        asked: dict[str, Any] = {"needed": not field.optional or named, "hint": field.hint or ""}
        if field.type == "prose":
            made[name] = LongTextField(field.label, limit=5000, rows=8, **asked)
        else:
            made[name] = TextField(field.label, limit=60, **asked)
    return type("ObjectionForm", (Form,), made)
