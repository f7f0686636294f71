"""Advice beside the official score: what it would be if all experts were equally strict.

The additive model (`additive`) with variances estimated from the same sheets (`intraclass`), both
effects drawn towards nothing as far as few sheets say little (best linear unbiased prediction).
With fewer than about three sheets an expert there is no adjustment at all.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from creator.i18n import Text, _
from creator.reckoning.reliability.additive import Fit, Shrinkage, fit
from creator.reckoning.reliability.intraclass import OneWay, TwoWay
from creator.reckoning.reliability.ratings import Ratings
from creator.reckoning.reliability.severity import FEWEST


@dataclass(frozen=True)
class Model:
    """What is believed of every proposal and expert (by place), and how uncertain it is.

    Given the experts' severity a proposal's effect is uncertain by `rest` / `weights`.
    `severity_errors` are the variances of the experts' own effects (0: it gets none).
    `unadjusted` says why nothing was adjusted, `None` where it was.
    """

    fit: Fit
    rest: float
    weights: tuple[float, ...]
    severity_errors: tuple[float, ...]
    held: frozenset[int]
    unadjusted: Text | None

    def expected(self, proposal: int) -> float:
        """The best guess at a proposal's true score."""
        return self.fit.mean + self.fit.proposals[proposal]

    def error(self, ratings: Ratings, proposal: int) -> float:
        """The standard deviation of that guess."""
        weight = self.weights[proposal]
        severities = sum(self.severity_errors[s.expert] for s in ratings.rows[proposal])
        return sqrt(self.rest / weight + severities / weight**2)

    def adjusted(self, ratings: Ratings, proposal: int) -> float:
        """The mean of the sheets, each less its expert's leniency."""
        row = ratings.rows[proposal]
        return sum(float(s.points) - self.fit.experts[s.expert] for s in row) / len(row)


def model(ratings: Ratings, one: OneWay | None, two: TwoWay | None) -> Model | None:
    """The model these sheets allow; `None` where proposals do not differ more than by chance."""
    why = _unadjusted(ratings, two)
    if why is None and two is not None:
        held = frozenset(at for at, own in enumerate(ratings.columns) if len(own) < FEWEST)
        return _fitted(ratings, two.proposal, two.expert, two.rest, held, None)
    if one is None or one.proposal <= 0:
        return None
    everybody = frozenset(range(len(ratings.experts)))
    return _fitted(ratings, one.proposal, Decimal(0), one.within, everybody, why)


def _unadjusted(ratings: Ratings, two: TwoWay | None) -> Text | None:
    """Why nobody's leniency is taken off."""
    if ratings.count < FEWEST * len(ratings.experts):
        return _("平均每位专家不足 {n} 份评分表，不作宽严调整。", n=FEWEST)
    if two is None:
        return _("专家与项目的差别无法分开，不作宽严调整。")
    if two.expert <= 0:
        return _("专家之间的宽严差别没有超出偶然，不作宽严调整。")
    if two.proposal <= 0:
        return _("项目之间的差别没有超出偶然，不作宽严调整。")
    return None


def _fitted(
    ratings: Ratings,
    proposal: Decimal,
    expert: Decimal,
    rest: Decimal,
    held: frozenset[int],
    why: Text | None,
) -> Model:
    noise = max(0.0, float(rest))
    shrinkage = Shrinkage(
        noise / float(proposal), noise / float(expert) if expert else 0.0, frozenset(held)
    )
    weights = tuple(len(row) + shrinkage.proposal for row in ratings.rows)
    return Model(
        fit=fit(ratings, shrinkage),
        rest=noise,
        weights=weights,
        severity_errors=tuple(
            0.0 if at in held else _severity_error(ratings, at, weights, shrinkage.expert, noise)
            for at in range(len(ratings.experts))
        ),
        held=held,
        unadjusted=why,
    )


def _severity_error(
    ratings: Ratings, expert: int, weights: tuple[float, ...], shrink: float, noise: float
) -> float:
    """The variance of one expert's effect, the others' effects taken as known."""
    told = sum(1.0 - 1.0 / weights[sheet.proposal] for sheet in ratings.columns[expert])
    return noise / (told + shrink) if told + shrink else 0.0
