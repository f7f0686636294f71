"""One sheet (评分表) of an expert's own: opened, and what it adds up to.

An expert sees only own sheets, only while their round is open, and none they stepped back from.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists
from sqlalchemy.orm import aliased, joinedload, load_only

from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.review import PanelSeat, Review
from creator.programme.programme import Programme
from creator.programme.rounds import Round
from creator.programme.rubrics import Rubric
from creator.rules import sheets
from creator.rules.pins import pinned
from creator.rules.programmes import programme_of
from creator.rules.refusal import Refusal
from creator.rules.visibility import Viewer, viewer, visible_reviews
from creator.services.own_sheets import now_open, open_to_experts, own
from creator.services.refused import NotFound
from creator.services.transitions import edition_of
from creator.services.work import Work

_EDITION = aliased(Edition, flat=True)
# Sheets show what was submitted, the frozen version: of the draft only what names it is asked for.
_WITH_PROPOSAL = joinedload(Review.proposal, innerjoin=True).options(
    load_only(
        Proposal.number,
        Proposal.title,
        Proposal.requested_fen,
        Proposal.organisation_id,
        Proposal.supervisor_id,
        Proposal.host_id,
        Proposal.edition_id,
    ),
    joinedload(Proposal.organisation, innerjoin=True).load_only(
        Organisation.name, Organisation.sponsor_id
    ),
)


@dataclass(frozen=True)
class Sheet:
    """One own sheet with what it adds up to so far, in points, and what is still missing."""

    review: Review
    round: Round
    rubric: Rubric
    total: Decimal
    done: int
    of: int
    faults: tuple[Refusal, ...]
    open: bool
    """Whether it may still be edited; a sealed sheet may not."""

    @property
    def proposal(self) -> Proposal:
        return self.review.proposal

    @property
    def complete(self) -> bool:
        return not self.faults


class Undeclared(Exception):
    """Interests are declared first; only then a sheet and its application are shown."""

    def __init__(self, review: Review) -> None:
        super().__init__(review.id)
        self.review = review


def mine(work: Work, edition: Edition) -> list[Sheet]:
    """The actor's own sheets of the open round, whole; `own_sheets.listed` tells of them."""
    programme = programme_of(work.session, edition)
    query = own(viewer(work.actor)).options(_WITH_PROPOSAL)
    found = work.session.scalars(query, now_open(work, edition)).unique().all()
    return [sheet_of(work, edition, programme, review) for review in found]


# Written once for each reader: experts open one sheet after the other.
@lru_cache(maxsize=500)
def _opening(by: Viewer) -> Select[Any]:
    about = PanelSeat.expert_id == Review.expert_id, PanelSeat.edition_id == Review.edition_id
    declared = exists().where(*about, PanelSeat.declared_at.is_not(None))
    found = visible_reviews(by).where(Review.id == bindparam("sought"))
    return (
        found.join(_EDITION, _EDITION.id == Review.edition_id)
        .add_columns(_EDITION, declared)
        .options(_WITH_PROPOSAL, joinedload(Review.points))
    )


def opened(work: Work, review_id: int) -> Sheet:
    """One own sheet. Raises `NotFound` for a foreign, recused, past or missing one alike."""
    return current(work, own_review(work, review_id))


def own_review(work: Work, review_id: int) -> Review:
    """The row of such a sheet, for whoever needs no sums."""
    return _opened(work, review_id)[0]


def to_score(work: Work, review_id: int) -> Review:
    """The same, to be filled in. Raises `Undeclared` too."""
    review, declared = _opened(work, review_id)
    if not declared:
        raise Undeclared(review)
    return review


def asked(work: Work, review: Review) -> tuple[Round, Rubric]:
    """The round of a sheet, and what it asks."""
    programme = programme_of(work.session, edition_of(work, review))
    return programme.rounds[review.round], sheets.rubric_of(programme, review.round)


def _opened(work: Work, review_id: int) -> tuple[Review, bool]:
    asked = work.session.execute(_opening(viewer(work.actor)), {"sought": review_id})
    found = asked.unique().one_or_none()
    if found is None or not readable(work, found[0]):
        raise NotFound
    return found[0], found[2]


def readable(work: Work, review: Review) -> bool:
    """Whether the actor may read this sheet and what it judges, now."""
    edition = edition_of(work, review)
    mine = review.expert_id == work.actor.person_id and review.round == edition.round_index
    return mine and review.state in open_to_experts(work, edition)


def current(work: Work, review: Review) -> Sheet:
    """A sheet as it stands, for somebody who was let in already."""
    edition = edition_of(work, review)
    return sheet_of(work, edition, programme_of(work.session, edition), review)


def sheet_of(work: Work, edition: Edition, programme: Programme, review: Review) -> Sheet:
    """A sheet with its sums; who may see it is for the caller to have asked."""
    round_, rubric = programme.rounds[review.round], sheets.rubric_of(programme, review.round)
    answers = sheets.answers_of(review)
    needed = sheets.needed_of(rubric)
    return Sheet(
        review=review,
        round=round_,
        rubric=rubric,
        total=sheets.sheet_total(rubric, answers, round_.decimals),
        done=sum(one in answers for one in needed),
        of=len(needed),
        faults=tuple(sheets.faults_of(round_, rubric, review)),
        open=pinned(work.session, edition, "review").has(review.state, "scoring_open"),
    )
