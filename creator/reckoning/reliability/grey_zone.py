"""Who stands near the line: how likely each is above it, and how many points would flip it.

The scores are drawn again and again from what the model believes, with its uncertainty; the share
of draws in which a proposal is among the first is its probability. The draws start from a seed:
the same sheets and seed give the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import sqrt
from operator import add, itemgetter
from random import Random
from statistics import NormalDist
from typing import Literal

from creator.reckoning.reliability.leniency import Model
from creator.reckoning.reliability.ratings import Ratings

GREY = (Decimal("0.05"), Decimal("0.95"))
"""Between these probabilities a proposal is in the grey zone."""

_LEAST = 2.0**-54
"""Stands for the 0 that `random()` may give."""

Side = Literal["above", "below", "tied"]


@dataclass(frozen=True)
class Flip:
    """On which side of the line a score is, and by how many points.

    One above falls below when it loses more than `points`, one below rises when it gains more;
    `tied` are those who share the score of the line with somebody on the other side.
    """

    side: Side
    points: Decimal


def flips(scores: Sequence[Decimal], places: int) -> tuple[Flip, ...]:
    """For each score, what would flip it when the first `places` are funded."""
    if places >= len(scores):
        return tuple(Flip("above", Decimal(0)) for _score in scores)
    order = sorted(scores, reverse=True)
    last, following = order[places - 1], order[places]
    return tuple(_flip(score, last, following) for score in scores)


def _flip(score: Decimal, last: Decimal, following: Decimal) -> Flip:
    if last == following == score:
        return Flip("tied", Decimal(0))
    return Flip("above", score - following) if score >= last else Flip("below", last - score)


def rounds_for(sheets: int) -> int:
    """How many draws: many where it costs little, at least a thousand."""
    return min(10_000, max(1000, 10_000_000 // sheets))


def probabilities(ratings: Ratings, model: Model, places: int, seed: int) -> tuple[Decimal, ...]:
    """For each proposal (by place) the share of draws in which it is among the first `places`."""
    if places >= len(ratings.proposals):
        return (Decimal(1),) * len(ratings.proposals)
    rounds = rounds_for(ratings.count)
    lots = _Lots(ratings, model, seed)
    above = [0] * len(ratings.proposals)
    for _round in range(rounds):
        values = lots.values()
        line = sorted(values)[-places]
        for at, value in enumerate(values):
            if value >= line:
                above[at] += 1
    return tuple(Decimal(times) / rounds for times in above)


class _Lots:
    """Scores drawn from a model."""

    def __init__(self, ratings: Ratings, model: Model, seed: int) -> None:
        self.random = Random(seed).random  # noqa: S311 - repeatable, not secret
        self.normal = NormalDist().inv_cdf
        self.effects = model.fit.proposals
        self.weights = model.weights
        self.errors = [sqrt(model.rest / weight) for weight in model.weights]
        self.severities = [sqrt(error) for error in model.severity_errors]
        # All sheets in one row, so that the sums below run without a loop of ours.
        self.readers = itemgetter(*(sheet.expert for row in ratings.rows for sheet in row))
        self.ends = itemgetter(*accumulate(map(len, ratings.rows), initial=0))

    def _normals(self, spreads: Sequence[float]) -> list[float]:
        """Only `random()` itself is the same in every version of the language."""
        draw, normal = self.random, self.normal
        return [spread * normal(draw() or _LEAST) for spread in spreads]

    def values(self) -> list[float]:
        own = map(add, self.effects, self._normals(self.errors))
        if not any(self.severities):
            return list(own)
        moved = accumulate(self.readers(self._normals(self.severities)), initial=0.0)
        ends = self.ends(tuple(moved))
        return [
            value - (end - start) / weight
            for value, end, start, weight in zip(
                own, ends[1:], ends[:-1], self.weights, strict=True
            )
        ]
