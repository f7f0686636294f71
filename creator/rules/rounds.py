"""Judging rounds (评审轮次): which is open, who enters it, who leaves."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from creator.i18n import Text, _
from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.models.subject import Subject, in_edition
from creator.programme.programme import Programme
from creator.reckoning.ranking import rank
from creator.rules.pins import pinned
from creator.rules.refusal import Refusal
from creator.rules.results import case_of
from creator.rules.sealed import sealed_results
from creator.rules.standing import chain_of, facts_among
from creator.rules.step import Step
from creator.rules.times import shown


def coming(edition: Edition) -> int:
    """Index of the round to be opened next."""
    return edition.round_index + 1


def rounds_left(edition: Edition, programme: Programme) -> bool:
    """Whether a round is still to be opened."""
    return coming(edition) < len(programme.rounds)


def early(edition: Edition, programme: Programme, now: datetime) -> Text | None:
    """What has to be known before the coming round is opened ahead of its announced start."""
    if not rounds_left(edition, programme):
        return None
    round_ = programme.rounds[coming(edition)]
    if now >= round_.opens:
        return None
    return _(
        "“{round}”公布的开始时间是 {at}，还没有到。现在开启，专家马上可以评分，"
        "公布的日期不变：请先告知专家和申报单位，或等到公布的时间。要改日期，请发起更正公告。",
        round=round_.label, at=shown(round_.opens),
    )  # fmt: skip


def closed_reasons(
    session: Session, edition: Edition, programme: Programme, index: int, now: datetime
) -> Iterator[Refusal]:
    """Why sheets of a round may not be written now; nothing while they may."""
    scoring = pinned(session, edition, "edition").marked("scoring_open")
    if edition.state not in scoring or edition.round_index != index:
        yield Refusal("round.closed", _("本轮评审没有开启或已经结束。"))
    elif now >= programme.rounds[index].closes:
        at = shown(programme.rounds[index].closes)
        yield Refusal("round.over", _("本轮评审已于 {time} 截止。", time=at))


def standing_in(
    session: Session, edition: Edition, *marks: str, without: str = ""
) -> Sequence[Proposal]:
    """Proposals of the edition whose state carries all these marks, by case number."""
    found = _standing(select(Proposal), session, edition, marks, without)
    return session.scalars(found).all()


def names_in(session: Session, edition: Edition, *marks: str) -> Sequence[tuple[int, str]]:
    """Of the same proposals only id and title: guards look at hundreds of them on each page."""
    found = _standing(select(Proposal.id, Proposal.title), session, edition, marks)
    return [(row[0], row[1]) for row in session.execute(found)]


def ids_in(session: Session, edition: Edition, mark: str) -> Sequence[int]:
    """Of the same proposals only the ids: the index alone answers that."""
    states = pinned(session, edition, "proposal").marked(mark)
    return session.scalars(_ids(edition, states)).all()


def _ids(edition: Edition, states: Collection[str]) -> Select[int]:
    return select(Subject.id).where(
        Subject.edition_id == edition.id, Subject.type == "proposal", Subject.state.in_(states)
    )


def titles_by(
    session: Session, edition: Edition, marks: Sequence[str], *, without: str = ""
) -> dict[str, list[str]]:
    """Titles of proposals by the mark their state carries, in one query; marks of none left out."""
    definition = pinned(session, edition, "proposal")
    barred = definition.marked(without) if without else frozenset()
    states = {mark: definition.marked(mark) - barred for mark in marks}
    query = (
        select(Proposal.title, Proposal.state)
        .where(in_edition(Proposal, edition.id))
        .where(Proposal.state.in_(frozenset.union(*states.values())))
        .order_by(Proposal.number, Proposal.id)
    )
    found: dict[str, list[str]] = {}
    for title, state in session.execute(query):
        for mark in marks:
            if state in states[mark]:
                found.setdefault(mark, []).append(title)
    return found


def anybody_in(session: Session, edition: Edition, *marks: str) -> bool:
    """Whether there is such a proposal."""
    found = _ids(edition, _states(session, edition, marks))
    return session.scalar(found.limit(1)) is not None


def _standing(
    query: Any, session: Session, edition: Edition, marks: tuple[str, ...], without: str = ""
) -> Any:
    states = _states(session, edition, marks, without)
    mine = query.where(in_edition(Proposal, edition.id), Proposal.state.in_(states))
    return mine.order_by(Proposal.number, Proposal.id)


def _states(
    session: Session, edition: Edition, marks: Sequence[str], without: str = ""
) -> frozenset[str]:
    """States of a proposal that carry all these marks."""
    definition = pinned(session, edition, "proposal")
    states = frozenset.intersection(*(definition.marked(mark) for mark in marks))
    return states - definition.marked(without) if without else states


def entering(
    session: Session, edition: Edition, programme: Programme, index: int
) -> list[Proposal]:
    """Who enters round `index`: at first everybody eligible, later the best of the round before.

    Where the quota falls inside a tie that nothing decides, all of the tie enter: nobody is left
    out by accident.
    """
    waiting = list(standing_in(session, edition, "enters_round"))
    results = sealed_results(session, edition.id, index - 1) if index > 0 else None
    if results is None:
        return waiting
    before = programme.rounds[index - 1]
    scored = [proposal for proposal in waiting if case_of(proposal) in results.results]
    facts = facts_among(session, edition, programme, results.results, index - 1)
    chosen = {
        place.proposal
        for place in rank(results, facts, chain_of(programme, results))
        if place.rank is not None
        and (before.advance_quota is None or place.rank <= before.advance_quota)
        and (before.advance_line is None or place.total >= before.advance_line)
    }
    return [proposal for proposal in scored if case_of(proposal) in chosen]


def advancing(step: Step) -> list[int]:
    """Proposals which enter the round that `begin_round` has just begun."""
    index = step.edition.round_index
    return [p.id for p in entering(step.session, step.edition, step.programme, index)]


def eliminated(step: Step) -> list[int]:
    """Proposals judged before which do not enter the round just begun."""
    chosen = set(advancing(step))
    judged = names_in(step.session, step.edition, "enters_round", "scored")
    return [id for id, _title in judged if id not in chosen]


def in_round(step: Step) -> list[int]:
    """Proposals whose round is open."""
    return list(ids_in(step.session, step.edition, "in_round"))


def to_rank(step: Step) -> list[int]:
    """Proposals that were judged and now get their place."""
    judged = names_in(step.session, step.edition, "enters_round", "scored")
    return [id for id, _title in judged]
