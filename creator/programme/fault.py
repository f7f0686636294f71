"""What is wrong in a file: where, what, and what to write instead."""

from dataclasses import dataclass
from typing import Literal

from creator.i18n import Text, _
from creator.programme.nodes import Given

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """One mistake; `line` counts from 1 and is 0 where a definition no longer knows its file."""

    path: str
    line: int
    text: Text
    remedy: Text
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """File and line, or the option that brought the value in."""
        return (
            f"--set {self.line.key}" if isinstance(self.line, Given) else f"{self.path}:{self.line}"
        )

    def __str__(self) -> str:
        place = self.place
        if self.severity == "warning":
            return str(
                _(
                    "{place}: 提醒：{text} 办法：{remedy}",
                    place=place,
                    text=self.text,
                    remedy=self.remedy,
                )
            )
        return str(
            _(
                "{place}: 错误：{text} 办法：{remedy}",
                place=place,
                text=self.text,
                remedy=self.remedy,
            )
        )


class FaultyFile(Exception):
    """A file that cannot be used; every fault found in it is listed, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
