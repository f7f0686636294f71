"""How one panel's sheets become scores, as a programme declares it."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from creator.i18n import Text
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.rounding import Rounding
from creator.reckoning.scoring.aggregate import Aggregate
from creator.reckoning.scoring.items import Criterion


@dataclass(frozen=True)
class PanelRule:
    """How one panel's sheets become scores.

    `average`: take the panel's score criterion by criterion, or take the mean of sheet totals.
    `trim_over`: a trimmed mean drops whole sheets (by their totals), or marks in each criterion.
    `bonus_cap`, `deduction_cap`: the most all bonus (deduction) lines together may move the score.
    Raises `ValueError` when the parts cannot work together.
    """

    criteria: tuple[Criterion, ...]
    aggregate: Aggregate = field(default_factory=Aggregate)
    average: Literal["criteria", "sheets"] = "criteria"
    trim_over: Literal["sheet", "criterion"] = "sheet"
    bonus_cap: Decimal | None = None
    deduction_cap: Decimal | None = None
    rounding: Rounding = field(default_factory=Rounding)

    def __post_init__(self) -> None:
        if len({criterion.id for criterion in self.criteria}) < len(self.criteria):
            raise ValueError("criterion ids are unique")
        if self.average == "sheets" and self.trim_over == "criterion":
            raise ValueError("sheet totals cannot be trimmed by criterion")
        if self.compares_sheets and any(c.optional and c.in_total for c in self.criteria):
            raise ValueError("sheets with open lines cannot be compared by their totals")

    @cached_property
    def sums(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the lines that make the base, the bonus and the deduction."""
        base = tuple(c.id for c in self.criteria if c.in_base)
        others = (tuple(c.id for c in self.criteria if c.kind == k) for k in ("bonus", "deduction"))
        return (base, *others)

    @property
    def trims_sheets(self) -> bool:
        """Whether whole sheets are dropped."""
        return self.aggregate.method == "trimmed" and self.trim_over == "sheet"

    @property
    def compares_sheets(self) -> bool:
        """Whether an expert's total decides anything."""
        return self.average == "sheets" or self.trims_sheets


class TooFewSheets(Unreckonable):
    """The panel is too small for the rule; `proposals` lists whom it concerns."""

    def __init__(self, text: Text, proposals: tuple[str, ...]) -> None:
        super().__init__(text)
        self.proposals = proposals
