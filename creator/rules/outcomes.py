"""What the letters told of results: the newest line of each project that a notice announced."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from creator.models.decision import Decision, DecisionItem


def told(session: Session, proposals: Collection[int]) -> Mapping[int, DecisionItem]:
    """Proposal id -> its newest announced line; one query, and none for nobody.

    A decision is bound to its notice in the very step that writes the letters. Lines of later
    lists, which nobody has been told of, are left out.
    """
    if not proposals:
        return {}
    query = (
        select(DecisionItem)
        .join(DecisionItem.decision)
        .options(contains_eager(DecisionItem.decision))
        .where(DecisionItem.proposal_id.in_(proposals), Decision.notice_id.is_not(None))
        .order_by(Decision.ordinal)
    )
    return {item.proposal_id: item for item in session.scalars(query)}
