"""What an edition has left: money in the pool, slots in the tiers."""

from creator.models.edition import Edition, TierUse
from creator.rules.step import Step


def pool_left(edition: Edition) -> int:
    """Money not yet reserved, in 分."""
    return edition.pool_fen - edition.reserved_fen


def tier_use(step: Step, tier: str) -> TierUse | None:
    """The slot counter of a tier; None for a tier without a number of slots."""
    return step.session.get(TierUse, (step.edition.id, tier), populate_existing=True)


def reserve(step: Step, tier: str, amount_fen: int) -> None:
    """Take money and a slot. The database refuses what the guards should have refused."""
    step.edition.reserved_fen += amount_fen
    use = tier_use(step, tier)
    if use is not None:
        use.used += 1


def release(step: Step, tier: str | None, amount_fen: int | None) -> None:
    """Give money and slot back."""
    step.edition.reserved_fen -= amount_fen or 0
    use = tier_use(step, tier) if tier else None
    if use is not None:
        use.used -= 1
