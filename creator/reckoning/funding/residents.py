"""Equal shares as an allocation: what residents bought, with the sentence for each proposal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from creator.i18n import Text, _
from creator.reckoning.canonical import plain
from creator.reckoning.funding.amounts import award_amount
from creator.reckoning.funding.electorate import Ballots
from creator.reckoning.funding.equal_shares import Bought, ShareRule, Shares, equal_shares
from creator.reckoning.funding.fund_line import Line
from creator.reckoning.funding.funding_rule import FundingRule
from creator.reckoning.funding.outcome import Allocation, Outcome
from creator.reckoning.ranking import Place
from creator.reckoning.wording import Sum

Before = Literal["more_votes", "lower_request", "first_time", "earlier", "draw"]


@dataclass(frozen=True)
class _Count:
    """What the sentences tell."""

    shares: Shares
    share_rule: ShareRule
    rule: FundingRule
    cost: Mapping[str, int]
    supporters: Mapping[str, int]


def elect(
    places: Sequence[Place],
    ballots: Ballots,
    rule: FundingRule,
    share_rule: ShareRule,
    ties: Sequence[Before] = (),
) -> Allocation:
    """Who is bought, in order; then the others in the order of `places`. The rule has one tier and
    says the least votes and the amounts; totals of places are votes (points)."""
    tier = rule.tiers[0]
    cost = {
        place.proposal: award_amount(place, tier, rule.amount)
        for place in places
        if place.rank is not None and not _too_few(place, rule)
    }
    payable = {proposal: fen for proposal, fen in cost.items() if fen > 0}
    counted = {
        voter: {p: points for p, points in ballot.items() if p in payable and points}
        for voter, ballot in ballots.items()
    }
    shares = equal_shares(counted, payable, share_rule, chain(places, ties))
    supporters: dict[str, int] = {}
    for ballot in counted.values():
        for proposal in ballot:
            supporters[proposal] = supporters.get(proposal, 0) + 1
    count = _Count(shares, share_rule, rule, cost, supporters)
    by_id = {place.proposal: place for place in places}
    bought = {one.proposal for one in shares.bought}
    outcomes = [
        _award(n, one, by_id[one.proposal], count) for n, one in enumerate(shares.bought, start=1)
    ] + [_refused(place, count) for place in places if place.proposal not in bought]
    line = Line(
        tier.code, len(bought), shares.spent, "pool" if len(bought) < len(payable) else None,
        None, None, None, None,
    )  # fmt: skip
    contested = {one.tied: None for one in shares.bought if one.tied}
    return Allocation(tuple(outcomes), (line,), share_rule.pool - shares.spent, tuple(contested))


def chain(places: Sequence[Place], ties: Sequence[Before]) -> Callable[[str], tuple[Fraction, ...]]:
    """What goes first among equals, the smaller first. A draw that left somebody out is none."""
    facts = {place.proposal: place for place in places}
    drawn = all(place.facts.drawn is not None for place in places)
    values: dict[str, Callable[[Place], Decimal | int]] = {
        "more_votes": lambda place: -place.total,
        "lower_request": lambda place: place.facts.requested,
        "first_time": lambda place: -int(place.facts.first_time),
        "earlier": lambda place: place.facts.submitted,
        "draw": lambda place: place.facts.drawn or 0,
    }
    links = [values[word] for word in ties if word != "draw" or drawn]
    return lambda proposal: tuple(Fraction(value(facts[proposal])) for value in links)


def _too_few(place: Place, rule: FundingRule) -> bool:
    return rule.min_score is not None and place.total < rule.min_score


def _award(n: int, one: Bought, place: Place, count: _Count) -> Outcome:
    fen = count.cost[one.proposal]
    if one.most is None:
        text = _(
            "第 {n} 个选出：余款按票数补选，得 {votes} 票（分），资助 {amount}。",
            n=n,
            votes=place.total,
            amount=Sum(fen),
        )
        steps: tuple[Text, ...] = (_short(one.proposal, count), text)
    else:
        text = _(
            "第 {n} 个选出：{k} 位居民支持，每位最多付 {most}，资助 {amount}。",
            n=n,
            k=count.supporters[one.proposal],
            most=Sum(int(one.most)),
            amount=Sum(fen),
        )
        steps = (text,)
    return Outcome(one.proposal, n, "award", count.rule.tiers[0].code, fen, text, steps)


def _short(proposal: str, count: _Count) -> Text:
    return _(
        "{k} 位支持者手里合计只剩 {left}，不够 {need}。",
        k=count.supporters[proposal],
        left=Sum(int(count.shares.behind.get(proposal, Fraction(0)))),
        need=Sum(count.cost[proposal]),
    )


def _refused(place: Place, count: _Count) -> Outcome:
    proposal = place.proposal
    steps: list[Text] = []
    if place.rank is None:
        steps += [_("未参加投票：{reason}", reason=reason) for reason in place.barred]
    elif _too_few(place, count.rule):
        assert count.rule.min_score is not None
        least = plain(count.rule.min_score)
        steps.append(_("得票 {votes} 低于最低票数 {least}。", votes=place.total, least=least))
    elif not count.cost[proposal]:
        steps.append(_("按规则可资助的金额为零。"))
    elif proposal not in count.supporters:
        steps.append(_("没有人投票给它。"))
    else:
        steps.append(_short(proposal, count))
        if count.share_rule.completion in ("greedy", "add1_greedy"):
            left = count.share_rule.pool - count.shares.spent
            text = _("补选后余款 {left}，也不够 {need}。", left=Sum(left),
                     need=Sum(count.cost[proposal]))  # fmt: skip
            steps.append(text)
    return Outcome(proposal, None, "refuse", None, 0, steps[-1], tuple(steps))
