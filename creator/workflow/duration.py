"""How long something may take: working days, calendar days or hours."""

import re
from dataclasses import dataclass
from typing import Literal, cast

Unit = Literal["wd", "d", "h"]

_WRITTEN = re.compile(r"(-?)(0|[1-9]\d{0,3})(wd|d|h)")


@dataclass(frozen=True)
class Duration:
    """`5wd` = five working days, `3d` = three calendar days, `2h` = two hours; may be negative.

    `wd` is spelled out because ISO 8601 would read `P5W` as five weeks. What a working day is
    depends on the calendar, so a duration cannot be turned into seconds here.
    """

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> "Duration":
        """`"-2wd"` -> `Duration(-2, "wd")`; raises `ValueError` for anything else."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(written)
        sign, amount, unit = found.groups()
        return cls(-int(amount) if sign else int(amount), cast(Unit, unit))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"
