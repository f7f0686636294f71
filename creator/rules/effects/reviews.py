"""Effects of judging: opening sheets, sealing them, sealing results, freezing the ranking."""

from collections.abc import Iterator

from sqlalchemy import select

from creator.models.proposal import Proposal
from creator.models.review import (
    Assignment,
    AssignmentRun,
    FrozenRanking,
    Interest,
    Review,
    RoundResult,
)
from creator.models.subject import in_edition
from creator.reckoning.canonical import canonical, digest
from creator.rules import sheets
from creator.rules.digests import digest_of
from creator.rules.effects.registry import effect
from creator.rules.requests import Add, Fact, Open, Request, RereadTimers
from creator.rules.results import case_of, reckoned
from creator.rules.standing import places
from creator.rules.step import Step


@effect("begin_round", zh="开始本轮", en="begin the round")
def begin_round(step: Step) -> Iterator[Request]:
    step.edition.round_index += 1
    yield Fact("round", step.programme.rounds[step.edition.round_index].id)
    yield Fact("programme_version", step.edition.version)
    yield Fact("assignment", _newest_plan(step))
    yield RereadTimers()


def _newest_plan(step: Step) -> str | None:
    """Digest of what the assignment of this round was made of; none where all was set by hand."""
    query = select(AssignmentRun.digest).where(
        AssignmentRun.edition_id == step.edition.id,
        AssignmentRun.round == step.edition.round_index,
    )
    return step.session.scalar(query.order_by(AssignmentRun.ordinal.desc()).limit(1))


@effect("open_reviews", zh="开出评分表", en="open the sheets")
def open_reviews(step: Step) -> Iterator[Request]:
    index = step.edition.round_index
    query = select(Assignment.expert_id).where(
        Assignment.edition_id == step.edition.id,
        Assignment.round == index,
        Assignment.proposal_id == step.subject.id,
    )
    experts = list(step.session.scalars(query.order_by(Assignment.expert_id)))
    for expert_id in experts:
        yield _sheet(step, expert_id)
    yield Fact("round", index)
    yield Fact("sheets", len(experts))


@effect("open_review", zh="增开一份评分表", en="open one more sheet")
def open_review(step: Step) -> Iterator[Request]:
    expert_id, index = int(step.data["expert"]), step.edition.round_index
    key = (step.edition.id, index, step.subject.id, expert_id)
    if step.session.get(Assignment, key) is None:
        yield Add(Assignment(**dict(zip(_ASSIGNMENT, key, strict=True)), fixed=True))
    yield _sheet(step, expert_id)


_ASSIGNMENT = ("edition_id", "round", "proposal_id", "expert_id")


def _sheet(step: Step, expert_id: int) -> Open:
    proposal = step.subject
    return Open(
        "review",
        Review(
            proposal_id=proposal.id,
            expert_id=expert_id,
            round=step.edition.round_index,
            proposal_version=proposal.version if isinstance(proposal, Proposal) else 0,
        ),
    )


@effect("freeze_sheet", zh="封存评分表", en="seal the sheet")
def freeze_sheet(step: Step) -> Iterator[Request]:
    review = step.subject
    if not isinstance(review, Review):
        return
    rubric = sheets.rubric_of(step.programme, review.round)
    answers = sheets.counted_answers(rubric, review)
    decimals = step.programme.rounds[review.round].decimals
    review.total = sheets.sheet_total(rubric, answers, decimals)
    review.sealed_at = step.now
    yield Fact("total", str(review.total))
    yield Fact("sheet", digest({"version": review.proposal_version, "points": answers}))
    # The words have a digest of their own: erasing them must not make the numbers unprovable.
    notes = {point.criterion: point.note for point in review.points if point.note}
    yield Fact("words", digest_of({"comment": review.comment, "notes": notes}))


@effect("record_recusal", zh="登记回避", en="record the recusal", locks=("edition",))
def record_recusal(step: Step) -> Iterator[Request]:
    review = step.subject
    if not isinstance(review, Review):
        return
    key = (step.edition.id, review.expert_id, review.proposal_id)
    known = step.session.get(Interest, key)
    if known is None:
        yield Add(
            Interest(
                edition_id=step.edition.id,
                expert_id=review.expert_id,
                proposal_id=review.proposal_id,
                kind="recused",
                note=step.reason,
                recorded_at=step.now,
            )
        )


@effect("seal_results", zh="封存本轮结果", en="seal the round's results")
def seal_results(step: Step) -> Iterator[Request]:
    index = step.edition.round_index
    results = reckoned(step.session, step.edition, step.programme, index)
    yield Add(
        RoundResult(
            edition_id=step.edition.id,
            round=index,
            body=canonical(results.results),
            digest=results.digest,
            sealed_at=step.now,
        )
    )
    yield Fact("round", step.programme.rounds[index].id)
    yield Fact("proposals", len(results.results))
    yield Fact("results", results.digest)


@effect("freeze_ranking", zh="封存排名", en="freeze the ranking")
def freeze_ranking(step: Step) -> Iterator[Request]:
    ranking = places(step.session, step.edition)
    by_case = {place.proposal: place for place in ranking}
    query = select(Proposal).where(
        in_edition(Proposal, step.edition.id), Proposal.number.in_(by_case)
    )
    for proposal in step.session.scalars(query):
        place = by_case[case_of(proposal)]
        proposal.score, proposal.rank = place.total, place.rank
    frozen = FrozenRanking(
        edition_id=step.edition.id,
        body=canonical(ranking),
        digest=digest(ranking),
        frozen_at=step.now,
    )
    yield Add(frozen)
    yield Fact("ranking", frozen.digest)
