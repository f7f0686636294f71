"""How much one award is, before money at hand bounds it."""

from decimal import Decimal

from creator.i18n import _
from creator.reckoning.funding.funding_rule import AmountRule, Tier
from creator.reckoning.ranking import Place
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.rounding import ZERO, over, times


def award_amount(place: Place, tier: Tier, rule: AmountRule) -> int:
    """分 under the rule, bounded by the tier's cap and the audited budget, in whole units.

    Raises `Unreckonable` where the committee has not decided yet.
    """
    if not tier.money:
        return 0
    bounds = [_by_rule(place, tier, rule), tier.cap, place.facts.audited]
    amount = min(bound for bound in bounds if bound is not None)
    return whole_units(amount, rule)


def whole_units(fen: int, rule: AmountRule) -> int:
    """分 rounded down to the rule's unit; never below nothing."""
    return max(0, fen // rule.unit * rule.unit)


def _by_rule(place: Place, tier: Tier, rule: AmountRule) -> int:
    facts = place.facts
    if rule.kind == "flat":
        return rule.flat
    if rule.kind == "by_tier":
        return tier.flat
    if rule.kind == "by_score_band":
        return _whole_fen(
            over(times(Decimal(facts.requested), _percent(place, rule)), Decimal(100))
        )
    if rule.kind == "match":
        return int(facts.own_funding * rule.ratio)
    if rule.kind == "committee":
        if facts.recommended is None:
            raise Unreckonable(
                _("项目 {proposal} 还没有评审会确定的金额。", proposal=place.proposal)
            )
        return facts.recommended
    recommended = facts.requested if facts.recommended is None else facts.recommended
    return min(facts.requested, recommended)


def _percent(place: Place, rule: AmountRule) -> Decimal:
    reached = [band for band in rule.bands if place.total >= band[0]]
    return max(reached)[1] if reached else ZERO


def _whole_fen(amount: Decimal) -> int:
    return int(amount)  # towards zero: an award never exceeds what the rule gives
