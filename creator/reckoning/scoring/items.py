"""What an expert can be asked, and which answers are valid.

Every answer is a `Decimal`, whatever the kind of item:

    points     least … most (least is 0 unless the rubric says otherwise)
    levels     the points of one of the levels (`steps`)
    ticks      the sum of the points of the boxes ticked (`steps` are the boxes)
    words      the points of one of the words (`steps`); the panel must reach `minimum`
    knockout   1 = this expert says 一票否决, 0 = not
    bonus      0 … most, added to the base
    deduction  0 … most, taken off the base
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from creator.i18n import Label
from creator.reckoning.rounding import ONE, ZERO

Kind = Literal["points", "levels", "ticks", "words", "knockout", "bonus", "deduction"]

_MEASURED = ("points", "bonus", "deduction")
_STEPPED = ("levels", "ticks", "words")


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric.

    `weight` multiplies the answer (0.15 of a mark out of 100, or 1 of a mark out of 15).
    `minimum` is what the panel's unweighted score must reach, else the proposal is not ranked.
    `optional` lets an expert leave it out (不适用); it then never enters the mean.
    Raises `ValueError` when the line contradicts itself: programme files are checked before.
    """

    id: str
    kind: Kind = "points"
    most: Decimal = ZERO
    least: Decimal = ZERO
    steps: tuple[Decimal, ...] = ()
    weight: Decimal = ONE
    minimum: Decimal | None = None
    optional: bool = False
    label: Label | None = None

    def __post_init__(self) -> None:
        if self.kind in _MEASURED and self.most <= self.least:
            raise ValueError(f"{self.id}: {self.kind} needs most > least")
        if self.kind in _STEPPED and not self.steps:
            raise ValueError(f"{self.id}: {self.kind} needs steps")
        if self.kind == "words" and self.minimum is None:
            raise ValueError(f"{self.id}: a word scale needs its minimum")
        if self.kind == "knockout" and self.optional:
            raise ValueError(f"{self.id}: a knock-out question is always answered")

    @property
    def name(self) -> Label | str:
        """What people call it."""
        return self.label or self.id

    @cached_property
    def in_base(self) -> bool:
        """Whether it is part of the base score."""
        return self.kind in ("points", *_STEPPED)

    @cached_property
    def in_total(self) -> bool:
        """Whether it moves the score at all (a knock-out does not)."""
        return self.kind != "knockout"

    def accepts(self, answer: Decimal) -> bool:
        """Whether an expert may answer this."""
        if not answer.is_finite():
            return False
        if self.kind in _MEASURED:
            return self.least <= answer <= self.most
        return answer in self._possible

    @cached_property
    def _possible(self) -> frozenset[Decimal]:
        if self.kind == "knockout":
            return frozenset({ZERO, ONE})
        if self.kind != "ticks":
            return frozenset(self.steps)
        sums = {ZERO}
        for box in self.steps:
            sums |= {known + box for known in sums}
        return frozenset(sums)
