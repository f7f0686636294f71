"""The list of an expert's own sheets (评分表): what each adds up to, and how far all of them are.

Rows, not whole sheets: a complete sheet says its total itself, only of the others points are read.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.review import PanelSeat, Point, Review
from creator.models.subject import in_edition
from creator.programme.rounds import Round
from creator.programme.rubrics import Rubric
from creator.reckoning.rounding import half_up
from creator.rules import sheets
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.visibility import Viewer, viewer, visible_reviews
from creator.services import find
from creator.services.refused import NotFound
from creator.services.stages import has_mark
from creator.services.transitions import edition_of
from creator.services.work import Work

_ABOUT = aliased(Proposal, flat=True)
_POINTS = select(Point.review_id, Point.criterion, Point.points).where(
    Point.review_id.in_(bindparam("of", expanding=True)), Point.points.is_not(None)
)

_SEATS = (
    select(PanelSeat.round)
    .where(PanelSeat.edition_id == bindparam("edition"), PanelSeat.expert_id == bindparam("expert"))
    .limit(1)
)


@dataclass(frozen=True)
class OwnSheet:
    """One line of the list; `id` is the sheet's."""

    id: int
    number: str
    title: str
    organisation: str
    """Empty in a blind round."""
    round: Round
    total: Decimal
    done: int
    of: int
    complete: bool
    open: bool
    """Whether it may still be edited; a sealed sheet may not."""


@dataclass(frozen=True)
class Progress:
    """How far somebody is: sheets complete, sealed, all."""

    complete: int
    sealed: int
    all: int

    @property
    def ready(self) -> bool:
        """Whether everything can be sealed now."""
        return self.complete == self.all > self.sealed


def my_edition(work: Work, edition_id: int) -> Edition:
    """An edition in which the actor sits or sat. Raises `NotFound`."""
    if not sits(work, edition_id):
        raise NotFound
    return find.one(work, Edition, edition_id)


def sits(work: Work, edition_id: int) -> bool:
    """Whether the actor has a seat in a round of this edition."""
    sought = {"edition": edition_id, "expert": work.actor.person_id or 0}
    return work.session.scalar(_SEATS, sought) is not None


def open_to_experts(work: Work, edition: Edition) -> frozenset[str]:
    """States in which an expert may read an own sheet; none while no round is open."""
    if not has_mark(work, edition, "scoring_open"):
        return frozenset()
    definition = pinned(work.session, edition, "review")
    readable = definition.marked("scoring_open") | definition.marked("counts")
    return readable - definition.marked("barred")


def own(by: Viewer) -> Select[Any]:
    """Own sheets of one round, by case number; `now_open` says of which, and in which states."""
    return (
        visible_reviews(by)
        .where(
            Review.expert_id == by.person_id,
            in_edition(Review, bindparam("edition")),
            Review.round == bindparam("round"),
            Review.state.in_(bindparam("states", expanding=True)),
        )
        .join(Review.proposal.of_type(_ABOUT))
        .order_by(func.coalesce(_ABOUT.number, ""), Review.id)
    )


def now_open(work: Work, edition: Edition) -> Mapping[str, Any]:
    """What `own` needs to know for the round that is open now."""
    states = sorted(open_to_experts(work, edition))
    return {"edition": edition.id, "round": edition.round_index, "states": states}


# Writing these takes longer than asking them, and people turn back to the list again and again.
@lru_cache(maxsize=500)
def _lines(by: Viewer) -> Any:
    named = own(by).join(Organisation, Organisation.id == _ABOUT.organisation_id)
    return named.with_only_columns(
        Review.id, Review.state, Review.total, _ABOUT.number, _ABOUT.title, Organisation.name
    )


@lru_cache(maxsize=500)
def _order(by: Viewer) -> Any:
    return own(by).with_only_columns(Review.id, Review.state, Review.total.is_(None))


def listed(work: Work, edition: Edition) -> list[OwnSheet]:
    """The actor's own sheets of the open round, by case number.

    Empty once the round has closed: access ends with it.
    """
    found = work.session.execute(_lines(viewer(work.actor)), now_open(work, edition)).all()
    if not found:
        return []
    programme = programme_of(work.session, edition)
    round_ = programme.rounds[edition.round_index]
    rubric = sheets.rubric_of(programme, edition.round_index)
    scoring = pinned(work.session, edition, "review").marked("scoring_open")
    answers = _answers(work, [row.id for row in found if row.total is None])
    return [_line(row, round_, rubric, answers.get(row.id), row.state in scoring) for row in found]


def _line(
    row: Any, round_: Round, rubric: Rubric, answers: Mapping[str, Decimal] | None, is_open: bool
) -> OwnSheet:
    needed = sheets.needed_of(rubric)
    complete, given = row.total is not None, answers or {}
    sum_ = row.total if complete else sheets.sheet_total(rubric, given, round_.decimals)
    return OwnSheet(
        id=row.id,
        number=row.number or "",
        title=row.title,
        organisation="" if round_.blind else row.name,
        round=round_,
        total=half_up(sum_, round_.decimals),
        done=len(needed) if complete else sum(one in given for one in needed),
        of=len(needed),
        complete=complete,
        open=is_open,
    )


def _answers(work: Work, incomplete: Sequence[int]) -> Mapping[int, Mapping[str, Decimal]]:
    """Review id -> criterion -> points given, of these sheets."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    if incomplete:
        for id, criterion, points in work.session.execute(_POINTS, {"of": incomplete}):
            found[id][criterion] = points
    return found


def progress(work: Work, edition: Edition) -> Progress:
    """How far the actor is in the open round."""
    return progress_of(listed(work, edition))


def progress_of(own: Sequence[OwnSheet]) -> Progress:
    """How far these sheets are."""
    return Progress(
        complete=sum(sheet.complete for sheet in own),
        sealed=sum(not sheet.open for sheet in own),
        all=len(own),
    )


def next_unscored(work: Work, review: Review) -> int | None:
    """The next own incomplete sheet after this one, from the start again at the end."""
    edition = edition_of(work, review)
    scoring = pinned(work.session, edition, "review").marked("scoring_open")
    own = _row(work, edition)
    here = next((n for n, one in enumerate(own) if one[0] == review.id), -1)
    order = [*own[here + 1 :], *own[: max(here, 0)]]
    return next((id for id, state, lacking in order if lacking and state in scoring), None)


def in_order(work: Work, edition: Edition) -> list[int]:
    """Ids of the same sheets in the same order, without reading them."""
    return [id for id, _state, _lacking in _row(work, edition)]


def _row(work: Work, edition: Edition) -> Sequence[tuple[int, str, bool]]:
    """Id, state and whether the total is still lacking, of the own sheets by case number."""
    found = work.session.execute(_order(viewer(work.actor)), now_open(work, edition))
    return [(id, state, lacking) for id, state, lacking in found]
