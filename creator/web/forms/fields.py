"""The kinds of field our forms have. Each knows its widget, its limits and its own sentences."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from wtforms import fields as plain
from wtforms import widgets

from creator.db import fit_line, fit_prose
from creator.i18n import _
from creator.identifiers import read_phone
from creator.money import parse_yuan, yuan
from creator.web.forms.choices import ChoiceField, FileField, FilesField, SeveralField, TickField
from creator.web.forms.kind import Kind

__all__ = [
    "ChoiceField",
    "CodeField",
    "DateField",
    "FileField",
    "FilesField",
    "LongTextField",
    "MomentField",
    "MoneyField",
    "PasswordField",
    "PhoneField",
    "ScoreField",
    "SeveralField",
    "TextField",
    "TickField",
    "WholeNumberField",
]


class TextField(Kind, plain.StringField):
    """One line, NFC, without control characters. `limit` is in characters."""

    def __init__(self, label: Any = None, *, limit: int = 200, short: bool = False, **kwargs: Any):
        self.limit = limit
        super().__init__(label, **kwargs)
        if short:
            self.css = "form-control short"

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = valuelist[0].strip()
            self.data = self._read(partial(fit_line, limit=self.limit), self.data)


class LongTextField(Kind, plain.TextAreaField):
    """Several lines; the limit is shown before anybody types."""

    def __init__(self, label: Any = None, *, limit: int = 2000, rows: int = 5, **kwargs: Any):
        self.limit, self.rows = limit, rows
        self.limit_text = _("最多 {limit} 个字。", limit=limit)
        super().__init__(label, **kwargs)

    def spoken(self) -> dict[str, Any]:
        return {**super().spoken(), "rows": self.rows}

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = valuelist[0].strip()
            self.data = self._read(partial(fit_prose, limit=self.limit), self.data)


class MoneyField(Kind, plain.StringField):
    """An amount typed in 元; `data` is an `int` of 分, or None when empty."""

    css = "form-control short"
    unit = _("元")

    def spoken(self) -> dict[str, Any]:
        return {**super().spoken(), "inputmode": "decimal", "autocomplete": "off"}

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else yuan(self.data).removesuffix(".00")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = self._read(parse_yuan, valuelist[0])


class PhoneField(Kind, plain.StringField):
    """A telephone number, mobile or landline, in any spelling; `data` is the one we keep."""

    css = "form-control short"
    widget = widgets.TelInput()

    def spoken(self) -> dict[str, Any]:
        return {**super().spoken(), "inputmode": "tel", "autocomplete": "tel"}

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = ""
            return
        self.data = valuelist[0].strip()[:40]
        self.data = self._read(read_phone, self.data).value


class PasswordField(Kind, plain.StringField):
    """A password: never shown again, never changed but for the normal form."""

    widget = widgets.PasswordInput(hide_value=True)

    def __init__(self, label: Any = None, *, new: bool = False, **kwargs: Any) -> None:
        self.new = new
        super().__init__(label, **kwargs)

    def spoken(self) -> dict[str, Any]:
        return {
            **super().spoken(),
            "autocomplete": "new-password" if self.new else "current-password",
        }

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""


class CodeField(TextField):
    """A code from a slip of paper: no capitals forced, no suggestions of the keyboard."""

    def spoken(self) -> dict[str, Any]:
        return {
            **super().spoken(),
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }


class WholeNumberField(Kind, plain.IntegerField):
    """A whole number between `least` and `most`; `unit` stands behind it."""

    css = "form-control short"
    widget = widgets.TextInput()

    def __init__(
        self,
        label: Any = None,
        *,
        least: int = 0,
        most: int = 10**9,
        unit: Any = None,
        **kwargs: Any,
    ) -> None:
        self.least, self.most = least, most
        super().__init__(label, **kwargs)
        self.unit = unit

    def spoken(self) -> dict[str, Any]:
        return {**super().spoken(), "inputmode": "numeric", "autocomplete": "off"}

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        written = valuelist[0].strip() if valuelist else ""
        if not written:
            return
        if not (written.isascii() and written.removeprefix("-").isdigit()):
            raise ValueError(_("“{written}”不是整数。", written=written[:20]))
        if len(written) > 20 or not self.least <= int(written) <= self.most:
            raise ValueError(
                _("请填 {least} 到 {most} 之间的整数。", least=self.least, most=self.most)
            )
        self.data = int(written)


class ScoreField(Kind, plain.DecimalField):
    """A score from 0 to `most` with at most `places` decimals; `data` is a `Decimal`."""

    widget = widgets.TextInput()

    def __init__(self, label: Any = None, *, most: Decimal, places: int = 0, **kwargs: Any) -> None:
        self.most, self.step = most, Decimal(1).scaleb(-places)
        super().__init__(label, places=places, **kwargs)

    def spoken(self) -> dict[str, Any]:
        return {**super().spoken(), "inputmode": "decimal", "autocomplete": "off"}

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        written = valuelist[0].strip() if valuelist else ""
        if not written:
            return
        points = Decimal(written[:12]) if _is_plain_decimal(written) else None
        if points is None or not 0 <= points <= self.most or points % self.step:
            raise ValueError(
                _("请填 0 到 {most} 之间的分数，步长 {step}。", most=self.most, step=self.step)
            )
        self.data = points


def _is_plain_decimal(written: str) -> bool:
    whole, _dot, rest = written.partition(".")
    return written.isascii() and whole.isdigit() and (rest.isdigit() or not _dot)


class DateField(Kind, plain.DateField):
    """A day, with the phone's own picker; `data` is a `date`."""

    css = "form-control short"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = date.fromisoformat(valuelist[0].strip())
            except ValueError as error:
                raise ValueError(_("请填日期，例如 2026-11-28。")) from error


_MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class MomentField(Kind, plain.DateTimeLocalField):
    """A day and a minute as a Chinese clock shows it; `data` is naive, None when left empty."""

    css = "form-control short"

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, format=_MINUTES, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                super().process_formdata(valuelist)
            except ValueError as error:
                raise ValueError(_("请填日期和时间，例如 2026-11-28 17:00。")) from error
