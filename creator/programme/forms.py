"""The application form (申报书): sections, their fields, and rules across fields."""

from collections.abc import Iterator
from decimal import Decimal

from creator.i18n import Label
from creator.programme.fields import Condition, Field
from creator.programme.keys import Table, key, keyed, tables
from creator.programme.kinds import Ident, LabelKind, Many, Number, Word


@keyed
class Section:
    """A page of the form."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    guidance: Label | None = key(LabelKind(), default=None)
    shown_when: Condition | None = key(Table(Condition), default=None)
    fields: tuple[Field, ...] = key(tables(Field, least=1))


@keyed
class CrossRule:
    """A rule over several fields; `label` is the sentence shown when it is broken."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    kind: str = key(Word("cross_rule"))
    fields: tuple[str, ...] = key(Many(Ident(), least=1))
    total: str | None = key(Ident(), default=None)
    percent: Decimal | None = key(Number(), default=None)


@keyed
class Form:
    """The whole form."""

    sections: tuple[Section, ...] = key(tables(Section, least=1))
    rules: tuple[CrossRule, ...] = key(tables(CrossRule), default=())

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the form."""
        return tuple(field for section in self.sections for field in section.fields)

    def field(self, id: str) -> Field | None:
        """The field of this id, if there is one."""
        return next((field for field in self.fields if field.id == id), None)

    def with_role(self, role: str) -> Field | None:
        """The field that plays this role (`title`, `amount`, …), if there is one."""
        return next((field for field in self.fields if field.role == role), None)

    def of_type(self, type: str) -> Iterator[Field]:
        return (field for field in self.fields if field.type == type)
