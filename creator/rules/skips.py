"""Higher-ranked proposals that were passed over: each needs its reason in writing."""

from collections.abc import Sequence

from creator.models.decision import Decision, DecisionItem
from creator.models.proposal import Proposal


def skips(items: Sequence[DecisionItem]) -> list[DecisionItem]:
    """Lines not awarded while a lower-ranked one of the same tier is awarded on the same list."""
    lowest: dict[str, int] = {}
    for item in items:
        if item.outcome == "award":
            tier = item.proposal.tier_applied
            lowest[tier] = max(lowest.get(tier, 0), item.proposal.rank or 0)
    return [
        item
        for item in items
        if item.outcome != "award"
        and item.proposal.rank is not None
        and item.proposal.rank < lowest.get(item.proposal.tier_applied, 0)
    ]


def unexplained_skips(decision: Decision) -> Sequence[Proposal]:
    """Proposals passed over without a written reason."""
    return [item.proposal for item in skips(decision.items) if not item.reason.strip()]
