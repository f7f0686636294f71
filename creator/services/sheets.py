"""An expert's own sheets (评分表), and how far they are.

An expert sees only own sheets, only while their round is open, and none they stepped back from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, selectinload

from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import PanelSeat, Review
from creator.models.subject import in_edition
from creator.programme.programme import Programme
from creator.programme.rounds import Round
from creator.programme.rubrics import Rubric
from creator.rules import sheets
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.visibility import visible_reviews
from creator.services import find
from creator.services.refused import NotFound
from creator.services.stages import has_mark
from creator.services.transitions import edition_of
from creator.services.work import Work

# Sheets show what was submitted, the frozen version: the draft's answers are not asked for.
_WITH_PROPOSAL = selectinload(Review.proposal).defer(Proposal.answers)


@dataclass(frozen=True)
class Sheet:
    """One own sheet with what it adds up to so far, in points, and what is still missing."""

    review: Review
    proposal: Proposal
    round: Round
    rubric: Rubric
    total: Decimal
    done: int
    of: int
    faults: tuple[Refusal, ...]
    open: bool
    """Whether it may still be edited; a sealed sheet may not."""

    @property
    def complete(self) -> bool:
        return not self.faults


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
    me = work.actor.person_id or 0
    seats = select(PanelSeat.round).filter_by(edition_id=edition_id, expert_id=me)
    return work.session.scalar(seats.limit(1)) is not None


def mine(work: Work, edition: Edition) -> list[Sheet]:
    """The actor's own sheets of the open round, by case number, totals and all, in one view.

    Empty once the round has closed: access ends with it.
    """
    programme = programme_of(work.session, edition)
    query = _own(work, edition).options(_WITH_PROPOSAL)
    found = work.session.scalars(query).unique().all()
    ordered = sorted(found, key=lambda review: (review.proposal.number or "", review.id))
    return [sheet_of(work, edition, programme, review) for review in ordered]


def opened(work: Work, review_id: int) -> Sheet:
    """One own sheet. Raises `NotFound` for a foreign, recused, past or missing one alike."""
    query = visible_reviews(work.actor).where(Review.id == review_id)
    found = work.session.scalars(query.options(_WITH_PROPOSAL)).one_or_none()
    if found is None or not readable(work, found):
        raise NotFound
    return current(work, found)


def readable(work: Work, review: Review) -> bool:
    """Whether the actor may read this sheet and what it judges, now."""
    edition = edition_of(work, review)
    mine = review.expert_id == work.actor.person_id and review.round == edition.round_index
    return mine and review.state in _open_to_experts(work, edition)


def _open_to_experts(work: Work, edition: Edition) -> frozenset[str]:
    """States in which an expert may read an own sheet; none while no round is open."""
    if not has_mark(work, edition, "scoring_open"):
        return frozenset()
    definition = pinned(work.session, edition, "review")
    readable = definition.marked("scoring_open") | definition.marked("counts")
    return readable - definition.marked("barred")


def _own(work: Work, edition: Edition) -> Select[Any]:
    """Own sheets of the round that is open now."""
    return visible_reviews(work.actor).where(
        Review.expert_id == work.actor.person_id,
        in_edition(Review, edition.id),
        Review.round == edition.round_index,
        Review.state.in_(_open_to_experts(work, edition)),
    )


def current(work: Work, review: Review) -> Sheet:
    """A sheet as it stands, for somebody who was let in already."""
    edition = edition_of(work, review)
    return sheet_of(work, edition, programme_of(work.session, edition), review)


def sheet_of(work: Work, edition: Edition, programme: Programme, review: Review) -> Sheet:
    """A sheet with its sums; who may see it is for the caller to have asked."""
    round_, rubric = programme.rounds[review.round], sheets.rubric_of(programme, review.round)
    answers = sheets.answers_of(review)
    needed = [criterion for criterion in rubric.criteria if sheets.compulsory(criterion)]
    return Sheet(
        review=review,
        proposal=review.proposal,
        round=round_,
        rubric=rubric,
        total=sheets.sheet_total(rubric, answers, round_.decimals),
        done=sum(criterion.id in answers for criterion in needed),
        of=len(needed),
        faults=tuple(sheets.faults_of(round_, rubric, review)),
        open=pinned(work.session, edition, "review").has(review.state, "scoring_open"),
    )


def progress(work: Work, edition: Edition) -> Progress:
    """How far the actor is in the open round."""
    return progress_of(mine(work, edition))


def progress_of(own: Sequence[Sheet]) -> Progress:
    """How far these sheets are."""
    return Progress(
        complete=sum(sheet.complete for sheet in own),
        sealed=sum(not sheet.open for sheet in own),
        all=len(own),
    )


def next_unscored(work: Work, review: Review) -> Review | None:
    """The next own incomplete sheet after this one, from the start again at the end."""
    edition = edition_of(work, review)
    scoring = pinned(work.session, edition, "review").marked("scoring_open")
    own = _row(work, edition)
    here = next((n for n, one in enumerate(own) if one[0] == review.id), -1)
    order = [*own[here + 1 :], *own[: max(here, 0)]]
    following = (id for id, state, total in order if state in scoring and total is None)
    found = next(following, None)
    return work.session.get(Review, found) if found is not None else None


def in_order(work: Work, edition: Edition) -> list[int]:
    """Ids of the same sheets in the same order as `mine`, without reading them."""
    return [id for id, _state, _total in _row(work, edition)]


def _row(work: Work, edition: Edition) -> Sequence[tuple[int, str, Decimal | None]]:
    """Id, state and total (None: incomplete) of the own sheets, by case number."""
    about = aliased(Proposal, flat=True)
    found = _own(work, edition).join(Review.proposal.of_type(about))
    ordered = found.order_by(func.coalesce(about.number, ""), Review.id)
    query = ordered.with_only_columns(Review.id, Review.state, Review.total)
    return [(id, state, total) for id, state, total in work.session.execute(query)]
