"""Whether the sheets of an open round suffice to close it, and what to do where they do not."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import exists, func, select

from creator.i18n import _
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.review import Assignment, Review
from creator.models.subject import in_edition
from creator.rules.pins import marked
from creator.rules.refusal import Refusal
from creator.rules.results import panel_rule
from creator.rules.step import Step

_REMEDIES = {
    "refuse": _("请催办，或增派专家。"),
    "wait": _("按规则须等待补足，请催办。"),
    "substitute": _("按规则须更换专家补足，请增派专家。"),
    "mean": _("请至少补足一份。"),
}

_USABLE = ("counts", "scoring_open")
"""Marks of sheets that count, and of those that may still come in: `outstanding` asks for them."""


def outstanding(step: Step) -> Iterator[Refusal]:
    """Proposals that did not enter yet, and sheets that are neither sealed nor accounted for."""
    late = _not_entered(step)
    if late:
        text = _(
            "“{title}”等 {n} 个项目正在进入本轮，请稍后再试。", title=late[0].title, n=len(late)
        )
        yield Refusal("round.entering", text)
    for name, count in _late_experts(step):
        text = _(
            "“{name}”还有 {n} 份评分表没有提交。请催办；不能再评的，记为缺评。",
            name=name,
            n=count,
        )
        yield Refusal("round.unsealed", text)


def _late_experts(step: Step) -> Sequence[Any]:
    """Name and number of open sheets. Counted first and named then: most people hold many."""
    held = _sheets(step, select(Review.expert_id, func.count().label("open")), "scoring_open")
    counted = held.group_by(Review.expert_id).subquery()
    query = select(Person.name, counted.c.open).join(counted, counted.c.expert_id == Person.id)
    return step.session.execute(query.order_by(Person.id)).all()


def _not_entered(step: Step) -> Sequence[Any]:
    """Id and title of those assigned for this round whose own step into it is still to come."""
    planned = exists().where(
        Assignment.edition_id == step.edition.id,
        Assignment.round == step.edition.round_index,
        Assignment.proposal_id == Proposal.id,
    )
    waiting = select(Proposal.id, Proposal.title).where(
        in_edition(Proposal, step.edition.id),
        Proposal.state.in_(marked(step, "proposal", "enters_round")),
        planned,
    )
    return step.session.execute(waiting.order_by(Proposal.id)).all()


def short_of_sheets(step: Step) -> Iterator[Refusal]:
    """Proposals with fewer sheets than the declared rule can work with."""
    index = step.edition.round_index
    need = panel_rule(step.programme, index).aggregate.fewest
    remedy = _REMEDIES[step.programme.rounds[index].below_minimum]
    for proposal_id, title, count in _short(step, need):
        text = _(
            "“{title}”最多有 {n} 份有效评分表，至少要 {need} 份。{remedy}",
            title=title,
            n=count,
            need=need,
            remedy=remedy,
        )
        yield Refusal("round.short", text, f"proposal.{proposal_id}")


def _short(step: Step, need: int) -> Sequence[Any]:
    """Id, title and usable sheets of proposals in the round with too few, by case number."""
    usable = _sheets(step, select(Review.proposal_id, func.count().label("sheets")), *_USABLE)
    counted = usable.group_by(Review.proposal_id).subquery()
    count = func.coalesce(counted.c.sheets, 0)
    query = (
        select(Proposal.id, Proposal.title, count)
        .outerjoin(counted, counted.c.proposal_id == Proposal.id)
        .where(
            in_edition(Proposal, step.edition.id),
            Proposal.state.in_(marked(step, "proposal", "in_round")),
            count < need,
        )
    )
    return step.session.execute(query.order_by(Proposal.number, Proposal.id)).all()


def _sheets(step: Step, query: Any, *marks: str) -> Any:
    """Of the sheets of the open round those whose state carries one of the marks."""
    states = frozenset[str]().union(*(marked(step, "review", mark) for mark in marks))
    return query.where(
        in_edition(Review, step.edition.id),
        Review.round == step.edition.round_index,
        Review.state.in_(states),
    )
