"""Kinds of field the application form needs besides the usual ones."""

from typing import Any

from wtforms import fields as plain
from wtforms import widgets
from wtforms.fields import FormField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from creator.i18n import _
from creator.web.forms.choices import ChoiceField
from creator.web.forms.kind import Kind


class DecimalField(Kind, plain.StringField):
    """A number such as 12 or 12.5; `data` is its plain spelling, or None."""

    css = "form-control short"

    def spoken(self) -> dict[str, Any]:
        return {**super().spoken(), "inputmode": "decimal", "autocomplete": "off"}

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        written = valuelist[0].strip() if valuelist else ""
        if not written:
            return
        self.data = written[:30]
        whole, dot, rest = written.partition(".")
        if not (written.isascii() and whole.isdigit() and (rest.isdigit() or not dot)):
            raise ValueError(
                _("“{written}”不是数字。请写 12 或 12.5 这样的数。", written=written[:20])
            )
        self.data = (whole.lstrip("0") or "0") + (dot + rest)


class Group(FormField):  # type: ignore[type-arg]
    """Several fields that answer one question together."""

    several = True


class OpenListField(ChoiceField):
    """One of several, always as a list to open: for rows of a table, where room is scarce."""

    def offer(self, choices: Any) -> None:
        listed = {"": _("请选择"), **choices}
        self.choices = [SelectChoice(value=value, label=words) for value, words in listed.items()]
        self.shape, self.css = "line", "form-select"
        self.widget = widgets.Select()
