"""Sheets of closed rounds, to be read: by whom the result is prepared, approved or contested.

Before a round is closed nobody but the expert reads a sheet. Whoever has an interest in one of the
edition's proposals reads none: what others got would tell where the own one stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import defer, joinedload

from creator.models.decision import Notice, Objection
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.review import Review, RoundResult
from creator.models.subject import Subject, in_edition
from creator.reckoning.scoring.results import Result
from creator.rules.actors import appointed
from creator.rules.programmes import programme_of
from creator.rules.pseudonyms import pseudonyms
from creator.rules.results import case_of
from creator.rules.sealed import sealed_results
from creator.services import find
from creator.services.boards import experts_in
from creator.services.offices import need_no_interest, own_conflicts
from creator.services.refused import NotFound
from creator.services.sheets import Sheet, sheet_of
from creator.services.stages import has_mark, open_states, states_with
from creator.services.transitions import edition_of
from creator.services.work import Work


@dataclass(frozen=True)
class ClosedSheet:
    """A sheet that counted. `by`: the expert's name for officers, who assigned the sheets; for
    others the name that the ranking uses."""

    number: int
    """What addresses say of it: the number of its row for officers. Rows are made in the order of
    experts, so for others it is its place among the sheets of its proposal, 1 first."""
    sheet: Sheet
    by: str
    dropped: bool
    """Whether the trimming left the whole sheet out."""
    trimmed: frozenset[str]
    """Criteria in which it left out the points of this sheet."""


def readable(work: Work, proposal: Proposal) -> bool:
    """Whether the actor may read sheets on this proposal, and there are some of a closed round."""
    edition = edition_of(work, proposal)
    first = edition.round_index <= 0 and not has_mark(work, proposal, "scored")
    if first or not _by_office(work, proposal):
        return False  # its first round is not closed yet: nothing to ask for
    found = work.session.scalar(_counted(work, edition, proposal.id).limit(1))
    return found is not None and not own_conflicts(work, edition)


def closed(work: Work, edition: Edition) -> bool:
    """Whether the present round is closed, so that its sheets may be read."""
    query = select(RoundResult.round).where(
        RoundResult.edition_id == edition.id, RoundResult.round == edition.round_index
    )
    return work.session.scalar(query) is not None


def contested(work: Work, subject: Subject) -> Sequence[Proposal]:
    """What was judged and is contested with this subject, as far as the actor reads its sheets."""
    if isinstance(subject, Proposal):
        return [subject] if readable(work, subject) else []
    edition = edition_of(work, subject)
    judged = _counted(work, edition).with_only_columns(Review.proposal_id)
    query = select(Proposal).options(defer(Proposal.answers)).where(Proposal.id.in_(judged))
    found = work.session.scalars(query.order_by(Proposal.number, Proposal.id)).all()
    # Who reads the sheets of one by an objection to the procedure reads those of all.
    return found if found and readable(work, found[0]) else []


def to_read(work: Work, edition: Edition, sheets: Iterable[Review]) -> frozenset[int]:
    """Ids of those of these sheets of the present round which an officer may read now."""
    if not closed(work, edition) or own_conflicts(work, edition):
        return frozenset()
    states = states_with(work, edition, "review", "counts")
    return frozenset(sheet.id for sheet in sheets if sheet.state in states)


def reads(work: Work, review: Review) -> bool:
    """Whether the actor reads this sheet by office; an own one has a page of its own."""
    return review.expert_id != work.actor.person_id and readable(work, review.proposal)


def of_proposal(work: Work, proposal_id: int) -> tuple[Proposal, Sequence[ClosedSheet]]:
    """The sheets that counted for a proposal, round by round.

    Raises `NotFound` for whoever they are nothing for and before a round is closed, `Refused` for
    somebody with an interest in one of the edition's proposals.
    """
    proposal = find.one(work, Proposal, proposal_id)
    if not _by_office(work, proposal):
        raise NotFound
    edition = edition_of(work, proposal)
    need_no_interest(work, edition)
    query = _counted(work, edition, proposal.id).options(
        joinedload(Review.expert), joinedload(Review.proposal)
    )
    found = work.session.scalars(query).unique().all()
    if not found:
        raise NotFound
    naming = edition.naming_seed
    results = {index: _scored(work, edition, index) for index in {one.round for one in found}}
    named = appointed(work.actor, "officer", edition)
    sheets = [
        _closed(work, edition, one, results[one.round], naming="" if named else naming)
        for one in found
    ]
    sheets.sort(key=lambda one: (one.sheet.review.round, one.by))
    if not named:
        sheets = [replace(one, number=place) for place, one in enumerate(sheets, start=1)]
    return proposal, sheets


def _by_office(work: Work, proposal: Proposal) -> bool:
    """Officers and approvers; adjudicators as long as they have an objection about it to settle.

    An objection to a procedure is about everything that was judged.
    """
    if any(appointed(work.actor, role, proposal) for role in ("officer", "approver")):
        return True
    if not appointed(work.actor, "adjudicator", proposal):
        return False
    edition = edition_of(work, proposal)
    unsettled = Objection.state.in_(open_states(work, edition, "objection"))
    notices = select(Notice.id).where(in_edition(Notice, edition.id))
    about = or_(Objection.parent_id == proposal.id, Objection.parent_id.in_(notices))
    query = select(Objection.id).where(in_edition(Objection, edition.id), about, unsettled)
    return work.session.scalar(query.limit(1)) is not None


def _counted(work: Work, edition: Edition, proposal_id: int | None = None) -> Select[Any]:
    """Sheets that count, of closed rounds; of one proposal, or of all."""
    closed = select(RoundResult.round).where(RoundResult.edition_id == edition.id)
    query = select(Review).where(
        in_edition(Review, edition.id),
        Review.round.in_(closed),
        Review.state.in_(states_with(work, edition, "review", "counts")),
    )
    return query if proposal_id is None else query.where(Review.proposal_id == proposal_id)


def _scored(work: Work, edition: Edition, index: int) -> Mapping[str, Result]:
    sealed = sealed_results(work.session, edition.id, index)
    return sealed.results if sealed else {}


def _closed(
    work: Work, edition: Edition, review: Review, scored: Mapping[str, Result], *, naming: str
) -> ClosedSheet:
    """`naming`: what the expert's name is drawn from; empty for whoever reads the real one."""
    expert, result = str(review.expert_id), scored.get(case_of(review.proposal))
    hidden = pseudonyms(naming, experts_in(scored)).get(expert, "—")
    return ClosedSheet(
        number=review.id,
        sheet=sheet_of(work, edition, programme_of(work.session, edition), review),
        by=hidden if naming else review.expert.name,
        dropped=bool(result and expert in result.sheets and result.sheets[expert].dropped),
        trimmed=_trimmed(result, expert),
    )


def _trimmed(result: Result | None, expert: str) -> frozenset[str]:
    criteria = result.criteria if result else {}
    return frozenset(id for id, score in criteria.items() if expert in score.dropped)
