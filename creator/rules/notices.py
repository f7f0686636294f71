"""Public notices (公示): what they say, which decisions they announce, how long they run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creator.calendar import Deadline
from creator.i18n import both
from creator.models.decision import Decision, DecisionItem, Notice, NoticeItem
from creator.models.person import Person
from creator.models.review import Review
from creator.models.subject import in_edition
from creator.programme.programme import Programme
from creator.rules.pins import load, marked
from creator.rules.scores import total
from creator.rules.step import Step
from creator.rules.wording import worded


def latest_notice_end(session: Session, edition_id: int) -> datetime | None:
    """The end of the last notice period of the edition (UTC), or None before any notice."""
    query = select(func.max(Notice.ends_at)).where(in_edition(Notice, edition_id))
    found: datetime | None = session.scalar(query)
    return found


def announced(session: Session, edition_id: int | None) -> frozenset[int]:
    """Ordinals of the decisions that a notice of the edition announces."""
    contents = session.scalars(select(Notice.content).where(in_edition(Notice, edition_id)))
    return frozenset(ordinal for content in contents for ordinal in content["decisions"])


def announcing(session: Session, decision: Decision) -> Notice | None:
    """The notice that announces this decision; None while there is none."""
    query = select(Notice).where(in_edition(Notice, decision.edition_id))
    newest = session.scalars(query.order_by(Notice.id.desc()))
    return next(
        (notice for notice in newest if decision.ordinal in notice.content["decisions"]), None
    )


def newest_of(session: Session, proposal_id: int) -> Notice | None:
    """The notice a proposal stands on; the latest, if it was put up again."""
    query = (
        select(Notice)
        .join(NoticeItem, NoticeItem.notice_id == Notice.id)
        .where(NoticeItem.proposal_id == proposal_id)
    )
    return session.scalars(query.order_by(Notice.id.desc())).first()


def procedure_contested(session: Session, proposal_id: int) -> bool:
    """Whether an objection to the procedure of the proposal's notice is still open.

    Until it is settled no award of that notice is confirmed: if it is upheld, all go back.
    """
    notice = newest_of(session, proposal_id)
    return notice is not None and load(session, notice.definition_hash).has(
        notice.state, "contested"
    )


def content(
    step: Step,
    number: str,
    decisions: Sequence[Decision],
    items: Sequence[DecisionItem],
    end: Deadline,
) -> dict[str, Any]:
    """What the page shows for ever, even when titles, names or rules change later.

    Plain JSON, complete in itself and in both languages: whoever keeps it can recompute the digest.
    """
    rules = step.programme
    said: dict[str, Any] = {
        "number": number,
        "edition": step.edition.title,
        "host": both(rules.host.label),
        "decisions": [decision.ordinal for decision in decisions],
        "published_at": step.now.isoformat(),
        "ends_at": end.due_at.isoformat(),
        "period": both(end.rule),
        "calendar": end.calendar_version,
        "provisional": end.provisional,
        "publishes": list(rules.notice.publishes),
        "items": [_line(rules, item) for item in _in_order(rules, items)],
    }
    if rules.notice.experts_named:
        said["experts"] = _experts(step)
    return said


def _in_order(programme: Programme, items: Iterable[DecisionItem]) -> list[DecisionItem]:
    """By tier and case number; by rank only where the rank is published."""
    tiers = {tier.id: place for place, tier in enumerate(programme.tiers)}
    by_rank = "rank" in programme.notice.publishes

    def place(item: DecisionItem) -> tuple[int, int, str]:
        rank = item.proposal.rank or 0
        return tiers.get(item.tier or "", len(tiers)), rank * by_rank, item.proposal.number or ""

    return sorted(items, key=place)


def _line(programme: Programme, item: DecisionItem) -> dict[str, Any]:
    shown = {word: _VALUES[word](programme, item) for word in programme.notice.publishes}
    return {"id": item.proposal_id, **shown}


def _tier(programme: Programme, item: DecisionItem) -> Any:
    tier = programme.tier(item.tier or "")
    return both(tier.label) if tier else None


def _category(programme: Programme, item: DecisionItem) -> Any:
    category = programme.category(item.proposal.category)
    return both(category.label) if category else None


def _answer(role: str) -> Callable[[Programme, DecisionItem], str]:
    def read(programme: Programme, item: DecisionItem) -> str:
        field = programme.form.with_role(role)
        value = item.proposal.answers.get(field.id) if field else None
        return worded(programme, field, value) if field else ""

    return read


def _of(column: str) -> Callable[[Programme, DecisionItem], Any]:
    return lambda _programme, item: getattr(item.proposal, column)


_VALUES: Mapping[str, Callable[[Programme, DecisionItem], Any]] = {
    "number": _of("number"),
    "title": _of("title"),
    "organisation": lambda _programme, item: item.proposal.organisation.name,
    "tier": _tier,
    "category": _category,
    "amount": lambda _programme, item: item.amount_fen,
    "score": lambda programme, item: total(item.proposal.score, programme.ranking.decimals),
    "rank": _of("rank"),
    "site_community": _answer("site_community"),
    "summary": _answer("summary"),
}


def _experts(step: Step) -> list[str]:
    query = (
        select(Person.name)
        .join(Review, Review.expert_id == Person.id)
        .where(in_edition(Review, step.edition.id))
        .where(Review.state.in_(marked(step, "review", "counts")))
        .distinct()
        .order_by(Person.name)
    )
    return list(step.session.scalars(query))
