"""Each expert beside the others: severity, spread, agreement."""

from dataclasses import dataclass
from decimal import Decimal

from creator.reckoning.reliability.agreement import correlation
from creator.reckoning.reliability.ratings import Ratings, Sheet, mean_of, precisely
from creator.reckoning.rounding import ZERO

FEWEST = 3
"""With fewer sheets nothing can be said about an expert."""


@dataclass(frozen=True)
class Bearing:
    """One expert's sheets.

    `severity` is how many points less than the others on the same proposals (positive: stricter);
    `deviation` is own points less the panel's mean, own sheet included. `spread` is the standard
    deviation of own points, `others_spread` that of the others' means. `agreement` is the
    correlation of own points with the others' means. `compared` counts the proposals others
    scored too. What too few sheets allow is `None`.
    """

    expert: str
    sheets: int
    compared: int
    mean: Decimal
    severity: Decimal | None
    deviation: Decimal | None
    spread: Decimal | None
    others_spread: Decimal | None
    agreement: Decimal | None
    flags: tuple[str, ...]


def bearings(ratings: Ratings) -> tuple[Bearing, ...]:
    """Every expert, in order of ids."""
    return tuple(_bearing(ratings, at) for at in range(len(ratings.experts)))


@precisely
def _bearing(ratings: Ratings, at: int) -> Bearing:
    own = ratings.columns[at]
    compared = [sheet for sheet in own if len(ratings.rows[sheet.proposal]) > 1]
    pairs = [(sheet.points, _others(ratings, sheet)) for sheet in compared]
    panel = [sheet.points - ratings.row_means[sheet.proposal] for sheet in compared]
    enough = len(pairs) >= FEWEST
    agreement = correlation(pairs) if enough else None
    spread = _deviation([sheet.points for sheet in own])
    return Bearing(
        expert=ratings.experts[at],
        sheets=len(own),
        compared=len(compared),
        mean=mean_of(own),
        severity=_mean([others - points for points, others in pairs]),
        deviation=_mean(panel),
        spread=spread,
        others_spread=_deviation([others for _points, others in pairs]),
        agreement=agreement,
        flags=_flags(len(own), spread, agreement),
    )


def _flags(sheets: int, spread: Decimal | None, agreement: Decimal | None) -> tuple[str, ...]:
    found = {
        "few_sheets": sheets < FEWEST,
        "constant": sheets >= FEWEST and spread == 0,
        "against_the_others": agreement is not None and agreement < 0,
    }
    return tuple(name for name, true in found.items() if true)


def _others(ratings: Ratings, sheet: Sheet) -> Decimal:
    """The mean of the others' points on the same proposal."""
    row = ratings.rows[sheet.proposal]
    return (ratings.row_means[sheet.proposal] * len(row) - sheet.points) / (len(row) - 1)


def _mean(values: list[Decimal]) -> Decimal | None:
    return sum(values, ZERO) / len(values) if values else None


def _deviation(values: list[Decimal]) -> Decimal | None:
    if len(values) < 2:
        return None
    mean = sum(values, ZERO) / len(values)
    return (sum(((value - mean) ** 2 for value in values), ZERO) / (len(values) - 1)).sqrt()
