"""The form every page's form is made from.

It carries three hidden values besides the CSRF token: `key` (one per form shown, so that a double
click acts once), `seq` and `revision` (what the reader saw, so that a stale answer is noticed).
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from flask import g
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.exceptions import BadRequest
from wtforms import Field, HiddenField, IntegerField
from wtforms.fields import FieldList, FormField
from wtforms.i18n import DummyTranslations, get_translations
from wtforms.validators import UUID, Optional
from wtforms.widgets import HiddenInput

from creator.i18n import _, current_language


class Versioned(Protocol):
    """What a form changes: `seq` counts its steps, `revision` the edits between steps."""

    seq: int
    revision: int


@dataclass(frozen=True)
class FormFault:
    """One thing to put right: `anchor` is the id of the field, empty for the form as a whole."""

    label: Any
    text: Any
    anchor: str = ""


@lru_cache
def _messages(language: str) -> Any:
    return get_translations(["zh"]) if language == "zh" else DummyTranslations()


def new_key() -> str:
    """A fresh idempotency key."""
    return str(uuid.uuid4())


class PlainForm(FlaskForm):  # type: ignore[misc]
    """A part of a form (a row of a list), without hidden values of its own.

    WTForms' own messages follow our current language.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

        def get_translations(self, form: Any) -> Any:
            return _messages(current_language())

    def visible(self) -> Iterator[Field]:
        """The fields people fill in, in the order of the class."""
        return (one for one in self if not isinstance(one.widget, HiddenInput))


class Form(PlainForm):
    """A form that posts. `Form(subject=…)` remembers which `seq` and `revision` were shown."""

    key = HiddenField(validators=[Optional(), UUID()])
    seq = IntegerField(widget=HiddenInput(), validators=[Optional()])
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    class Meta(PlainForm.Meta):
        csrf = True

    def __init__(self, *args: Any, subject: Versioned | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.key.data = self.key.data or new_key()
            if subject is not None:
                self.seq.data, self.revision.data = subject.seq, subject.revision

    @property
    def page(self) -> str:
        """Names the open page the form stands on, when it saves again and again."""
        return (self.key.data or "") if self.key.validate(self) else ""

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        sent = self.meta.wrap_formdata(self, formdata)
        if sent is not None:
            _refuse_repeated(self, sent)
        super().process(formdata, *args, **kwargs)

    def validate(self, extra_validators: Any = None) -> bool:
        right: bool = super().validate(extra_validators)
        if not right:
            g.faulty = True  # the title of the page says so first
        return right

    @property
    def carries_files(self) -> bool:
        """Whether the tag needs `multipart/form-data`."""
        return any(getattr(one, "is_file", False) for one in self)

    def hidden(self) -> Markup:
        """The hidden inputs, without those that have nothing to say."""
        values = [f for f in self if isinstance(f.widget, HiddenInput)]
        # 0 says something: that nothing was done yet when the page was shown.
        spoken = [str(f) for f in values if _value(f) not in (None, "")]
        return Markup("\n").join(map(Markup, spoken))

    def refuse(self, text: Any, place: str = "", anchor: str = "") -> None:
        """Add what a service refused: to the field named `place`, or to the form as a whole.

        `anchor`: the id of a part of the page that what concerns the whole form is about.
        """
        g.faulty = True
        one = self._fields.get(place)
        if one is None:
            self.form_errors.append(FormFault("", text, anchor))
        else:
            one.errors = [*one.errors, text]

    def faults(self) -> list[FormFault]:
        """Everything wrong, in the order of the page, for the summary at its top."""
        return [
            *self.form_errors,
            *(fault for one in self for fault in _faults_of(one)),
        ]


def _value(one: Field) -> Any:
    return one.name.endswith("csrf_token") or one.data not in (None, "")


def _refuse_repeated(form: Form, sent: Any) -> None:
    # A second value for the same name is read by one layer and not by the next: refuse both.
    for one in form._fields.values():
        compound = isinstance(
            one, FieldList | FormField
        )  # asked first: a FormField has no `several`
        single = not compound and not getattr(one, "several", False)
        if single and len(sent.getlist(one.name)) > 1:
            raise BadRequest(f"{one.name} was sent more than once")


def _faults_of(one: Field) -> Iterator[FormFault]:
    if isinstance(one, FieldList):
        for line, entry in enumerate(one, 1):
            for fault in _faults_of(entry):
                named = _("第 {n} 行 {label}", n=line, label=fault.label)
                yield FormFault(named if fault.label else "", fault.text, fault.anchor)
    elif isinstance(one, FormField):
        for inner in one:
            yield from _faults_of(inner)
    elif one.errors and isinstance(one.widget, HiddenInput):
        yield FormFault("", _("这一页停留过久或打开了两次。请刷新后再提交。"))
    elif one.errors:
        yield FormFault(one.label.text, one.errors[0], one.id)
