"""Which tiers a proposal may be awarded in, and what in itself speaks against one of them."""

from creator.i18n import Text, _
from creator.reckoning.canonical import plain
from creator.reckoning.funding.funding_rule import FundingRule, Tier
from creator.reckoning.ranking import Place
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.wording import Sum


def candidates(place: Place, rule: FundingRule) -> list[Tier]:
    """The tiers to try, in order."""
    if rule.tier_by == "rank":
        return list(rule.tiers)
    if rule.tier_by == "score":
        reached = [t for t in rule.tiers if t.min_score is None or place.total >= t.min_score]
        return reached or list(rule.tiers[-1:])
    tiers: list[Tier] = []
    code = place.facts.tier or ""
    by_code = rule.by_code
    while code in by_code and by_code[code] not in tiers:
        tiers.append(by_code[code])
        code = tiers[-1].then or ""
    if not tiers:
        raise Unreckonable(_("项目 {proposal} 没有申报本规则里的档次。", proposal=place.proposal))
    return tiers


def own_refusal(place: Place, tier: Tier, full: int) -> Text | None:
    """Why it would not be awarded `full` 分 in this tier even if it were alone."""
    rank = place.rank
    if tier.min_score is not None and place.total < tier.min_score:
        return _(
            "第 {rank} 名：得分 {score} 未达“{tier}”要求的 {least}。",
            rank=rank,
            score=place.total,
            tier=tier.name,
            least=plain(tier.min_score),
        )
    if tier.money and full <= 0:
        return _("第 {rank} 名：“{tier}”按规则可资助的金额为零。", rank=rank, tier=tier.name)
    if full < tier.minimum:
        return _(
            "第 {rank} 名：可资助 {amount}，低于“{tier}”的最低资助额 {least}。",
            rank=rank,
            amount=Sum(full),
            tier=tier.name,
            least=Sum(tier.minimum),
        )
    return None
