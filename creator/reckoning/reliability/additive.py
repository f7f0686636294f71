"""The additive model: points = mean + proposal + expert + rest, fitted by least squares.

With weights on the effects (`Shrinkage`) they are drawn towards nothing, the more the fewer sheets
speak for them; without, it is the plain fit. The proposals' effects follow directly from the
experts', so only these are searched, by conjugate gradients. The search uses floats; sums and
products of floats are the same on every machine, and the figures made from a fit depend on its
error only to second order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from creator.reckoning.reliability.ratings import Ratings

_ENOUGH = 1e-28
_ROUNDS = 2000


@dataclass(frozen=True)
class Shrinkage:
    """Residual variance divided by the variance of the proposals and of the experts.

    `held` are experts (places) that get no effect at all.
    """

    proposal: float = 0.0
    expert: float = 0.0
    held: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Fit:
    """Effects by place: points = mean + proposal + expert + rest."""

    mean: float
    proposals: tuple[float, ...]
    experts: tuple[float, ...]


def fit(ratings: Ratings, shrinkage: Shrinkage) -> Fit:
    """The effects that leave least."""
    system = _System(ratings, shrinkage)
    middle = float(ratings.mean)
    points = [[float(sheet.points) - middle for sheet in row] for row in ratings.rows]
    *experts, mean = _solve(system, system.gathered([system.rest(row) for row in points]))
    effects = [
        sum(p - experts[e] - mean for p, e in zip(row, who, strict=True)) / weight
        for row, who, weight in zip(points, system.readers, system.weights, strict=True)
    ]
    return Fit(middle + mean, tuple(effects), tuple(experts))


class _System:
    """The normal equations of experts' effects and mean, proposals already eliminated."""

    def __init__(self, ratings: Ratings, shrinkage: Shrinkage) -> None:
        self.size = len(ratings.experts)
        self.shrinkage = shrinkage
        self.readers = [[sheet.expert for sheet in row] for row in ratings.rows]
        self.weights = [len(row) + shrinkage.proposal for row in ratings.rows]
        ones = [[1.0] * len(row) for row in ratings.rows]
        self.diagonal = self._diagonal(ones)

    def _diagonal(self, ones: list[list[float]]) -> list[float]:
        result = [self.shrinkage.expert] * self.size + [0.0]
        for row, who, weight in zip(ones, self.readers, self.weights, strict=True):
            for expert in who:
                result[expert] += 1.0 - 1.0 / weight
            result[-1] += len(row) * (1.0 - len(row) / weight)
        return [value or 1.0 for value in result]

    def rest(self, row: Sequence[float]) -> list[float]:
        """What the proposal's own effect leaves of a row."""
        effect = sum(row) / (len(row) + self.shrinkage.proposal)
        return [value - effect for value in row]

    def gathered(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Sums by expert, and over all."""
        result = [0.0] * (self.size + 1)
        for row, who in zip(rows, self.readers, strict=True):
            for value, expert in zip(row, who, strict=True):
                result[expert] += value
            result[-1] += sum(row)
        if not self.shrinkage.proposal:
            result[-1] = 0.0  # the mean is then part of the proposals' effects
        for expert in self.shrinkage.held:
            result[expert] = 0.0
        return result

    def times(self, vector: Sequence[float]) -> list[float]:
        """The matrix applied to experts' effects and mean."""
        mean = vector[-1]
        rows = [self.rest([vector[expert] + mean for expert in who]) for who in self.readers]
        result = self.gathered(rows)
        for expert in range(self.size):
            result[expert] += self.shrinkage.expert * vector[expert]
        return result


def _solve(system: _System, right: list[float]) -> list[float]:
    """Conjugate gradients, each unknown scaled by its diagonal."""
    found = [0.0] * len(right)
    rest = right
    scaled = [r / d for r, d in zip(rest, system.diagonal, strict=True)]
    way = scaled
    size = first = sum(map(mul, rest, scaled))
    for _round in range(_ROUNDS):
        if size <= _ENOUGH * first:
            break
        bent = system.times(way)
        step = size / sum(map(mul, way, bent))
        found = [f + step * w for f, w in zip(found, way, strict=True)]
        rest = [r - step * b for r, b in zip(rest, bent, strict=True)]
        scaled = [r / d for r, d in zip(rest, system.diagonal, strict=True)]
        smaller = sum(map(mul, rest, scaled))
        way = [s + smaller / size * w for s, w in zip(scaled, way, strict=True)]
        size = smaller
    return found
