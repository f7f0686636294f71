"""Tiers, categories and tracks: four words that must not be confused.

`tier` 档次 is what may be awarded, `track` 赛道 the group in which one enters, `form_class` the
kind of report one has to write, and `grade` (in evaluation) the final result.
"""

from creator.i18n import Label
from creator.programme.keys import key, keyed
from creator.programme.kinds import Ident, LabelKind, Many, Money, Whole, Word


@keyed
class Tier:
    """An award tier (档次): how many, from how much to how much. Amounts in 分."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    slots: int | None = key(Whole(least=1), default=None)
    min: int = key(Money(), default=0)
    cap: int | None = key(Money(), default=None)
    flat: int | None = key(Money(), default=None)
    outcomes: tuple[str, ...] = key(Many(Word("outcome"), least=1), default=("money",))
    form_class: str | None = key(Ident(), default=None)

    @property
    def gives_money(self) -> bool:
        """Whether money is won, or only a place in the incubator or an honour."""
        return "money" in self.outcomes

    @property
    def least(self) -> int:
        """The smallest award of this tier, in 分."""
        return self.min if self.flat is None else self.flat

    @property
    def most(self) -> int | None:
        """The largest award of this tier, in 分; None without a cap."""
        return self.cap if self.flat is None else self.flat


@keyed
class Category:
    """A field of service (类别); with `slots`, no more than so many are awarded in it."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    slots: int | None = key(Whole(least=1), default=None)
    form_class: str | None = key(Ident(), default=None)


@keyed
class Track:
    """An entry group (赛道/组别); `mode` says how projects of this group come about."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    mode: str = key(Word("mode"), default="compete")
    form_class: str | None = key(Ident(), default=None)


@keyed
class FormClass:
    """A class of report forms (报告表类别)."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
