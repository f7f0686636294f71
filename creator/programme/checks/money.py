"""Funds, pool, tiers and the amount rule fit together."""

from collections.abc import Iterator
from typing import Any

from creator.i18n import Text, _
from creator.money import yuan
from creator.programme.checks.blame import blame
from creator.programme.fault import Fault
from creator.programme.programme import Programme

# What each funding rule needs, and what it cannot use.
_FUND_KEYS = {
    "appropriation": ({"amount"}, {"yuan", "households"}),
    "formula": ({"yuan", "households"}, {"amount"}),
    "external_grant": (set(), {"yuan", "households"}),
    "parent": ({"amount"}, {"yuan", "households"}),
}
_RULE_KEYS = {
    "ratio_max": {"tags", "percent"},
    "ratio_min": {"tags", "percent"},
    "ban_words": {"words"},
    "ban_tags": {"tags"},
    "line_max": {"tags", "amount"},
    "unit_price_max": {"tags", "amount"},
}


def gives_money(programme: Programme) -> bool:
    """Whether some tier's outcome is money."""
    return any(tier.gives_money for tier in programme.tiers)


def check(programme: Programme) -> Iterator[Fault]:
    """Everything about amounts before an award is made."""
    for i, fund in enumerate(programme.funds):
        needed, useless = _FUND_KEYS[fund.rule]
        yield from _keys(programme, f"funds.{i}", fund, fund.rule, needed, useless)
    for i, rule in enumerate(programme.budget.rules):
        needed = _RULE_KEYS[rule.kind]
        useless = {"tags", "percent", "amount", "words"} - needed
        yield from _keys(programme, f"budget.rules.{i}", rule, rule.kind, needed, useless)
    yield from _tiers(programme)
    if gives_money(programme):
        yield from _pool(programme)


def _keys(
    programme: Programme, path: str, item: Any, rule: str, needed: set[str], useless: set[str]
) -> Iterator[Fault]:
    """`rule` needs these keys and has no use for those."""
    for name in sorted(needed):
        if not _said(getattr(item, name)):
            text = _("“{path}”的规则 {rule} 缺少“{key}”。", path=path, rule=rule, key=name)
            yield blame(programme, path, text, _("请补上“{key} = …”。", key=name))
    for name in sorted(useless):
        if _said(getattr(item, name)):
            text = _("“{path}”的规则 {rule} 用不到“{key}”。", path=path, rule=rule, key=name)
            yield blame(programme, f"{path}.{name}", text, _("请去掉它，或换一种规则。"))


def _said(value: object) -> bool:
    return value is not None and value != ()


def _tiers(programme: Programme) -> Iterator[Fault]:
    for i, tier in enumerate(programme.tiers):
        path = f"tiers.{i}"
        if tier.flat is not None and (tier.cap is not None or tier.min):
            text = _("档次“{id}”写了 flat，又写了 min 或 cap。", id=tier.id)
            yield blame(programme, f"{path}.flat", text, _("请只留 flat，或只留 min 和 cap。"))
        elif tier.cap is not None and tier.min > tier.cap:
            text = _("档次“{id}”的最低额高于最高额。", id=tier.id)
            yield blame(programme, f"{path}.min", text, _("请让 min 不大于 cap。"))
        if tier.gives_money and tier.most is None:
            text = _("档次“{id}”没有写最高资助额。", id=tier.id)
            yield blame(programme, path, text, _("请写“cap = …”或“flat = …”。"))
        if programme.award.amount == "flat" and tier.flat is None and tier.gives_money:
            text = _("金额规则是 flat，但档次“{id}”没有写 flat。", id=tier.id)
            yield blame(programme, path, text, _("请给这个档次写“flat = …”。"))


def _pool(programme: Programme) -> Iterator[Fault]:
    pool = programme.pool
    if not pool:
        text = _("没有说可以分配多少资金。")
        yield blame(programme, "pool", text, _("请写“pool = …”，或给 [[funds]] 写上金额。"))
        return
    brought = sum(fund.total for fund in programme.funds)
    if programme.funds and pool > brought:
        text = _("资金池 {pool} 元超过各项来源之和 {sum} 元。", pool=yuan(pool), sum=yuan(brought))
        yield blame(programme, "pool", text, _("请减小 pool，或补上缺少的资金来源。"))
    elif pool < brought:
        text = _(
            "资金池 {pool} 元比各项来源之和 {sum} 元少 {left} 元。",
            pool=yuan(pool), sum=yuan(brought), left=yuan(brought - pool),
        )  # fmt: skip
        remedy = _("如果这部分另有用途（如运营费、评估费），不用改；否则请改正 pool 或来源的金额。")
        yield blame(programme, "pool", text, remedy, "warning")
    yield from _too_much(programme, pool)
    yield from _fit(programme, pool)


def _too_much(programme: Programme, pool: int) -> Iterator[Fault]:
    """No tier, nor all of them together, may promise more than there is."""
    promised = 0
    for i, tier in enumerate(programme.tiers):
        least = tier.least * (tier.slots or 1)
        promised += least
        if least > pool or (tier.most or 0) > pool:
            text = _("档次“{id}”放不进资金池：资金池只有 {pool} 元。", id=tier.id, pool=yuan(pool))
            remedy = _("请减少 slots、min 或 cap，或增加资金。")
            yield blame(programme, f"tiers.{i}", text, remedy)
            return
    if promised > pool:
        text = _(
            "各档次最低共需 {sum} 元，超过资金池 {pool} 元。", sum=yuan(promised), pool=yuan(pool)
        )
        yield blame(programme, "tiers", text, _("请减少 slots 或 min，或增加资金。"))


def _fit(programme: Programme, pool: int) -> Iterator[Fault]:
    """Say beforehand whether slots or money will be short."""
    most = _most(programme)
    if most is None or most == pool:
        return
    sums = {"most": yuan(most), "pool": yuan(pool)}
    text: Text = _("名额乘最高额共 {most} 元，超过资金池 {pool} 元：资金会先用完。", **sums)
    remedy = _("如果这是本意，不用改；否则请调整名额、最高额或资金池。")
    if most < pool:
        text = _("名额乘最高额只有 {most} 元，资金池 {pool} 元用不完。", **sums)
    yield blame(programme, "pool", text, remedy, "warning")


def _most(programme: Programme) -> int | None:
    """The most that slots of tiers and categories allow to be awarded; None without a limit."""
    tiers = [tier for tier in programme.tiers if tier.gives_money]
    limits = []
    if all(tier.slots is not None and tier.most is not None for tier in tiers):
        limits.append(sum((tier.slots or 0) * (tier.most or 0) for tier in tiers))
    categories = programme.categories
    if categories and all(category.slots is not None for category in categories):
        highest = max(tier.most or 0 for tier in tiers)
        limits.append(sum(category.slots or 0 for category in categories) * highest)
    return min(limits, default=None)
