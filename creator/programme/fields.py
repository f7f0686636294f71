"""One question of the application form."""

from decimal import Decimal

from creator.i18n import Label, _
from creator.programme.keys import Table, key, keyed, tables
from creator.programme.kinds import Flag, Ident, LabelKind, Many, Number, Whole, Word
from creator.programme.nodes import Value
from creator.programme.place import Place


class Answer:
    """What a choice or a yes/no question may have been answered: text or true/false."""

    def take(self, value: Value, place: Place) -> str | bool:
        if isinstance(value, str | bool):
            return value
        text = _("“{path}”的值不对：{value}。", path=place.path, value=str(value)[:60])
        raise place.refused(text, _("请写选项的 id（加引号），或 true、false。"))


@keyed
class Condition:
    """A question is asked only when another one was answered so."""

    field: str = key(Ident())
    equals: str | bool | None = key(Answer(), default=None)
    among: tuple[str, ...] = key(Many(Ident()), default=(), written="in")

    def holds(self, answer: object) -> bool:
        """Whether this answer to `field` makes the question appear."""
        if self.equals is not None:
            return answer == self.equals
        if isinstance(answer, list | tuple):
            return any(item in self.among for item in answer)
        return answer in self.among


@keyed
class Choice:
    """One answer of a choice field."""

    id: str = key(Ident())
    label: Label = key(LabelKind())


_ANY = Number(Decimal(-1_000_000_000), Decimal(1_000_000_000))


@keyed
class Field:
    """One typed question. Audience and personal-data class default to those of its section.

    `min` and `max` bound numbers, amounts (in 元, as written) and the rows of a table.
    """

    id: str = key(Ident())
    label: Label = key(LabelKind())
    type: str = key(Word("field_type"), default="text")
    guidance: Label | None = key(LabelKind(), default=None)
    example: Label | None = key(LabelKind(), default=None)
    required: bool = key(Flag(), default=True)
    role: str | None = key(Word("field_role"), default=None)
    min: Decimal | None = key(_ANY, default=None)
    max: Decimal | None = key(_ANY, default=None)
    min_chars: int = key(Whole(most=20_000), default=0)
    max_chars: int | None = key(Whole(least=1, most=20_000), default=None)
    choices: tuple[Choice, ...] = key(tables(Choice), default=())
    kinds: tuple[str, ...] = key(Many(Word("file_kind"), least=1), default=("pdf", "image"))
    max_mb: int = key(Whole(least=1, most=200), default=20)
    max_count: int = key(Whole(least=1, most=100), default=1)
    shown_when: Condition | None = key(Table(Condition), default=None)
    audience: str = key(Word("audience"), default="expert")
    blind: bool = key(Flag(), default=False)
    personal: str = key(Word("personal"), default="none")
