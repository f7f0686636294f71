"""Lengths of time as programme files write them: `5wd`, `7d`, `12h`."""

import re
from dataclasses import dataclass
from typing import Literal, cast

Unit = Literal["wd", "d", "h"]
_WRITTEN = re.compile(r"(\d{1,4})(wd|d|h)")


@dataclass(frozen=True)
class Duration:
    """`amount` working days (`wd`), calendar days (`d`) or hours (`h`)."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> "Duration":
        """`5wd` -> five working days. Raises ValueError when it is written otherwise."""
        found = _WRITTEN.fullmatch(written.strip())
        if not found:
            raise ValueError(written)
        return cls(int(found[1]), cast(Unit, found[2]))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def calendar_days(self) -> int:
        """The fewest calendar days it can take: a working day is never less than a day."""
        return self.amount // 24 if self.unit == "h" else self.amount
