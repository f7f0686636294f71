"""What a reckoning hands back: every number on the way, so that a total can be explained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from creator.i18n import Text
from creator.reckoning.canonical import digest
from creator.reckoning.rounding import ZERO
from creator.reckoning.scoring.aggregate import Method


@dataclass(frozen=True, slots=True)
class SheetScore:
    """One expert's sheet: answers, answers times weights, and whether the trimming dropped it."""

    total: Decimal
    answers: Mapping[str, Decimal]
    weighted: Mapping[str, Decimal]
    dropped: bool


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """The panel on one criterion. `value` is on the expert's scale, `weighted` enters the sum.

    `method` is what was really used (too few marks may turn a trimmed mean into a plain one),
    `dropped` the experts whose marks were trimmed away here.
    """

    value: Decimal
    weighted: Decimal
    method: Method
    dropped: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A group's or a round's share in a composite score."""

    score: Decimal
    weight: Decimal
    weighted: Decimal


@dataclass(frozen=True, slots=True)
class Result:
    """One proposal.

    `total` = base + bonus - deduction, rounded; it may exceed 100. `untrimmed` is the plain mean
    over all sheets, for breaking ties. `method` is what was used for the sheets. When whole sheets
    are averaged, bonus and deduction are already inside `base`.
    `barred` says why the proposal may not be ranked (knock-out, below a criterion's minimum).
    """

    proposal: str
    total: Decimal
    untrimmed: Decimal
    base: Decimal
    bonus: Decimal = ZERO
    deduction: Decimal = ZERO
    method: Method = "mean"
    criteria: Mapping[str, CriterionScore] = field(default_factory=dict)
    sheets: Mapping[str, SheetScore] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    additions: Mapping[str, Decimal] = field(default_factory=dict)
    barred: tuple[Text, ...] = ()


@dataclass(frozen=True)
class ResultSet:
    """The results of one panel, round or composite, by proposal in order of their ids."""

    results: Mapping[str, Result]

    @cached_property
    def digest(self) -> str:
        """sha256 that seals the set: the same sheets under the same rule give the same digest."""
        return digest(self.results)
