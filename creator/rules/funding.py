"""The programme's rules of allocation, in the words of the reckoning. Amounts in 分."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from creator.programme.programme import Programme
from creator.programme.tiers import Tier
from creator.reckoning.funding import funding_rule as rule
from creator.reckoning.ranking import Place


def funding_rule(programme: Programme, pool_fen: int) -> rule.FundingRule:
    """Tiers, amounts, limits, pool and waiting list as the programme declares them."""
    award = programme.award
    return rule.FundingRule(
        tiers=tuple(_tier(tier) for tier in programme.tiers),
        tier_by="applied" if programme.tier_choice == "applied" else "rank",
        amount=_amount(programme),
        pool=pool_fen,
        min_score=programme.ranking.min_score,
        overflow=award.overflow,  # type: ignore[arg-type]
        partial_percent=award.partial_percent or Decimal(0),
        limits=_limits(programme),
        waitlist=award.waitlist_size if programme.options.waitlist else 0,
        leftover=frozenset() if award.leftover == "second_pass" else None,
    )


def _tier(tier: Tier) -> rule.Tier:
    return rule.Tier(
        code=tier.id,
        slots=tier.slots,
        cap=tier.most,
        minimum=tier.least,
        flat=tier.most or 0,
        money=tier.gives_money,
        label=tier.label,
    )


def _amount(programme: Programme) -> rule.AmountRule:
    award = programme.award
    match = award.match
    return rule.AmountRule(
        # The programme writes the same sum for all at each tier, so both words read the tier.
        kind="by_tier" if award.amount == "flat" else award.amount,  # type: ignore[arg-type]
        bands=tuple((band.at_least, band.percent) for band in award.score_bands),
        ratio=match or Fraction(1),
    )


def _limits(programme: Programme) -> tuple[rule.Limit, ...]:
    categories = tuple(
        rule.Limit("category", category.label.zh, slots=category.slots)
        for category in programme.categories
        if category.slots is not None
    )
    per_organisation = programme.applicants.funded_per_organisation
    return (*categories, rule.Limit("organisation", slots=per_organisation))


def decided_by_committee(places: Sequence[Place]) -> list[Place]:
    """Places as if the committee gave what was asked: the amounts it may still lower."""
    return [
        replace(place, facts=replace(place.facts, recommended=place.facts.requested))
        for place in places
    ]
