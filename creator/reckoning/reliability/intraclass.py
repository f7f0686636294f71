"""Intraclass correlations: how much of the differences between scores are the proposals'.

One-way, ICC(1,1) and ICC(1,k): all an expert brings counts as error. Two-way random, absolute
agreement, ICC(A,1) and ICC(A,k) (McGraw and Wong 1996; Shrout and Fleiss's ICC(2,1), ICC(2,k)):
experts' severity and the rest are told apart. Where everybody scored everything these are the
textbook formulas. Otherwise the variances are estimated by fitting constants (Henderson's method
3, each effect adjusted for the other), and k is k0 = (N - sum of squares of sheets a proposal / N)
/ (proposals - 1). Variances are not cut off at nothing, so a correlation may be negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from creator.reckoning.reliability.additive import Shrinkage, fit
from creator.reckoning.reliability.ratings import EXACT, Ratings, Sheet, precisely
from creator.reckoning.rounding import ZERO

_NOTHING = Decimal("1e-12")


@dataclass(frozen=True)
class OneWay:
    """Mean squares between proposals and within them; `k` sheets stand for a proposal."""

    between: Decimal
    within: Decimal
    k: Decimal

    @property
    def proposal(self) -> Decimal:
        """The variance of the proposals; `within` is that of all else."""
        return EXACT.divide(self.between - self.within, self.k)


@dataclass(frozen=True)
class TwoWay:
    """The variances of the proposals, of the experts' severity and of the rest."""

    proposal: Decimal
    expert: Decimal
    rest: Decimal
    k: Decimal


@precisely
def usual_number(ratings: Ratings) -> Decimal:
    """k0: how many sheets stand for a proposal; their number where all have the same."""
    squares = sum(len(row) ** 2 for row in ratings.rows)
    return (ratings.count - Decimal(squares) / ratings.count) / (len(ratings.rows) - 1)


@precisely
def one_way(ratings: Ratings) -> OneWay | None:
    """`None` where there is one proposal only, or nobody scored what somebody else did."""
    proposals = len(ratings.rows)
    if proposals < 2 or ratings.count == proposals:
        return None
    between = _between(ratings, ratings.row_means, ratings.rows)
    within = ZERO
    for row, mean in zip(ratings.rows, ratings.row_means, strict=True):
        within += sum(((sheet.points - mean) ** 2 for sheet in row), ZERO)
    freedom = ratings.count - proposals
    return OneWay(between / (proposals - 1), within / freedom, usual_number(ratings))


@precisely
def two_way(ratings: Ratings) -> TwoWay | None:
    """`None` where proposals, experts and rest cannot be told apart."""
    count, proposals, experts = ratings.count, len(ratings.proposals), len(ratings.experts)
    parts = len(ratings.panels)
    freedom = count - proposals - experts + parts
    if freedom < 1 or proposals == parts or experts == parts:
        return None
    left = _left(ratings)
    fitted = sum(((s.points - ratings.mean) ** 2 for row in ratings.rows for s in row), ZERO) - left
    rest = left / freedom
    by_proposal = fitted - _between(ratings, ratings.column_means, ratings.columns)
    by_expert = fitted - _between(ratings, ratings.row_means, ratings.rows)
    return TwoWay(
        proposal=(by_proposal - (proposals - parts) * rest) / (count - experts),
        expert=(by_expert - (experts - parts) * rest) / (count - proposals),
        rest=rest,
        k=usual_number(ratings),
    )


def _between(
    ratings: Ratings, means: Sequence[Decimal], sets: Sequence[Sequence[Sheet]]
) -> Decimal:
    """The sum of squares between sets of sheets."""
    total = ZERO
    for mean, sheets in zip(means, sets, strict=True):
        total += len(sheets) * (mean - ratings.mean) ** 2
    return total


def _left(ratings: Ratings) -> Decimal:
    """The sum of squares that proposals and experts together leave."""
    if ratings.complete:
        severity = [mean - ratings.mean for mean in ratings.column_means]
    else:
        severity = [Decimal(effect) for effect in fit(ratings, Shrinkage()).experts]
    total = ZERO
    for row in ratings.rows:
        own = [sheet.points - severity[sheet.expert] for sheet in row]
        mean = sum(own, ZERO) / len(own)
        total += sum(((value - mean) ** 2 for value in own), ZERO)
    return total


@precisely
def single_sheet(proposal: Decimal, error: Decimal) -> Decimal | None:
    """The share of the proposals in the differences between single sheets.

    `None` where the two cancel out: what the last digits leave of nothing is no divisor.
    """
    whole = proposal + error
    return proposal / whole if abs(whole) > _NOTHING * (abs(proposal) + abs(error)) else None


@precisely
def panel_mean(proposal: Decimal, error: Decimal, k: Decimal) -> Decimal | None:
    """The share of the proposals in the differences between means of `k` sheets."""
    return single_sheet(proposal, error / k)
