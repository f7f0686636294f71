"""Who is going to apply, and for what: more than there is money for, of every class and tier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from random import Random

from creator.programme.applicants import ApplicantClass
from creator.programme.programme import Programme
from creator.programme.tiers import Tier

MOST = 45
"""Applications at most: a larger competition is rehearsed in miniature."""
_TITLES = (
    "老人编制课堂", "流动儿童关爱", "老人生命回顾", "老年人星期四课堂", "DIY手工坊", "亲子互动营",
    "青少年创意工坊", "爱心课堂", "困境青少年帮扶", "流动儿童城市融入", "儿童心理关爱",
    "居民小组自管", "五方联动多元参与",
)  # fmt: skip
_LEAST_ASKED = 100_00


@dataclass(frozen=True)
class Entrant:
    """One application to come. Money in 分. `same_as`: the entrant whose organisation it shares."""

    title: str
    kind: str
    tier: str
    category: str
    requested: int
    own: int
    founded_on: date
    sponsored: bool
    same_as: int | None = None


def entrants(rules: Programme, random: Random) -> Iterator[Entrant]:
    """About half as many again as can be funded; classes and categories take turns."""
    for number, tier in enumerate(_tiers(rules)):
        chosen = _who_may(rules.applicants.classes, number, tier)
        among = rules.categories
        asked = _asked(rules, tier, chosen, random)
        yield Entrant(
            title=_title(number),
            kind=chosen.kind,
            tier=tier.id if rules.tier_choice == "applied" else "",
            category=among[number % len(among)].id if among else "",
            requested=asked,
            own=own_money(rules, asked),
            founded_on=_founded(rules, chosen),
            sponsored=_sponsored(chosen, number),
            same_as=_shared(rules, number),
        )


def _sponsored(chosen: ApplicantClass, number: int) -> bool:
    return chosen.sponsor == "required" or (chosen.sponsor == "optional" and number % 2 == 0)


def _title(number: int) -> str:
    again, which = divmod(number, len(_TITLES))
    return _TITLES[which] if not again else f"{_TITLES[which]}（{again + 1}）"


def _shared(rules: Programme, number: int) -> int | None:
    """Where an organisation may hand in two, every fifth application is somebody's second."""
    twice = rules.applicants.per_organisation > 1 and number % 5 == 4
    return number - len(rules.applicants.classes) if twice and number >= 5 else None


def _tiers(rules: Programme) -> list[Tier]:
    """The tier of each application, tier by tier."""
    wanted = [(tier, _how_many(rules, tier)) for tier in rules.tiers]
    total = sum(number for _tier, number in wanted)
    if total > MOST:
        wanted = [(tier, max(1, number * MOST // total)) for tier, number in wanted]
    return [tier for tier, number in wanted for _nth in range(number)]


def _how_many(rules: Programme, tier: Tier) -> int:
    slots = tier.slots
    if slots is None and rules.categories and all(c.slots for c in rules.categories):
        slots = sum(category.slots or 0 for category in rules.categories)
    if slots is None:
        by_money = ceil(rules.pool / tier.most) if tier.most and rules.pool else 8
        slots = max(3, by_money) // len(rules.tiers)
    return slots * 3 // 2 + 1


def _who_may(classes: Sequence[ApplicantClass], number: int, tier: Tier) -> ApplicantClass:
    """The next class in turn whose own cap leaves room for this tier."""
    turn = number % len(classes)
    ordered = [*classes[turn:], *classes[:turn]]
    fit = (one for one in ordered if one.cap is None or one.cap >= tier.least)
    return next(fit, ordered[0])


def _asked(rules: Programme, tier: Tier, chosen: ApplicantClass, random: Random) -> int:
    if tier.flat is not None:
        return tier.flat
    guess = rules.pool // 8 if rules.pool else _LEAST_ASKED
    most = min(tier.most or max(guess, tier.least, _LEAST_ASKED), chosen.cap or 10**15)
    share = random.choice((70, 80, 90, 100))
    return min(most, max(tier.least, _LEAST_ASKED, most * share // 10_000 * 100))


def request_for(tier: Tier) -> int:
    """What somebody may well ask for whose table does not say, in 分."""
    most = tier.most or max(tier.least, _LEAST_ASKED)
    return tier.flat or max(tier.least, most * 80 // 10_000 * 100)


def own_money(rules: Programme, requested: int) -> int:
    """Own money as the budget's share and a matching rule ask for, in 分."""
    percent = rules.budget.own_share_min
    own = Fraction(0)
    if percent > 0:
        own = Fraction(requested) * Fraction(percent) / Fraction(100 - percent)
    if rules.award.match:
        own = max(own, Fraction(requested) / rules.award.match)
    return ceil(own / 100) * 100 + (100 if percent > 0 else 0) if own else 0


def _founded(rules: Programme, chosen: ApplicantClass) -> date:
    """Old enough, and not older than start-ups may be."""
    call = rules.calendar.call_opens.date()
    if chosen.registered_since is not None:
        return min(chosen.registered_since + timedelta(days=30), call - timedelta(days=20))
    return call.replace(year=call.year - chosen.min_years - 3, day=1)
