"""Where the money or the slots of a tier ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from creator.reckoning.funding.ledger import Obstacle
from creator.reckoning.ranking import Place

Bound = Literal["slots", "pool"]


@dataclass(frozen=True)
class Line:
    """The line of one tier: below `last_*` nobody was awarded here, `next_*` is the first left out.

    `awarded` awards of together `amount` 分. `bound` is what turned away the best placed of those
    turned away: the tier's `slots`, or money (`pool`). `None`: everybody who could be was funded.
    """

    tier: str
    awarded: int
    amount: int
    bound: Bound | None
    last_rank: int | None
    last_score: Decimal | None
    next_rank: int | None
    next_score: Decimal | None


def fund_line(
    tier: str,
    awarded: Sequence[tuple[Place, int]],
    turned_away: Sequence[tuple[Place, Obstacle, bool]],
) -> Line:
    """The line, from who was awarded how much and who was turned away (and got nothing at all).

    Both sequences are in order of rank.
    """
    bounds: list[Bound] = [
        "slots" if obstacle.why == "slots" else "pool"
        for _place, obstacle, _unfunded in turned_away
        if obstacle.why in ("slots", "pool")
    ]
    out = [p for p, obstacle, unfunded in turned_away if unfunded and obstacle.why != "own"]
    last = awarded[-1][0] if awarded else None
    following = out[0] if out else None
    return Line(
        tier=tier,
        awarded=len(awarded),
        amount=sum(amount for _place, amount in awarded),
        bound=bounds[0] if bounds else None,
        last_rank=last.rank if last else None,
        last_score=last.total if last else None,
        next_rank=following.rank if following else None,
        next_score=following.total if following else None,
    )
