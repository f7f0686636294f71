"""Fields that choose instead of type, and fields that carry files."""

from collections.abc import Mapping
from typing import Any

from wtforms import fields as plain
from wtforms import widgets
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from creator.i18n import _
from creator.web.forms.kind import Kind

FEW = 6  # so many choices are shown at once; more become a list to open


def _listed(choices: Mapping[str, Any]) -> list[Any]:
    return [SelectChoice(value=value, label=words) for value, words in choices.items()]


class ChoiceField(Kind, plain.RadioField):
    """One of several: few are shown at once, many in a list to open.

    `choices`: value -> words. `data` is the value, or None.
    """

    missing = _("还没有选择。")

    def __init__(
        self, label: Any = None, *, choices: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kwargs)
        self.offer(choices or {})

    def offer(self, choices: Mapping[str, Any]) -> None:
        """Set what can be chosen (when it depends on the page)."""
        self.choices = _listed(choices)
        many = len(self.choices) > FEW
        self.shape, self.css = ("line", "form-select") if many else ("group", "form-check-input")
        self.widget = widgets.Select() if many else widgets.ListWidget(prefix_label=False)
        self.option_widget = widgets.RadioInput()
        if many:
            self.choices = [*_listed({"": _("请选择")}), *self.choices]

    def __iter__(self) -> Any:
        for option in super().__iter__():
            option.render_kw = {"class": "form-check-input"}
            yield option

    def process_data(self, value: Any) -> None:
        self.data = None if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and self.data not in [one.value for one in self.choices]:
            raise StopValidation(str(_("请从列出的选项中选择。")))


class SeveralField(Kind, plain.SelectMultipleField):
    """Any number of several, as boxes to tick. `data` is a list of values."""

    shape = "group"
    several = True
    missing = _("还没有选择。")
    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(
        self, label: Any = None, *, choices: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, choices=_listed(choices or {}), **kwargs)

    def offer(self, choices: Mapping[str, Any]) -> None:
        """Set what can be chosen (when it depends on the page)."""
        self.choices = _listed(choices)

    def __iter__(self) -> Any:
        for option in super().__iter__():
            option.render_kw = {"class": "form-check-input"}
            option.flags.required = False  # that one is needed does not mean that each is
            yield option

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        known = {one.value for one in self.choices}
        if not set(self.data or ()) <= known:
            raise StopValidation(str(_("请从列出的选项中选择。")))


class TickField(Kind, plain.BooleanField):
    """A sentence to agree to or not. `needed=True`: it must be ticked."""

    shape = "tick"
    missing = _("请勾选后再继续。")
    css = "form-check-input"

    def __init__(self, label: Any = None, *, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(label, needed=needed, **kwargs)


class FileField(Kind, plain.FileField):
    """One file. `accept` is a hint to the phone only: `storage` decides what it is."""

    is_file = True
    missing = _("还没有选择文件。")

    def __init__(self, label: Any = None, *, accept: str = "", **kwargs: Any) -> None:
        self.accept = accept
        super().__init__(label, **kwargs)

    def spoken(self) -> dict[str, Any]:
        return {**super().spoken(), **({"accept": self.accept} if self.accept else {})}

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = next((one for one in valuelist if getattr(one, "filename", "")), None)


class FilesField(FileField):
    """Several files at once; `data` is a list."""

    several = True

    def spoken(self) -> dict[str, Any]:
        return {**super().spoken(), "multiple": True}

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [one for one in valuelist if getattr(one, "filename", "")]
