"""Whether the sheets of an open round suffice to close it, and what to do where they do not."""

from collections import Counter
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
from creator.rules.rounds import ids_in, titles_of
from creator.rules.step import Step

_REMEDIES = {
    "refuse": _("请催办，或增派专家。"),
    "wait": _("按规则须等待补足，请催办。"),
    "substitute": _("按规则须更换专家补足，请增派专家。"),
    "mean": _("请至少补足一份。"),
}


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


def _late_experts(step: Step) -> Iterator[tuple[str, int]]:
    """Name and number of open sheets. Counted first and named then: most people hold many."""
    query = (
        select(Review.expert_id, func.count())
        .where(
            in_edition(Review, step.edition.id),
            Review.round == step.edition.round_index,
            Review.state.in_(marked(step, "review", "scoring_open")),
        )
        .group_by(Review.expert_id)
    )
    counts = {row[0]: row[1] for row in step.session.execute(query)}
    names = select(Person.id, Person.name).where(Person.id.in_(counts)).order_by(Person.id)
    for expert_id, name in step.session.execute(names):
        yield name, counts[expert_id]


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
    """Proposals with fewer sheets than the declared rule can work with.

    Sheets still open count as if they came in: `outstanding` asks for them already.
    """
    index = step.edition.round_index
    aggregate = panel_rule(step.programme, index).aggregate
    counts = sheet_counts(step, "counts", "scoring_open")
    remedy = _REMEDIES[step.programme.rounds[index].below_minimum]
    unfit = {count for count in {0, *counts.values()} if not aggregate.suits(count)}
    judged = ids_in(step.session, step.edition, "in_round")
    short = [proposal_id for proposal_id in judged if counts[proposal_id] in unfit]
    for proposal_id, title in titles_of(step.session, short):
        text = _(
            "“{title}”最多有 {n} 份有效评分表，至少要 {need} 份。{remedy}",
            title=title,
            n=counts[proposal_id],
            need=1 if aggregate.below_minimum == "mean" else aggregate.sheets_needed,
            remedy=remedy,
        )
        yield Refusal("round.short", text, f"proposal.{proposal_id}")


def sheet_counts(step: Step, *marks: str) -> Counter[int]:
    """Proposal id -> sheets of the open round whose state carries one of the marks."""
    states = frozenset[str]().union(*(marked(step, "review", mark) for mark in marks))
    query = (
        select(Review.proposal_id, func.count())
        .where(
            in_edition(Review, step.edition.id),
            Review.round == step.edition.round_index,
            Review.state.in_(states),
        )
        .group_by(Review.proposal_id)
    )
    return Counter({row[0]: row[1] for row in step.session.execute(query)})
