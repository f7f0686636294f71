"""The files of `creator calc allocate` as they are written of an allocation: rule and ranking.

Whoever runs them gets the same allocation, digest and all.
"""

import json
from collections.abc import Iterator
from decimal import Decimal

from creator.calc.allocate.rule import ONE_LIST
from creator.i18n import Label
from creator.reckoning.canonical import digits
from creator.reckoning.funding.funding_rule import FundingRule, Limit, Tier


def rule_text(rule: FundingRule) -> str:
    """The rule as a rule file."""
    lines = [*_top(rule)]
    if rule.min_score is not None:
        lines += ["", "[ranking]", f"min_score = {digits(rule.min_score)}"]
    lines += ["", "[award]", *_award(rule)]
    if rule.tiers[0].code != ONE_LIST.code:
        for tier in rule.tiers:
            lines += ["", "[[tiers]]", *_tier(tier, rule)]
    for limit in rule.limits:
        lines += _limit(limit)
    return "\n".join(lines).strip("\n") + "\n"


def _top(rule: FundingRule) -> Iterator[str]:
    if rule.pool is not None:
        yield _money("pool", rule.pool)
    if rule.tiers[0].code != ONE_LIST.code:
        yield f"tier_choice = {json.dumps(rule.tier_by)}"
    if rule.exclusive:
        together = sorted(sorted(rivals) for rivals in rule.exclusive)
        yield f"exclusive = {json.dumps(together, ensure_ascii=False)}"


def _award(rule: FundingRule) -> Iterator[str]:
    amount = rule.amount
    yield f"amount = {json.dumps('by_tier' if amount.kind == 'flat' else amount.kind)}"
    if rule.tiers[0].code == ONE_LIST.code:
        yield from _bounds(rule.tiers[0], rule)
    if amount.kind == "by_score_band":
        bands = (f"{{ from = {digits(a)}, percent = {digits(p)} }}" for a, p in amount.bands)
        yield f"score_bands = [{', '.join(bands)}]"
    if amount.kind == "match":
        yield f'match = "{amount.ratio.numerator}/{amount.ratio.denominator}"'
    if amount.unit != 1:
        yield _money("unit", amount.unit)
    yield f"overflow = {json.dumps(rule.overflow)}"
    if rule.overflow == "partial":
        yield f"partial_percent = {digits(rule.partial_percent)}"
    if rule.leftover is not None:
        yield 'leftover = "second_pass"'
        if rule.leftover:
            yield f"lift = {json.dumps(sorted(rule.leftover))}"
    if rule.waitlist == 0:
        yield "waitlist = false"
    elif rule.waitlist is not None:
        yield f"waitlist_size = {rule.waitlist}"


def _tier(tier: Tier, rule: FundingRule) -> Iterator[str]:
    yield f"id = {_text(tier.code)}"
    if isinstance(tier.label, Label):
        yield f"label = {{ zh = {_text(tier.label.zh)}, en = {_text(tier.label.en)} }}"
    yield from _bounds(tier, rule)
    if tier.pool is not None:
        yield _money("pool", tier.pool)
    if tier.min_score is not None:
        yield f"min_score = {digits(tier.min_score)}"
    if tier.then is not None and rule.tier_by == "applied":
        yield f"then = {_text(tier.then)}"
    if not tier.money:
        yield 'outcomes = ["honour"]'


def _bounds(tier: Tier, rule: FundingRule) -> Iterator[str]:
    """Slots, least and most; where all get the same, the most is what they get."""
    same = {"flat": rule.amount.flat, "by_tier": tier.flat}.get(rule.amount.kind)
    most = tier.cap if same is None else min(same, same if tier.cap is None else tier.cap)
    if tier.slots is not None:
        yield f"slots = {tier.slots}"
    if tier.minimum:
        yield _money("min", tier.minimum)
    if most is not None:
        yield _money("cap", most)


def _limit(limit: Limit) -> Iterator[str]:
    if limit.slots is None and limit.money is None:
        return
    yield from ("", "[[limits]]", f"on = {json.dumps(limit.on)}")
    if limit.value is not None:
        yield f"value = {_text(limit.value)}"
    if limit.slots is not None:
        yield f"slots = {limit.slots}"
    if limit.money is not None:
        yield _money("money", limit.money)


def _money(key: str, fen: int) -> str:
    return f"{key} = {digits(Decimal(fen) / 100)}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
