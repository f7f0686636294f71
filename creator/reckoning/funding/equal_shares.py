"""Method of Equal Shares (Peters and Skowron): residents' ballots decide, each with equal money.

Everybody gets the same part of the pool. A proposal is bought by those who want it when together
they can pay it, each as much for a unit of utility as the others, or all he or she has left. Of
all that can be bought the one with the lowest such price is next.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from creator.reckoning.funding.electorate import Ballots, Electorate, Purses

Completion = Literal["none", "add1", "greedy", "add1_greedy"]
Key = Callable[[str], tuple[Fraction, ...]]
"""The declared chain for ties: the smaller goes first."""

_ABOUT = 1 + 1e-7


@dataclass(frozen=True)
class Bought:
    """One proposal in the order of choice. `rate` is the price of one unit of utility, `most` what
    one resident pays at most (both `None` where the completion by votes chose it); `tied` are all
    that nothing declared could tell from it."""

    proposal: str
    rate: Fraction | None
    most: Fraction | None
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shares:
    """What was chosen, in order. `endowed` is the money that was shared out (more than the pool
    where the completion raised it); `behind` what is left with those who want each other one."""

    bought: tuple[Bought, ...]
    spent: int
    endowed: Fraction
    behind: Mapping[str, Fraction]


@dataclass(frozen=True)
class ShareRule:
    """`pool` and `step` in 分; `step` is what everybody gets more in each round of `add1`."""

    pool: int
    by_cost: bool = True
    completion: Completion = "none"
    step: int = 100


def equal_shares(ballots: Ballots, cost: Mapping[str, int], rule: ShareRule, before: Key) -> Shares:
    """The proposals bought. `cost` (分, positive) has every proposal that may be chosen."""
    electorate = Electorate(ballots, cost, rule.by_cost)
    shares = _buy(electorate, Fraction(rule.pool), before)
    if rule.completion in ("add1", "add1_greedy"):
        shares = _raised(electorate, shares, rule, before)
    if rule.completion in ("greedy", "add1_greedy"):
        shares = _completed(ballots, electorate, shares, rule, before)
    return shares


def _buy(electorate: Electorate, money: Fraction, before: Key) -> Shares:
    purses = electorate.endow(money)
    waiting = {proposal: electorate.least_rate(proposal) for proposal in electorate.utility}
    bought: list[Bought] = []
    while True:
        best = _cheapest(purses, waiting)
        if not best:
            break
        rate = min(best.values())
        level = sorted((p for p in best if best[p] == rate), key=lambda p: (before(p), p))
        first = level[0]
        tied = tuple(p for p in level if before(p) == before(first))
        most = purses.pay(first, rate)
        bought.append(Bought(first, rate * electorate.unit, most, tied if len(tied) > 1 else ()))
        del waiting[first]
    spent = sum(electorate.cost[one.proposal] for one in bought)
    chosen = {one.proposal for one in bought}
    behind = {p: purses.behind(p) for p in sorted(electorate.utility) if p not in chosen}
    return Shares(tuple(bought), spent, money, behind)


def _cheapest(purses: Purses, waiting: dict[str, float]) -> dict[str, Fraction]:
    """The exact rates of those that may be cheapest; who cannot be paid any more waits no longer.
    Rates only rise while money is spent, so the last rough rate tells who need not be looked at."""
    near: dict[str, float] = {}
    lowest = float("inf")
    for proposal in sorted(waiting, key=lambda p: (waiting[p], p)):
        if waiting[proposal] > lowest * _ABOUT:
            break
        rough = purses.roughly(proposal)
        if rough is None:
            del waiting[proposal]
            continue
        waiting[proposal] = near[proposal] = rough
        lowest = min(lowest, rough)
    rates: dict[str, Fraction] = {}
    for proposal, rough in near.items():
        if rough <= lowest * _ABOUT:
            rate = purses.rate(proposal, rough)
            if rate is None:
                del waiting[proposal]
            else:
                rates[proposal] = rate
    return rates or (_cheapest(purses, waiting) if near else {})


def _raised(electorate: Electorate, shares: Shares, rule: ShareRule, before: Key) -> Shares:
    """Everybody gets a little more, again and again, until nothing else fits into the pool or the
    next step would spend more than the pool."""
    while not _exhausted(electorate, shares, rule.pool):
        more = shares.endowed + rule.step * electorate.voters
        following = _buy(electorate, more, before)
        if following.spent > rule.pool:
            break
        shares = following
    return shares


def _exhausted(electorate: Electorate, shares: Shares, pool: int) -> bool:
    chosen = {one.proposal for one in shares.bought}
    left = pool - shares.spent
    return all(electorate.cost[p] > left for p in electorate.utility if p not in chosen)


def _completed(
    ballots: Ballots, electorate: Electorate, shares: Shares, rule: ShareRule, before: Key
) -> Shares:
    """What is left of the pool goes by votes (points), skipping what does not fit."""
    votes = tally(ballots)
    chosen = {one.proposal for one in shares.bought}
    waiting = [p for p in electorate.utility if p not in chosen]

    def order(proposal: str) -> tuple[Fraction, ...]:
        return (-votes[proposal], *before(proposal))

    bought, spent = list(shares.bought), shares.spent
    for proposal in sorted(waiting, key=lambda p: (order(p), p)):
        if spent + electorate.cost[proposal] <= rule.pool:
            tied = tuple(sorted(p for p in waiting if order(p) == order(proposal)))
            bought.append(Bought(proposal, None, None, tied if len(tied) > 1 else ()))
            spent += electorate.cost[proposal]
    return Shares(tuple(bought), spent, shares.endowed, shares.behind)


def tally(ballots: Ballots) -> dict[str, Fraction]:
    """Votes, or points, of every proposal that has any."""
    votes: dict[str, Fraction] = {}
    for ballot in ballots.values():
        for proposal, points in ballot.items():
            votes[proposal] = votes.get(proposal, Fraction(0)) + Fraction(points)
    return votes
