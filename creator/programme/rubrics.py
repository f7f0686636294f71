"""Score sheets (评分表)."""

from decimal import Decimal

from creator.i18n import Label
from creator.programme.keys import key, keyed, tables
from creator.programme.kinds import Ident, LabelKind, Number, Whole, Word

_POINTS = Number(most=Decimal(1000))


@keyed
class Anchor:
    """What a number of points means: the words of a level, a tick, or a hint beside a scale."""

    points: Decimal = key(_POINTS)
    label: Label = key(LabelKind())


@keyed
class Criterion:
    """One item of a sheet.

    `weight` is what the item adds to 100 at most. `max` is the top of its own scale (default: the
    weight, so that points are entered as they count). A bonus or deduction changes the total by at
    most `weight`, beyond the 100. A knock-out has no points.
    """

    id: str = key(Ident())
    label: Label = key(LabelKind())
    guidance: Label | None = key(LabelKind(), default=None)
    type: str = key(Word("criterion_type"), default="points")
    weight: Decimal = key(_POINTS, default=Decimal(0))
    max: Decimal | None = key(_POINTS, default=None)
    minimum: Decimal | None = key(_POINTS, default=None)
    decimals: int = key(Whole(most=2), default=0)
    anchors: tuple[Anchor, ...] = key(tables(Anchor), default=())
    reason: str = key(Word("reason"), default="none")

    @property
    def top(self) -> Decimal:
        """The highest number that may be entered."""
        return self.weight if self.max is None else self.max

    @property
    def counts(self) -> bool:
        """Whether the item is part of the 100 (not a knock-out, bonus or deduction)."""
        return self.type in ("points", "levels", "ticks", "words")


@keyed
class Rubric:
    """A sheet; the items that count weigh 100 together."""

    id: str = key(Ident())
    label: Label = key(LabelKind())
    criteria: tuple[Criterion, ...] = key(tables(Criterion, least=1))
    comment: str = key(Word("comment"), default="optional")

    @property
    def weights(self) -> Decimal:
        return sum((item.weight for item in self.criteria if item.counts), Decimal(0))

    @property
    def most(self) -> Decimal:
        """The highest total: everything that counts, and every bonus."""
        bonus = (item.weight for item in self.criteria if item.type == "bonus")
        return sum(bonus, self.weights)

    def criterion(self, id: str) -> Criterion | None:
        return next((item for item in self.criteria if item.id == id), None)
