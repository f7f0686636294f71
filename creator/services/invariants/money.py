"""Money and slots: no sum exceeds the sum above it, and every award stands on a list."""

from collections.abc import Iterator

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session

from creator.i18n import _
from creator.models.decision import Decision, DecisionItem
from creator.models.edition import Edition, TierUse
from creator.models.proposal import Proposal
from creator.money import Amount
from creator.programme.tiers import Tier
from creator.rules.programmes import programme_of
from creator.services.invariants.breach import Breach, marked
from creator.storage import Storage


def pools(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """The money proposals hold is the money reserved, and not more than the pool."""
    total = func.coalesce(func.sum(Proposal.amount_fen), 0)
    holding = and_(Proposal.edition_id == Edition.id, marked(session, "holds_money", Proposal))
    held = select(total).where(holding).scalar_subquery()
    query = select(Edition.slug, Edition.pool_fen, Edition.reserved_fen, held)
    for slug, pool, kept, sum_ in session.execute(query.order_by(Edition.id)):
        if sum_ != kept:
            told = {"held": Amount(int(sum_)), "kept": Amount(kept)}
            yield Breach("money.reserved", slug, _("项目占用 {held}，账上 {kept}。", **told))
        if sum_ > pool:
            yield Breach("money.pool", slug, _("占用 {held} 超过资金池。", held=Amount(int(sum_))))


def slots(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """The slots counted are the slots taken, in every tier, and not more than there are."""
    holding = and_(
        Proposal.edition_id == TierUse.edition_id,
        Proposal.tier == TierUse.tier,
        marked(session, "holds_money", Proposal),
    )
    taken = select(func.count(Proposal.id)).where(holding).scalar_subquery()
    query = select(Edition.slug, TierUse.tier, TierUse.used, TierUse.slots, taken).join(
        Edition, Edition.id == TierUse.edition_id
    )
    for slug, tier, used, there, count in session.execute(query):
        if count != used:
            text = _("名额占用 {used}，实际 {n}。", used=used, n=count)
            yield Breach("money.slots", f"{slug}:{tier}", text)
        if count > there:
            text = _("名额只有 {slots}，实际占用 {n}。", slots=there, n=count)
            yield Breach("money.tier", f"{slug}:{tier}", text)


def amounts(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """An amount is there exactly while money is held, and within the bounds of its tier."""
    holds = marked(session, "holds_money", Proposal)
    wrong = or_(
        and_(holds, Proposal.amount_fen.is_(None)),
        and_(not_(holds), Proposal.amount_fen.is_not(None)),
    )
    for proposal_id in session.scalars(select(Proposal.id).where(wrong)):
        yield Breach("award.amount", f"proposal:{proposal_id}", _("金额与所处阶段不符。"))
    for edition in session.scalars(select(Edition).order_by(Edition.id)):
        for tier in programme_of(session, edition).tiers:
            yield from _outside(session, edition, tier)


def _outside(session: Session, edition: Edition, tier: Tier) -> Iterator[Breach]:
    if not tier.gives_money:
        bounds = [Proposal.amount_fen != 0]
    else:
        bounds = [Proposal.amount_fen <= 0, Proposal.amount_fen < tier.least]
    if tier.gives_money and tier.most is not None:
        bounds.append(Proposal.amount_fen > tier.most)
    query = select(Proposal.id).where(
        Proposal.edition_id == edition.id, Proposal.tier == tier.id, or_(*bounds)
    )
    for proposal_id in session.scalars(query):
        text = _("金额不在“{tier}”的范围内。", tier=tier.label)
        yield Breach("award.bounds", f"proposal:{proposal_id}", text)


def lists(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """What holds money stands on a list with this tier and amount, and on one open list only."""
    same = (
        DecisionItem.proposal_id == Proposal.id,
        DecisionItem.outcome == "award",
        DecisionItem.amount_fen == Proposal.amount_fen,
        DecisionItem.tier == Proposal.tier,
    )
    listed = select(DecisionItem.id).where(*same).exists()
    query = select(Proposal.id).where(marked(session, "holds_money", Proposal), ~listed)
    for proposal_id in session.scalars(query):
        yield Breach("decision.unlisted", f"proposal:{proposal_id}", _("拟立项但不在名单上。"))
    twice = (
        select(DecisionItem.proposal_id)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(DecisionItem.outcome == "award", Decision.digest.is_(None))
        .group_by(DecisionItem.proposal_id)
        .having(func.count() > 1)
    )
    for proposal_id in session.scalars(twice):
        yield Breach("decision.twice", f"proposal:{proposal_id}", _("同时列在两份名单上。"))
