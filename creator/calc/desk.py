"""What one command reads: the faults found in all its files, and the remarks on the way."""

from collections.abc import Callable
from dataclasses import dataclass

from creator.i18n import Text, _
from creator.programme.fault import Fault, FaultyFile

MOST_FAULTS = 20
MANUAL = "docs/calc.md"


@dataclass(frozen=True)
class CellFault(Fault):
    """A mistake in a table: file, line and column."""

    column: str = ""

    @property
    def place(self) -> str:
        """File, line and, where one cell is meant, the column."""
        return f"{self.path}:{self.line}:{self.column}" if self.column else super().place


def _silent(_remark: object) -> None:
    """Nobody listens."""


class Desk:
    """Gathers up to twenty faults over all files of a command; `settle` stops it if there are any.

    `say` takes remarks and progress at once: what was read otherwise than it was written.
    """

    def __init__(self, say: Callable[[object], None] = _silent) -> None:
        self.say = say
        self.faults: list[Fault] = []

    def blame(self, fault: Fault) -> None:
        """Write a fault down. Raises FaultyFile once there are too many to be worth more."""
        self.faults.append(fault)
        if len(self.faults) >= MOST_FAULTS:
            text = _("已找到 {n} 处错误，后面的没有再检查。", n=MOST_FAULTS)
            remedy = _("请先改正以上各处，再运行一次。")
            raise FaultyFile([*self.faults, Fault(fault.path, fault.line, text, remedy)])

    def cell(self, path: str, line: int, column: str, text: Text, remedy: Text) -> None:
        """Write down what is wrong with one cell (or, without a column, with one line)."""
        self.blame(CellFault(path, line, text, remedy, column=column))

    def settle(self) -> None:
        """Go on only if nothing was wrong so far. Raises FaultyFile with every fault."""
        if self.faults:
            raise FaultyFile(list(self.faults))
