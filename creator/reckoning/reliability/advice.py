"""Each proposal beside its official score: adjusted, expected, and how near it is to the line.

Nothing here changes a score or a rank; the published rule decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from creator.reckoning.reliability.grey_zone import GREY, Flip, Side, flips, probabilities
from creator.reckoning.reliability.ratings import precisely
from creator.reckoning.reliability.reliability import Reliability

_TOLD = Context(prec=12)


@dataclass(frozen=True)
class Line:
    """The first `places` are funded; `seed` starts the draws.

    `by_mean`: scores are means of sheets, so it can be told what one sheet does.
    """

    places: int
    seed: int
    by_mean: bool = True


@dataclass(frozen=True)
class Advice:
    """One proposal.

    `adjusted` is the mean of its sheets less their experts' leniency, `expected` the best guess at
    its true score (also drawn towards the mean of all, the more the fewer sheets it has), `error`
    the standard deviation of that guess. `flip_points` is by how many points its score must change
    to cross the line, `flip_on_one_sheet` by how many one of its sheets must.
    """

    proposal: str
    sheets: int
    score: Decimal
    rank: int
    adjusted: Decimal | None
    adjusted_rank: int | None
    expected: Decimal | None
    error: Decimal | None
    probability: Decimal | None
    side: Side | None
    flip_points: Decimal | None
    flip_on_one_sheet: Decimal | None
    grey: bool | None


@precisely
def advise(
    found: Reliability, scores: Mapping[str, Decimal], line: Line | None = None
) -> tuple[Advice, ...]:
    """Advice on every proposal, in order of rank; `scores` are the official ones."""
    ratings, model = found.ratings, found.model
    count = range(len(ratings.proposals))
    given = [scores[proposal] for proposal in ratings.proposals]
    adjusted: list[Decimal] = []
    if model and model.unadjusted is None:
        adjusted = [told(model.adjusted(ratings, at)) for at in count]
    ranks, adjusted_ranks = _ranks(given), _ranks(adjusted)
    chances: Sequence[Decimal] = ()
    if line and model:
        chances = probabilities(ratings, model, line.places, line.seed)
    turns: Sequence[Flip] = flips(given, line.places) if line else ()
    by_sheet = line is not None and line.by_mean
    rows = [
        Advice(
            proposal=proposal,
            sheets=len(ratings.rows[at]),
            score=given[at],
            rank=ranks[at],
            adjusted=adjusted[at] if adjusted else None,
            adjusted_rank=adjusted_ranks[at] if adjusted else None,
            expected=told(model.expected(at)) if model else None,
            error=told(model.error(ratings, at)) if model else None,
            probability=chances[at] if chances else None,
            side=turns[at].side if turns else None,
            flip_points=turns[at].points if turns else None,
            flip_on_one_sheet=turns[at].points * len(ratings.rows[at]) if by_sheet else None,
            grey=GREY[0] < chances[at] < GREY[1] if chances else None,
        )
        for at, proposal in enumerate(ratings.proposals)
    ]
    return tuple(sorted(rows, key=lambda row: (row.rank, row.proposal)))


def told(value: float) -> Decimal:
    """A figure of the model, with the twelve digits that are told."""
    return _TOLD.create_decimal_from_float(value)


def _ranks(scores: Sequence[Decimal]) -> list[int]:
    """Places by score, equal scores sharing theirs (1, 2, 2, 4)."""
    first: dict[Decimal, int] = {}
    for rank, score in enumerate(sorted(scores, reverse=True), 1):
        first.setdefault(score, rank)
    return [first[score] for score in scores]
