"""Screening (初审) and correction (补正)."""

from creator.i18n import Label
from creator.programme.duration import Duration
from creator.programme.keys import key, keyed, tables
from creator.programme.kinds import Flag, Ident, LabelKind, Length, Many, Whole


@keyed
class CheckItem:
    """One item of the check list; a failed `knockout` item makes the application ineligible."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    guidance: Label | None = key(LabelKind(), default=None)
    knockout: bool = key(Flag(), default=False)
    classes: tuple[str, ...] = key(Many(Ident()), default=())


@keyed
class Screening:
    """The check list and how long the office may take."""

    items: tuple[CheckItem, ...] = key(tables(CheckItem, least=1))
    within: Duration = key(Length(), default=Duration(10, "wd"))


@keyed
class Correction:
    """How often and how long an applicant may correct; `sections` empty: the officer chooses."""

    within: Duration = key(Length(), default=Duration(5, "wd"))
    times: int = key(Whole(most=9), default=1)
    sections: tuple[str, ...] = key(Many(Ident()), default=())
