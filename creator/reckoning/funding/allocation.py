"""Rank-and-fund: walk down the ranking, give what the rule gives, say why for each.

The same places under the same rule give the same bytes (`Allocation.body`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from creator.i18n import Text, _
from creator.reckoning.canonical import plain
from creator.reckoning.funding.candidates import candidates
from creator.reckoning.funding.fund_line import Line, fund_line
from creator.reckoning.funding.funding_rule import FundingRule, Tier
from creator.reckoning.funding.ledger import Grant, Ledger, Obstacle
from creator.reckoning.funding.outcome import Allocation, Kind, Outcome
from creator.reckoning.ranking import Place
from creator.reckoning.wording import Sum


@dataclass
class _Walk:
    """One proposal on its way through the tiers."""

    place: Place
    steps: list[Text] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    grant: Grant | None = None
    position: int | None = None

    @property
    def lacked_room(self) -> bool:
        """Whether it failed somewhere only because others stood before it."""
        return any(obstacle.why != "own" for obstacle in self.obstacles)

    @property
    def kind(self) -> Kind:
        if self.grant:
            return "award"
        return "waitlist" if self.position else "refuse"


def fund(places: Sequence[Place], rule: FundingRule) -> Allocation:
    """Who gets what. Money in 分.

    Raises `Unreckonable` for a tier that does not exist or a committee that has not decided.
    """
    ledger = Ledger(rule, rule.overflow)
    # The rank decides; ids only make the order inside an undecided tie repeatable.
    order = sorted(places, key=lambda place: (place.rank is None, place.rank or 0, place.proposal))
    walks = [_Walk(place) for place in order]
    running = [walk for walk in walks if _may_run(walk, rule)]
    for walk in running:
        _try_tiers(walk, ledger, rule)
    if rule.leftover is not None:
        _second_pass(running, ledger, rule)
    _fill_waitlist(running, rule)
    pool = ledger.purses.get("pool")
    return Allocation(
        outcomes=tuple(_outcome(walk) for walk in walks),
        lines=tuple(_line(tier, running) for tier in rule.tiers),
        pool_left=pool.left if pool else rule.pool,
        contested=_contested(running),
    )


def _may_run(walk: _Walk, rule: FundingRule) -> bool:
    place = walk.place
    if place.rank is None:
        reasons = place.barred or (_("没有有效名次。"),)
        walk.steps += [_("未进入排名：{reason}", reason=reason) for reason in reasons]
        return False
    if rule.min_score is not None and place.total < rule.min_score:
        walk.steps.append(
            _(
                "第 {rank} 名：得分 {score} 低于最低分 {least}。",
                rank=place.rank,
                score=place.total,
                least=plain(rule.min_score),
            )
        )
        return False
    return True


def _try_tiers(walk: _Walk, ledger: Ledger, rule: FundingRule) -> None:
    tiers = candidates(walk.place, rule)
    for tier, following in zip(tiers, [*tiers[1:], None], strict=True):
        found = ledger.attempt(walk.place, tier)
        if isinstance(found, Grant):
            ledger.take(walk.place, found)
            walk.grant = found
            walk.steps.append(_award_text(walk.place, found))
            return
        walk.obstacles.append(found)
        if following is None or (ledger.shut and following.money):
            walk.steps.append(found.text)
            return
        walk.steps.append(_moved_text(walk.place, found, tier, following))


def _moved_text(place: Place, obstacle: Obstacle, tier: Tier, following: Tier) -> Text:
    if obstacle.why == "slots":
        return _(
            "第 {rank} 名：“{tier}”名额已满，转入“{next}”。",
            rank=place.rank,
            tier=tier.name,
            next=following.name,
        )
    return _("{reason}转入“{next}”。", reason=obstacle.text, next=following.name)


def _award_text(place: Place, grant: Grant) -> Text:
    words = {"rank": place.rank, "tier": grant.tier.name, "amount": Sum(grant.amount)}
    if grant.part_of is not None:
        return _(
            "第 {rank} 名：按“{tier}”立项，应资助 {full}，按剩余资金部分资助 {amount}。",
            full=Sum(grant.part_of),
            **words,
        )
    if not grant.tier.money:
        return _("第 {rank} 名：按“{tier}”立项。", rank=place.rank, tier=grant.tier.name)
    return _("第 {rank} 名：按“{tier}”立项，资助 {amount}。", **words)


def _second_pass(running: Sequence[_Walk], ledger: Ledger, rule: FundingRule) -> None:
    ledger.second_pass(rule.leftover or frozenset())
    for walk in running:
        if not walk.grant and walk.lacked_room:
            walk.steps.append(_("第 {rank} 名：参加剩余资金的第二轮分配。", rank=walk.place.rank))
            _try_tiers(walk, ledger, rule)


def _fill_waitlist(running: Sequence[_Walk], rule: FundingRule) -> None:
    waiting = [walk for walk in running if not walk.grant and walk.lacked_room]
    for position, walk in enumerate(waiting[: rule.waitlist], start=1):
        walk.position = position
        walk.steps.append(_("第 {rank} 名：列为候补第 {n} 位。", rank=walk.place.rank, n=position))


def _outcome(walk: _Walk) -> Outcome:
    grant, place = walk.grant, walk.place
    shared = [obstacle.text for obstacle in walk.obstacles if obstacle.why != "own"]
    return Outcome(
        proposal=place.proposal,
        rank=place.rank,
        kind=walk.kind,
        tier=grant.tier.code if grant else place.facts.tier,
        amount=grant.amount if grant else 0,
        sentence=walk.steps[-1] if grant or not shared else shared[0],
        steps=tuple(walk.steps),
        part_of=grant.part_of if grant else None,
        waitlist_position=walk.position,
    )


def _line(tier: Tier, running: Sequence[_Walk]) -> Line:
    awarded = [(w.place, w.grant.amount) for w in running if w.grant and w.grant.tier == tier]
    turned_away = [
        (walk.place, obstacle, walk.grant is None)
        for walk in running
        for obstacle in walk.obstacles
        if obstacle.tier == tier.code
    ]
    return fund_line(tier.code, awarded, turned_away)


def _contested(running: Sequence[_Walk]) -> tuple[tuple[str, ...], ...]:
    """Undecided ties in which somebody lacked room while somebody else got, or closed, some.

    Careful rather than sharp: it may name a tie that turns out harmless, never miss one.
    """
    sets: dict[int | None, list[_Walk]] = {}
    for walk in running:
        if walk.place.tied:
            sets.setdefault(walk.place.rank, []).append(walk)
    return tuple(
        tuple(sorted(walks[0].place.tied)) for walks in sets.values() if _order_matters(walks)
    )


def _order_matters(walks: Sequence[_Walk]) -> bool:
    cramped = any(w.lacked_room or (w.grant and w.grant.part_of) for w in walks)
    gained = any(w.grant or w.position or any(o.closing for o in w.obstacles) for w in walks)
    return cramped and gained
