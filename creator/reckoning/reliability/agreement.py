"""Agreement between experts: Krippendorff's alpha and Kendall's W, whatever sheets are missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from creator.reckoning.reliability.intraclass import usual_number
from creator.reckoning.reliability.ratings import Panel, Ratings, precisely
from creator.reckoning.rounding import ONE, ZERO

_FEWEST_IN_COMMON = 3


def interval_alpha(ratings: Ratings) -> Decimal | None:
    """Krippendorff's alpha over the distances between points."""
    return _alpha([[sheet.points for sheet in row] for row in ratings.rows if len(row) > 1])


def ordinal_alpha(ratings: Ratings) -> Decimal | None:
    """Krippendorff's alpha over the order of points.

    His ordinal distance of two values is the distance of their mean ranks among all values that
    can be paired, so it is the interval alpha of these ranks.
    """
    units = [[sheet.points for sheet in row] for row in ratings.rows if len(row) > 1]
    ranks = twice_the_ranks(value for unit in units for value in unit)
    return _alpha([[Decimal(ranks[value]) for value in unit] for unit in units])


@precisely
def _alpha(units: Sequence[Sequence[Decimal]]) -> Decimal | None:
    """1 - observed / expected disagreement; `None` where there is nothing to disagree about."""
    count, observed, squares, total = 0, ZERO, ZERO, ZERO
    for unit in units:
        own, own_squares = sum(unit, ZERO), sum((value * value for value in unit), ZERO)
        observed += (len(unit) * own_squares - own * own) / (len(unit) - 1)
        count, squares, total = count + len(unit), squares + own_squares, total + own
    expected = count * squares - total * total
    return ONE - (count - 1) * observed / expected if expected else None


def twice_the_ranks(values: Iterable[Decimal]) -> dict[Decimal, int]:
    """Value -> twice its rank from below, equal values sharing the mean of their ranks."""
    below, ranks = 0, {}
    for value, times in sorted(Counter(values).items()):
        ranks[value] = 2 * below + times + 1
        below += times
    return ranks


Basis = Literal["complete", "panels", "pairs"]


@dataclass(frozen=True)
class Concordance:
    """Kendall's W, corrected for ties.

    `complete`: over the proposals that every expert scored. `panels`: the mean of the panels' W,
    weighted by their proposals. `pairs`: (1 + (k - 1) r) / k, where r is the mean rank correlation
    of two experts with at least three proposals in common; where the panels' sheets are complete
    and without ties this is the same number.
    """

    w: Decimal
    basis: Basis
    proposals: int


@precisely
def kendall(ratings: Ratings) -> Concordance | None:
    """Kendall's W; `None` where too little was scored by several experts or nothing differs."""
    panels = ratings.panels
    found = [_of_panel(ratings, panel) for panel in panels]
    known = [one for one in found if one is not None]
    if len(known) < len(found) or not known:
        return _of_pairs(ratings)
    proposals = sum(count for _w, count in known)
    w = sum((w * count for w, count in known), ZERO) / proposals
    return Concordance(w, "complete" if len(panels) == 1 else "panels", proposals)


def _of_panel(ratings: Ratings, panel: Panel) -> tuple[Decimal, int] | None:
    """W over the proposals all of the panel scored, when these are at least half of its own."""
    rows = [ratings.rows[p] for p in panel.proposals]
    whole = [row for row in rows if len(row) == len(panel.experts)]
    if len(panel.experts) < 2 or len(whole) < 2 or 2 * len(whole) < len(rows):
        return None
    w = concordance([[sheet.points for sheet in row] for row in whole])
    return None if w is None else (w, len(whole))


@precisely
def concordance(table: Sequence[Sequence[Decimal]]) -> Decimal | None:
    """Kendall's W of a complete table, a row for each proposal, corrected for ties."""
    items, judges = len(table), len(table[0])
    sums, ties = [0] * items, 0
    for marks in zip(*table, strict=True):
        ranks = twice_the_ranks(marks)
        ties += sum(times**3 - times for times in Counter(marks).values())
        sums = [known + ranks[mark] for known, mark in zip(sums, marks, strict=True)]
    spread = sum((total - judges * (items + 1)) ** 2 for total in sums)  # four times too much
    most = judges * judges * (items**3 - items) - judges * ties
    return Decimal(3 * spread) / most if most else None


def _of_pairs(ratings: Ratings) -> Concordance | None:
    correlations = [
        found
        for shared in _shared(ratings)
        if len(shared) >= _FEWEST_IN_COMMON and (found := rank_correlation(shared)) is not None
    ]
    if not correlations:
        return None
    mean = sum(correlations, ZERO) / len(correlations)
    k = usual_number(ratings)
    several = sum(len(row) > 1 for row in ratings.rows)
    return Concordance((1 + (k - 1) * mean) / k, "pairs", several)


def _shared(ratings: Ratings) -> Iterator[Sequence[tuple[Decimal, Decimal]]]:
    """What two experts gave to the same proposals, for every two of them who share any."""
    for at, column in enumerate(ratings.columns):
        found: dict[int, list[tuple[Decimal, Decimal]]] = {}
        for own in column:
            for other in ratings.rows[own.proposal]:
                if other.expert > at:
                    found.setdefault(other.expert, []).append((own.points, other.points))
        yield from (found[expert] for expert in sorted(found))


def rank_correlation(pairs: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Spearman's correlation."""
    left = twice_the_ranks(one for one, _other in pairs)
    right = twice_the_ranks(other for _one, other in pairs)
    return correlation([(left[one], right[other]) for one, other in pairs])


@precisely
def correlation(pairs: Sequence[tuple[Decimal | int, Decimal | int]]) -> Decimal | None:
    """Pearson's correlation; `None` where one side never changes."""
    count = len(pairs)
    x = sum(one for one, _other in pairs)
    y = sum(other for _one, other in pairs)
    xx = count * sum(one * one for one, _other in pairs) - x * x
    yy = count * sum(other * other for _one, other in pairs) - y * y
    xy = count * sum(one * other for one, other in pairs) - x * y
    return xy / Decimal(xx * yy).sqrt() if xx > 0 and yy > 0 else None
