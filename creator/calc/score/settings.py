"""What holds for one panel: what it writes itself, and else what is written around it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from creator.calc.rules import EXACT
from creator.calc.score.rule import Item, Judging
from creator.reckoning.rounding import Rounding
from creator.reckoning.scoring.aggregate import FEWEST_TO_TRIM

_INHERITED = (
    "aggregate",
    "drop_high",
    "drop_low",
    "trim_over",
    "average",
    "min_sheets",
    "below_minimum",
    "bonus_cap",
    "deduction_cap",
)
_EXACT = Rounding(None, None, None, None)
_STAGES = ("sheet", "criterion", "part", "total")


@dataclass(frozen=True)
class Settings:
    """The keys of `Judging`, all settled. `at` is where the criteria stand in the file."""

    aggregate: str = "mean"
    drop_high: int = 1
    drop_low: int = 1
    trim_over: str = "sheet"
    average: str = "criteria"
    min_sheets: int | None = None
    below_minimum: str = "refuse"
    bonus_cap: Decimal | None = None
    deduction_cap: Decimal | None = None
    rounding: Rounding = _EXACT
    items: tuple[Item, ...] = ()
    at: str = "criteria"

    def within(self, level: Judging, path: str) -> "Settings":
        """These settings as `level`, which stands at `path` of the file, changes them."""
        written = {name: getattr(level, name) for name in _INHERITED}
        known = {name: value for name, value in written.items() if value is not None}
        at = f"{path}.criteria" if path else "criteria"
        own: dict[str, Any] = {"items": level.criteria, "at": at} if level.criteria else {}
        return replace(self, rounding=self._rounding(level), **known, **own)

    def _rounding(self, level: Judging) -> Rounding:
        stages = {name: getattr(self.rounding, name) for name in _STAGES}
        if level.decimals is not None:
            stages = dict.fromkeys(_STAGES, level.decimals)
        if level.rounding is not None:
            written = {name: getattr(level.rounding, name) for name in _STAGES}
            stages |= {name: places for name, places in written.items() if places is not None}
        return Rounding(**{n: None if places == EXACT else places for n, places in stages.items()})

    @property
    def trim_from(self) -> int:
        """From how many marks on there may be trimming: five, unless the file says fewer."""
        return min(self.sheets_needed, FEWEST_TO_TRIM) if self.trimmed else FEWEST_TO_TRIM

    @property
    def trimmed(self) -> bool:
        """Whether the highest and lowest are dropped."""
        return self.aggregate == "trimmed"

    @property
    def sheets_needed(self) -> int:
        """With fewer sheets the declared aggregate may not be used."""
        if self.min_sheets is not None:
            return self.min_sheets
        return max(FEWEST_TO_TRIM, self.drop_high + self.drop_low + 1) if self.trimmed else 1
