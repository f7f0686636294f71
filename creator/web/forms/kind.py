"""What all kinds of field have in common: hint, limit, unit, and what a screen reader says."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from wtforms import fields as plain
from wtforms.validators import InputRequired, Optional, StopValidation

from creator.db import UnfitText
from creator.i18n import Text, _
from creator.identifiers import NotAnIdentifier
from creator.money import NotMoney


class Needed(InputRequired):
    """Something must be filled in; says so in our words."""

    def __call__(self, form: Any, field: Any) -> None:
        if not field.raw_data or not any(_filled(one) for one in field.raw_data):
            field.errors[:] = []
            raise StopValidation(str(field.missing))


def _filled(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else getattr(value, "filename", value))


class Kind(plain.Field):
    """What all our fields share. Optional unless `needed=True` (the default).

    `later`: it may be saved empty, yet a step or another answer will ask for it; so it is not
    called optional.
    """

    if TYPE_CHECKING:  # WTForms' own hints know neither lazy texts nor our kinds of data
        data: Any
        errors: Any
        choices: Any

    shape = "line"
    css = "form-control"
    unit: Text | str | None = None
    missing: Text = _("还没有填写。")
    limit_text: Text | None = None
    several = False
    is_file = False

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        needed: bool = True,
        later: bool = False,
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        first = Needed() if needed and not later else Optional()
        super().__init__(label, [first, *validators], description=hint, **kwargs)
        self.flags.unmarked = later

    def spoken_by(self) -> str:
        """Ids of the texts that explain this field, for `aria-describedby`."""
        said = {"hint": self.description, "limit": self.limit_text, "error": self.errors}
        return " ".join(f"{self.id}-{part}" for part, there in said.items() if there)

    def spoken(self) -> dict[str, Any]:
        """Attributes of the control: its class, and what a screen reader says with it."""
        attributes: dict[str, Any] = {"class": self.css}
        if self.spoken_by():
            attributes["aria-describedby"] = self.spoken_by()
        if self.errors:
            attributes["aria-invalid"] = "true"
        return attributes

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:  # it was not understood: no need to say more about it
            raise StopValidation

    def _read(self, reader: Callable[[str], Any], written: str) -> Any:
        """`reader(written)`, with what it refuses turned into this field's error."""
        try:
            return reader(written)
        except (UnfitText, NotMoney, NotAnIdentifier) as error:
            raise ValueError(error.text) from error
