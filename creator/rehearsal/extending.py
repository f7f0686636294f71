"""How a simulated officer saves a round that was over before anybody could judge in it."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from creator.models.edition import Edition
from creator.models.review import Review
from creator.models.subject import in_edition
from creator.programme.fault import FaultyFile
from creator.services import amendments
from creator.services.editions import programme
from creator.services.settings import changes
from creator.services.work import Work

MORE = timedelta(days=7)


def extend(work: Work, edition: Edition) -> bool:
    """Draft a correction that moves the end of the open round, and what follows it, to later."""
    rules = programme(work, edition)
    closes = rules.rounds[edition.round_index].closes
    if work.now < closes or _begun(work, edition) or amendments.pending(work, edition):
        return False
    later = timedelta(days=(work.now + MORE - closes).days)
    wanted = {
        one.key: one.value + later
        for one in amendments.changeable(work, edition)
        if isinstance(one.value, date) and _not_before(one.value, closes)
    }
    try:
        amendments.draft(
            work, edition, changes(rules, wanted), "审查用时较长，顺延评审和其后的日期（示例）。"
        )
    except FaultyFile:
        return False
    return True


def _begun(work: Work, edition: Edition) -> bool:
    """Whether somebody filled in a sheet of the round."""
    query = select(Review.id).where(
        in_edition(Review, edition.id),
        Review.round == edition.round_index,
        Review.total.is_not(None),
    )
    return work.session.scalar(query.limit(1)) is not None


def _not_before(one: date, moment: datetime) -> bool:
    if isinstance(one, datetime):
        return one.astimezone(UTC) >= moment
    return one >= moment.date()
