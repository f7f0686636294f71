"""What an allocation hands back."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from creator.i18n import Text
from creator.reckoning.canonical import canonical, digest
from creator.reckoning.funding.fund_line import Line

Kind = Literal["award", "waitlist", "refuse"]


@dataclass(frozen=True)
class Outcome:
    """What becomes of one proposal.

    `amount` in 分 (0 unless awarded), `part_of` the full award where only a part was left.
    `sentence` is the reason to show, `steps` every step on the way, `waitlist_position` from 1.
    """

    proposal: str
    rank: int | None
    kind: Kind
    tier: str | None
    amount: int
    sentence: Text
    steps: tuple[Text, ...]
    part_of: int | None = None
    waitlist_position: int | None = None


@dataclass(frozen=True)
class Allocation:
    """Outcomes in order of rank, a line for each tier, and what is left of the pool (分).

    `contested`: sets of equal rank whose order may change who is funded. While there is one, the
    officer must have it decided (a recorded draw): the order used here is by id.
    """

    outcomes: tuple[Outcome, ...]
    lines: tuple[Line, ...]
    pool_left: int | None
    contested: tuple[tuple[str, ...], ...]

    @cached_property
    def body(self) -> str:
        """Canonical JSON."""
        return canonical(self)

    @cached_property
    def digest(self) -> str:
        """sha256 of the body."""
        return digest(self)
