"""Guards of awarding: tier, amount, slots, pool, waitlist. Amounts in 分."""

from collections.abc import Iterator, Mapping

from sqlalchemy import or_, select

from creator.i18n import _
from creator.models.decision import DecisionItem
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.money import Amount
from creator.rules.contenders import category_name
from creator.rules.funding import funding_rule
from creator.rules.guards.registry import guard
from creator.rules.lists import waitlist_order
from creator.rules.money import pool_left, tier_use
from creator.rules.pins import marked
from creator.rules.refusal import Refusal
from creator.rules.remaining import fitting
from creator.rules.step import Step


def _tier_id(step: Step) -> str | None:
    tier = step.data.get("tier")
    if tier is None and isinstance(step.subject, Proposal) and "tier" not in step.transition.form:
        # A promotion keeps the tier that was applied for.
        tier = step.subject.tier_applied
    return str(tier) if tier else None


@guard("tier_applied_for", zh="档次与申报一致", en="the tier is the one applied for")
def tier_applied_for(step: Step) -> Iterator[Refusal]:
    tier = _tier_id(step)
    if tier is None or not isinstance(step.subject, Proposal):
        return
    known = step.programme.tier(tier)
    if known is None:
        yield Refusal("tier.unknown", _("没有“{tier}”这一档。", tier=tier), "tier")
    elif step.programme.tier_choice == "applied" and tier != step.subject.tier_applied:
        applied = step.programme.tier(step.subject.tier_applied)
        name = applied.label if applied else step.subject.tier_applied
        yield Refusal("tier.other", _("该项目申报的是“{tier}”，不能改档。", tier=name), "tier")


@guard("slot_left_in_tier", zh="档次有名额", en="the tier has a slot left", locks=("edition",))
def slot_left_in_tier(step: Step) -> Iterator[Refusal]:
    tier = _tier_id(step)
    use = tier_use(step, tier) if tier else None
    known = step.programme.tier(tier) if tier else None
    if use is not None and known is not None and use.used >= use.slots:
        yield Refusal(
            "slot.full", _("{tier}名额已满（{n} 个）。", tier=known.label, n=use.slots), "tier"
        )


@guard("amount_within_cap", zh="金额在档次范围内", en="the amount is within the tier's bounds")
def amount_within_cap(step: Step) -> Iterator[Refusal]:
    tier, amount = _tier_id(step), step.data.get("amount")
    known = step.programme.tier(tier) if tier else None
    if known is None or amount is None or not isinstance(step.subject, Proposal):
        return
    if not known.gives_money:
        if amount:
            text = _("“{tier}”不发资金，金额应为 0。", tier=known.label)
            yield Refusal("amount.moneyless", text, "amount")
        return
    if amount <= 0:
        yield Refusal("amount.none", _("金额必须大于零。"), "amount")
    elif known.most is not None and amount > known.most:
        yield Refusal(
            "amount.over_cap",
            _("{tier}最高 {cap}。", tier=known.label, cap=Amount(known.most)),
            "amount",
        )
    elif amount < known.least:
        yield Refusal(
            "amount.under_min",
            _("{tier}最低 {least}。", tier=known.label, least=Amount(known.least)),
            "amount",
        )
    requested = step.subject.requested_fen
    if requested is not None and amount > requested:
        yield Refusal(
            "amount.over_request", _("不能超过申请金额 {most}。", most=Amount(requested)), "amount"
        )


@guard("pool_left", zh="资金池够用", en="the pool has enough left", locks=("edition",))
def pool_has_left(step: Step) -> Iterator[Refusal]:
    tier = step.programme.tier(_tier_id(step) or "")
    if tier is not None and not tier.gives_money:
        return
    amount, left = step.data.get("amount"), pool_left(step.edition)
    if amount is not None and amount > left:
        yield Refusal("pool.short", _("资金池只剩 {left}。", left=Amount(left)), "amount")
    elif left <= 0:
        yield Refusal("pool.empty", _("资金池已用完。"), "amount")


@guard(
    "limits_left",
    zh="类别和单位有名额",
    en="category and organisation have room",
    locks=("edition",),
)
def limits_left(step: Step) -> Iterator[Refusal]:
    proposal = step.subject
    if not isinstance(proposal, Proposal):
        return
    own = {
        "category": category_name(step.programme, proposal.category),
        "organisation": proposal.organisation.name,
    }
    binding = [
        limit
        for limit in funding_rule(step.programme, 0).limits
        if limit.slots is not None and limit.value in (None, own[limit.on])
    ]
    held = _held_beside(step, proposal, {limit.on for limit in binding}) if binding else {}
    for limit in binding:
        if held[limit.on] >= (limit.slots or 0):
            name = limit.name(own[limit.on])
            text = _("{limit}最多立项 {n} 个，已满。", limit=name, n=limit.slots)
            yield Refusal("limit.full", text)


def _held_beside(step: Step, proposal: Proposal, kinds: set[str]) -> Mapping[str, int]:
    """Awards in the same category, and to the same organisation: only those are looked at."""
    same = {
        "category": Proposal.category == proposal.category,
        "organisation": Proposal.organisation_id == proposal.organisation_id,
    }
    query = select(Proposal.category, Proposal.organisation_id).where(
        in_edition(Proposal, step.edition.id),
        Proposal.state.in_(marked(step, "proposal", "holds_money")),
        or_(*(same[kind] for kind in sorted(kinds))),
    )
    rows = step.session.execute(query).all()
    return {
        "category": sum(row[0] == proposal.category for row in rows),
        "organisation": sum(row[1] == proposal.organisation_id for row in rows),
    }


@guard("first_on_waitlist", zh="候补顺位最先", en="first on the waitlist")
def first_on_waitlist(step: Step) -> Iterator[Refusal]:
    """Nobody ahead could be promoted: whoever does not fit into what is left holds up nobody."""
    if not isinstance(step.subject, Proposal):
        return
    order = [proposal.id for proposal in waitlist_order(step, step.subject.tier_applied)]
    ahead = order[: order.index(step.subject.id)] if step.subject.id in order else []
    fits = fitting(step) if ahead else {}
    first = next((id for id in ahead if id in fits), None)
    if first is not None:
        title = step.session.get_one(Proposal, first).title
        yield Refusal("waitlist.order", _("候补须按顺序递补，最先的是“{title}”。", title=title))


@guard("listed_in_open_list", zh="名单尚可修改", en="its list can still be edited")
def listed_in_open_list(step: Step) -> Iterator[Refusal]:
    from_list = select(DecisionItem).where(DecisionItem.proposal_id == step.subject.id)
    item = step.session.scalars(from_list.order_by(DecisionItem.id.desc())).first()
    if item is None or item.decision.state not in marked(step, "decision", "list_open"):
        yield Refusal("list.closed", _("名单已提交或已公布，不能再改。请先撤回名单。"))
