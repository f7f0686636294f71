"""The keys of a score rule file. Words and meanings are those of programme files."""

from decimal import Decimal

from creator.calc.rules import LabelOrText, NameKind, OneOf, Places
from creator.i18n import Label
from creator.programme.award import Tie
from creator.programme.keys import Table, key, keyed, tables
from creator.programme.kinds import Flag, Many, Number, Whole, Word

_ANY = Number(least=Decimal(-1_000_000))
_FACTOR = Number(most=Decimal(1_000_000))
_PERCENT = Number(most=Decimal(1000))


@keyed
class Anchor:
    """What a level, a word or a tick is worth; a sheet may give the label instead of the points."""

    points: Decimal = key(_ANY)
    label: Label | None = key(LabelOrText(), default=None)


@keyed
class Item:
    """One item of a sheet."""

    id: str = key(NameKind())
    label: Label | None = key(LabelOrText(), default=None)
    type: str = key(Word("criterion_type"), default="points")
    weight: Decimal | None = key(_FACTOR, default=None)
    factor: Decimal | None = key(_FACTOR, default=None)
    max: Decimal | None = key(_ANY, default=None)
    min: Decimal | None = key(_ANY, default=None)
    minimum: Decimal | None = key(_ANY, default=None)
    anchors: tuple[Anchor, ...] = key(tables(Anchor), default=())
    optional: bool = key(Flag(), default=False)


@keyed
class Stages:
    """How many decimals each stage keeps; a stage that is not written is not rounded."""

    sheet: int | None = key(Places(), default=None)
    criterion: int | None = key(Places(), default=None)
    part: int | None = key(Places(), default=None)
    total: int | None = key(Places(), default=None)


@keyed
class Judging:
    """How sheets become a score; a round or group has what it does not write from around it."""

    aggregate: str | None = key(Word("aggregate"), default=None)
    drop_high: int | None = key(Whole(most=100), default=None)
    drop_low: int | None = key(Whole(most=100), default=None)
    trim_over: str | None = key(Word("trim_over"), default=None)
    average: str | None = key(OneOf(("criteria", "sheets")), default=None)
    min_sheets: int | None = key(Whole(least=1, most=10_000), default=None)
    below_minimum: str | None = key(OneOf(("refuse", "mean")), default=None)
    bonus_cap: Decimal | None = key(_FACTOR, default=None)
    deduction_cap: Decimal | None = key(_FACTOR, default=None)
    decimals: int | None = key(Places(), default=None)
    rounding: Stages | None = key(Table(Stages), default=None)
    criteria: tuple[Item, ...] = key(tables(Item), default=())


@keyed
class Group(Judging):
    """A group of judges: experts, public jury, council, web vote."""

    id: str = key(NameKind())
    label: Label | None = key(LabelOrText(), default=None)
    weight: Decimal = key(_PERCENT, default=Decimal(100))
    absent: str = key(OneOf(("error", "zero", "leave_out")), default="error")


@keyed
class Round(Group):
    """A judging round, scored by one panel or by several groups."""

    groups: tuple[Group, ...] = key(tables(Group), default=())


@keyed
class ScoreRule(Judging):
    """The whole file."""

    composite: str = key(Word("composite"), default="weighted")
    rounds: tuple[Round, ...] = key(tables(Round), default=())
    groups: tuple[Group, ...] = key(tables(Group), default=())
    ties: tuple[str, ...] = key(Many(Tie()), default=())
