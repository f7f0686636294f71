"""What an allocation rule file means for the reckoning."""

from fractions import Fraction

from creator.calc.allocate import grammar
from creator.calc.allocate.grammar import AllocationRule
from creator.calc.allocate.rule_faults import pays, rule_faults
from creator.calc.desk import Desk
from creator.calc.rules import RuleFile
from creator.i18n import Label
from creator.reckoning.funding import funding_rule as reckoned
from creator.reckoning.rounding import ZERO

ONE_LIST = reckoned.Tier("", label=Label("不分档", "single list"))
"""The tier of a rule without tiers."""


def funding_rule(file: RuleFile[AllocationRule], desk: Desk) -> reckoned.FundingRule | None:
    """The rule; `None` where something does not fit together, which goes to the desk."""
    faults = list(rule_faults(file.rule))
    for where, text, remedy in faults:
        file.blame(desk, where, text, remedy)
    return None if faults else _translated(file.rule)


def _translated(rule: AllocationRule) -> reckoned.FundingRule:
    award = rule.award
    tiers = tuple(_tier(tier) for tier in rule.tiers)
    return reckoned.FundingRule(
        tiers=tiers or (_one_list(award),),
        tier_by=_tier_by(rule),
        amount=_amount(rule),
        pool=rule.pool,
        min_score=rule.ranking.min_score,
        overflow=award.overflow,  # type: ignore[arg-type]
        partial_percent=award.partial_percent or ZERO,
        limits=tuple(
            reckoned.Limit(one.on, one.value, one.slots, one.money)  # type: ignore[arg-type]
            for one in rule.limits
        ),
        exclusive=tuple(frozenset(together) for together in rule.exclusive),
        waitlist=award.waitlist_size if award.waitlist else 0,
        leftover=frozenset(award.lift) if award.leftover == "second_pass" else None,  # type: ignore[arg-type]
    )


def _tier_by(rule: AllocationRule) -> reckoned.TierBy:
    if not rule.tiers or rule.tier_choice in ("assigned", "rank"):
        return "rank"
    return "score" if rule.tier_choice == "score" else "applied"


def _tier(tier: grammar.Tier) -> reckoned.Tier:
    most = tier.cap if tier.flat is None else tier.flat
    return reckoned.Tier(
        code=tier.id,
        slots=tier.slots,
        cap=most,
        minimum=tier.min,
        flat=most or 0,
        pool=tier.pool,
        min_score=tier.min_score,
        then=tier.then,
        money=pays(tier),
        label=tier.label,
    )


def _one_list(award: grammar.Award) -> reckoned.Tier:
    most = award.cap if award.flat is None else award.flat
    return reckoned.Tier(
        ONE_LIST.code, award.slots, most, award.min or 0, most or 0, label=ONE_LIST.label
    )


def _amount(rule: AllocationRule) -> reckoned.AmountRule:
    award = rule.award
    return reckoned.AmountRule(
        # The same sum for all is written at each tier, so both words read the tier.
        kind="by_tier" if award.amount == "flat" else award.amount,  # type: ignore[arg-type]
        bands=tuple((band.at_least, band.percent) for band in award.score_bands),
        ratio=award.match or Fraction(1),
        unit=award.unit,
    )
