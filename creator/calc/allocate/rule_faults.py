"""What in an allocation rule file does not fit together."""

from collections.abc import Iterator
from itertools import pairwise

from creator.calc.allocate.grammar import AllocationRule, Tier
from creator.i18n import Text, _, listed
from creator.programme.place import nearest

Fault = tuple[str, Text, Text]
"""The key, what is wrong, what to do."""


def pays(tier: Tier) -> bool:
    """Whether money is won, or only a place or an honour."""
    return "money" in tier.outcomes


def rule_faults(rule: AllocationRule) -> Iterator[Fault]:
    """Everything, in the order of the keys."""
    yield from _tier_faults(rule)
    yield from _amount_faults(rule)
    yield from _award_faults(rule)
    yield from _limit_faults(rule)


def _tier_faults(rule: AllocationRule) -> Iterator[Fault]:
    ids = [tier.id for tier in rule.tiers]
    if rule.tiers and rule.tier_choice is None:
        text = _("有档次，但没有写 tier_choice。")
        remedy = _("请写 applied（按申报档次）、rank（按名次依次）或 score（按得分）。")
        yield "tiers", text, remedy
    for i, tier in enumerate(rule.tiers):
        at = f"tiers.{i}"
        if tier.id in ids[:i]:
            yield f"{at}.id", _("档次“{id}”写了两次。", id=tier.id), _("请删去或改名。")
        if tier.then is not None and tier.then not in ids:
            yield f"{at}.then", _("没有档次“{id}”。", id=tier.then), nearest(tier.then, ids)
        if tier.then is not None and rule.tier_choice != "applied":
            text = _("“then”只在 tier_choice 是 applied 时有用。")
            yield f"{at}.then", text, _("请去掉它，或改用那种规则。")
        if tier.flat is not None and (tier.cap is not None or tier.min):
            text = _("“flat”不能和 cap、min 同时写。")
            yield f"{at}.flat", text, _("每个都一样写 flat；有高有低写 min 和 cap。")
        if tier.cap is not None and tier.min > tier.cap:
            yield f"{at}.min", _("“min”大于“cap”。"), _("请改正其中一个。")
    if not rule.tiers and rule.tier_choice is not None:
        yield "tier_choice", _("没有档次，不用写 tier_choice。"), _("请去掉它，或写出 [[tiers]]。")


def _amount_faults(rule: AllocationRule) -> Iterator[Fault]:
    """Every amount rule finds what it reads; a single list keeps to `[award]`, tiers to theirs."""
    award = rule.award
    for name in ("slots", "min", "cap", "flat"):
        if rule.tiers and getattr(award, name) is not None:
            text = _("有档次时“{key}”写在各档里。", key=name)
            yield f"award.{name}", text, _("请移到 [[tiers]] 里。")
    paid = [(f"tiers.{i}", t.flat, t.cap) for i, t in enumerate(rule.tiers) if pays(t)]
    for at, flat, cap in paid if rule.tiers else [("award", award.flat, award.cap)]:
        if flat is None and (award.amount == "flat" or (award.amount == "by_tier" and cap is None)):
            text = _("amount 是 {word}，但没有写 flat。", word=award.amount)
            yield at, text, _("请写 flat = …（元）。")
    if award.unit < 1:
        yield "award.unit", _("“unit”必须大于零。"), _("例如 unit = 100：金额舍去到百元。")


_NEEDS = {
    "score_bands": ("amount", "by_score_band"),
    "match": ("amount", "match"),
    "partial_percent": ("overflow", "partial"),
    "lift": ("leftover", "second_pass"),
}
_OPTIONAL = ("lift",)


def _award_faults(rule: AllocationRule) -> Iterator[Fault]:
    award = rule.award
    for name, (by, word) in _NEEDS.items():
        written = getattr(award, name) not in (None, ())
        wanted = getattr(award, by) == word
        if wanted and not written and name not in _OPTIONAL:
            text = _("award.{rule} 是 {word}，但没有写“{key}”。", rule=by, word=word, key=name)
            yield f"award.{by}", text, _("请补上“{key} = …”。", key=name)
        if written and not wanted:
            text = _("“award.{key}”只在 {rule} 是 {word} 时有用。", key=name, rule=by, word=word)
            yield f"award.{name}", text, _("请去掉它，或改用那种规则。")
    for i, (upper, lower) in enumerate(pairwise(award.score_bands)):
        if lower.at_least >= upper.at_least or lower.percent > upper.percent:
            text = _("第 {n} 个得分区间没有按从高到低排列。", n=i + 2)
            remedy = _("请按分数从高到低写，百分比也从高到低。")
            yield f"award.score_bands.{i + 1}", text, remedy
    if award.waitlist_size is not None and not award.waitlist:
        text = _("不设候补，却写了 waitlist_size。")
        yield "award.waitlist_size", text, _("请去掉它，或去掉 waitlist = false。")


def _limit_faults(rule: AllocationRule) -> Iterator[Fault]:
    for i, limit in enumerate(rule.limits):
        if limit.slots is None and limit.money is None:
            text = _("这一条没有写限多少。")
            yield f"limits.{i}", text, _("请写 slots = …（个）或 money = …（元）。")
    for i, together in enumerate(rule.exclusive):
        twice = sorted({one for one in together if together.count(one) > 1})
        if twice:
            text = _("{names} 写了两次。", names=listed(twice))
            yield f"exclusive.{i}", text, _("请删去重复的。")
    ties = rule.ranking.ties
    if len(set(ties)) != len(ties):
        yield "ranking.ties", _("同分处理办法里有重复的词。"), _("每个词只写一次。")
