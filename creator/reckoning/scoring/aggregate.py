"""From several experts' marks to one: mean, trimmed mean, median, confidence-weighted mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from creator.reckoning.rounding import ZERO, over, times, total

Method = Literal["mean", "trimmed", "median", "confidence"]
BelowMinimum = Literal["mean", "refuse"]

FEWEST_TO_TRIM = 5
"""去掉一个最高分和一个最低分 leaves too little below five sheets (DOMAIN: only when n >= 5)."""


@dataclass(frozen=True)
class Aggregate:
    """How marks become one.

    `trimmed` drops the `drop_high` highest and `drop_low` lowest, from `trim_from` marks on. With
    fewer marks than `sheets_needed`, `below_minimum` decides: take the plain mean, or refuse.
    """

    method: Method = "mean"
    drop_high: int = 1
    drop_low: int = 1
    min_sheets: int = 1
    below_minimum: BelowMinimum = "refuse"
    trim_from: int = FEWEST_TO_TRIM

    def __post_init__(self) -> None:
        if self.min_sheets < 1 or min(self.drop_high, self.drop_low) < 0:
            raise ValueError("min_sheets is at least 1, drops are not negative")
        if self.method == "trimmed" and self.drop_high + self.drop_low >= self.sheets_needed:
            raise ValueError("a trimmed mean must leave at least one sheet")

    @property
    def sheets_needed(self) -> int:
        """The fewest marks with which the declared method may be used."""
        return max(self.min_sheets, self.trim_from if self.method == "trimmed" else 1)

    @property
    def fewest(self) -> int:
        """The fewest marks that give a result at all."""
        return 1 if self.below_minimum == "mean" else self.sheets_needed

    def suits(self, count: int) -> bool:
        """Whether this many marks give a result at all."""
        return count >= self.fewest

    def used_for(self, count: int) -> Method:
        """The method really used for this many marks."""
        return self.method if count >= self.sheets_needed else "mean"


def mean(values: Iterable[Decimal]) -> Decimal:
    """The plain mean of at least one mark."""
    listed = list(values)
    return over(total(listed), Decimal(len(listed)))


def median(values: Iterable[Decimal]) -> Decimal:
    """The middle mark; of an even number, the mean of the middle two."""
    listed = sorted(values)
    middle = len(listed) // 2
    return listed[middle] if len(listed) % 2 else mean(listed[middle - 1 : middle + 1])


def weighted_mean(values: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal | None:
    """The mean weighted by each expert's confidence; `None` when nobody has any."""
    mass = total(weights[expert] for expert in values)
    if mass <= ZERO:
        return None
    return over(total(times(mark, weights[expert]) for expert, mark in values.items()), mass)


def extremes(marks: Mapping[str, Any], rule: Aggregate) -> frozenset[str]:
    """The experts whose marks a trimmed mean drops.

    `marks` may be anything that sorts. Of equal marks the one of the expert with the smaller id
    counts as lower, so that the choice does not depend on the order of rows.
    """
    order = sorted(marks, key=lambda expert: (marks[expert], expert))
    return frozenset(order[: rule.drop_low]) | frozenset(order[len(order) - rule.drop_high :])
