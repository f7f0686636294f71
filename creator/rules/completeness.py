"""Whether the sheets of an open round suffice to close it, and what to do where they do not."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from creator.i18n import _
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.review import Assignment, Review
from creator.models.subject import in_edition
from creator.rules.pins import marked
from creator.rules.refusal import Refusal
from creator.rules.results import panel_rule
from creator.rules.rounds import names_in
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
    query = (
        select(Person.name, func.count())
        .join(Review, Review.expert_id == Person.id)
        .where(
            in_edition(Review, step.edition.id),
            Review.round == step.edition.round_index,
            Review.state.in_(marked(step, "review", "scoring_open")),
        )
        .group_by(Person.id, Person.name)
        .order_by(Person.id)
    )
    for name, count in step.session.execute(query):
        text = _(
            "“{name}”还有 {n} 份评分表没有提交。请催办；不能再评的，记为缺评。",
            name=name,
            n=count,
        )
        yield Refusal("round.unsealed", text)


def _not_entered(step: Step) -> Sequence[Proposal]:
    """Assigned for this round, but their own step into it has not been carried out yet."""
    planned = select(Assignment.proposal_id).where(
        Assignment.edition_id == step.edition.id, Assignment.round == step.edition.round_index
    )
    waiting = select(Proposal).where(
        Proposal.id.in_(planned), Proposal.state.in_(marked(step, "proposal", "enters_round"))
    )
    return step.session.scalars(waiting.order_by(Proposal.id)).all()


def short_of_sheets(step: Step) -> Iterator[Refusal]:
    """Proposals with fewer sheets than the declared rule can work with.

    Sheets still open count as if they came in: `outstanding` asks for them already.
    """
    index = step.edition.round_index
    aggregate = panel_rule(step.programme, index).aggregate
    counts = sheet_counts(step, "counts", "scoring_open")
    remedy = _REMEDIES[step.programme.rounds[index].below_minimum]
    for proposal_id, title in names_in(step.session, step.edition, "in_round"):
        count = counts[proposal_id]
        if not aggregate.suits(count):
            text = _(
                "“{title}”最多有 {n} 份有效评分表，至少要 {need} 份。{remedy}",
                title=title,
                n=count,
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
