"""What the rules give to the waitlist out of what is left: the same sum that made the first list,
over slots, money and limits that nobody holds any more."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select

from creator.models.edition import TierUse
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.models.subject import in_edition
from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.funding_rule import FundingRule, Limit
from creator.reckoning.funding.outcome import Outcome
from creator.rules.contenders import category_name
from creator.rules.funding import decided_by_committee, funding_rule
from creator.rules.money import pool_left
from creator.rules.pins import marked
from creator.rules.results import case_of
from creator.rules.sealed import frozen_places
from creator.rules.step import Step


def fitting(step: Step) -> dict[int, Outcome]:
    """Waitlisted proposals that can be promoted now, in order: id -> tier and amount."""
    query = select(Proposal).where(
        in_edition(Proposal, step.edition.id),
        Proposal.state.in_(marked(step, "proposal", "on_waitlist")),
    )
    waiting = {case_of(proposal): proposal.id for proposal in step.session.scalars(query)}
    ranking = frozen_places(step.session, step.edition.id) if waiting else None
    places = [place for place in ranking or () if place.proposal in waiting]
    if step.programme.award.amount == "committee":
        places = decided_by_committee(places)
    funded = fund(places, _rule(step)) if places else None
    outcomes = funded.outcomes if funded else ()
    return {waiting[one.proposal]: one for one in outcomes if one.kind == "award"}


def _rule(step: Step) -> FundingRule:
    rule = funding_rule(step.programme, max(0, pool_left(step.edition)))
    uses = select(TierUse).where(TierUse.edition_id == step.edition.id)
    left = {use.tier: max(0, use.slots - use.used) for use in step.session.scalars(uses)}
    tiers = tuple(replace(tier, slots=left.get(tier.code, tier.slots)) for tier in rule.tiers)
    taken = tuple(_less(limit, value, count) for limit, value, count in limits_used(step, rule))
    return replace(rule, tiers=tiers, limits=(*rule.limits, *taken))


def _less(limit: Limit, value: str, count: int) -> Limit:
    return Limit(limit.on, value, slots=max(0, (limit.slots or 0) - count))


def limits_used(step: Step, rule: FundingRule) -> Iterator[tuple[Limit, str, int]]:
    """Each limit that counts awards, for what it binds, and how many hold one there."""
    holders = select(Proposal.category, Organisation.name).join(Proposal.organisation)
    rows = step.session.execute(
        holders.where(
            in_edition(Proposal, step.edition.id),
            Proposal.state.in_(marked(step, "proposal", "holds_money")),
        )
    )
    held = {"category": Counter[str](), "organisation": Counter[str]()}
    for category, organisation in rows:
        held["category"][category_name(step.programme, category)] += 1
        held["organisation"][organisation] += 1
    for limit in rule.limits:
        for value, count in held[limit.on].items():
            if limit.slots is not None and limit.value in (None, value):
                yield limit, value, count
