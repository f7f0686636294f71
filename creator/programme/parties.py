"""Who runs the competition, and where."""

from creator.i18n import Label
from creator.programme.keys import key, keyed
from creator.programme.kinds import Ident, LabelKind, Sentence


@keyed
class Party:
    """An authority or agency: 主办方 (host) or 承办方 (operator)."""

    id: str = key(Ident())
    label: Label = key(LabelKind())


@keyed
class Region:
    """The administrative area (GB/T 2260 code) in which projects are carried out."""

    code: str = key(Sentence())
    label: Label = key(LabelKind())


@keyed
class Parent:
    """The award that pays for this edition: a child edition (微公益创投) of another programme."""

    programme: str = key(Ident())
    budget_head: str = key(Ident())
