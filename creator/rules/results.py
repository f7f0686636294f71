"""From sealed sheets to the results of a round, by the rule the programme declares for it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.models.subject import in_edition
from creator.programme.programme import Programme
from creator.programme.rubrics import Rubric
from creator.reckoning.rounding import Rounding
from creator.reckoning.scoring.aggregate import Aggregate
from creator.reckoning.scoring.panel_rule import PanelRule
from creator.reckoning.scoring.results import ResultSet
from creator.reckoning.scoring.scores import reckon
from creator.rules.pins import pinned
from creator.rules.sheets import counted_answers, items_of, rubric_of


def case_of(proposal: Proposal) -> str:
    """What a proposal is called in results and rankings: its case number."""
    return proposal.number or f"#{proposal.id}"


def panel_rule(programme: Programme, index: int) -> PanelRule:
    """How the sheets of a round become scores.

    Where whole sheets are averaged, people check a score against the totals on the sheets; so the
    mean is taken of the sheets' totals, unless the programme trims criterion by criterion.
    """
    round_ = programme.rounds[index]
    by_criterion = round_.aggregate == "trimmed" and round_.trim_over == "criterion"
    places = round_.decimals
    return PanelRule(
        criteria=items_of(rubric_of(programme, index)),
        aggregate=Aggregate(
            method=round_.aggregate,  # type: ignore[arg-type]
            drop_high=round_.drop_high,
            drop_low=round_.drop_low,
            min_sheets=round_.sheets_needed,
            below_minimum="mean" if round_.below_minimum == "mean" else "refuse",
        ),
        average="criteria" if by_criterion else "sheets",
        trim_over=round_.trim_over,  # type: ignore[arg-type]
        rounding=Rounding(sheet=places, criterion=places, part=places, total=places),
    )


@dataclass
class Counted:
    """The sheets of a round that count: {case: {expert: {criterion: points}}}."""

    sheets: dict[str, dict[str, dict[str, Decimal]]] = field(default_factory=dict)
    confidence: dict[str, dict[str, Decimal]] = field(default_factory=dict)


def counted(session: Session, edition: Edition, rubric: Rubric, index: int) -> Counted:
    """Sealed sheets of a round; drafts, recused and excused ones never come here."""
    query = (
        select(Review)
        .options(selectinload(Review.proposal))
        .where(
            in_edition(Review, edition.id),
            Review.round == index,
            Review.state.in_(pinned(session, edition, "review").marked("counts")),
        )
    )
    return _gather(rubric, session.scalars(query))


def _gather(rubric: Rubric, reviews: Iterable[Review]) -> Counted:
    sheets: dict[str, dict[str, dict[str, Decimal]]] = defaultdict(dict)
    confidence: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for review in reviews:
        case, expert = case_of(review.proposal), str(review.expert_id)
        sheets[case][expert] = counted_answers(rubric, review)
        confidence[case][expert] = Decimal(review.confidence or 0)
    return Counted(dict(sheets), dict(confidence))


def reckoned(session: Session, edition: Edition, programme: Programme, index: int) -> ResultSet:
    """The results of a round from the sheets sealed so far.

    Raises `Unreckonable` where the sheets do not suffice.
    """
    found = counted(session, edition, rubric_of(programme, index), index)
    return reckon(found.sheets, panel_rule(programme, index), found.confidence)
