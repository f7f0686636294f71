"""What is left while awards are made: slots, money, limits, exclusive sets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from creator.i18n import Text, _
from creator.reckoning.funding.amounts import award_amount, whole_units
from creator.reckoning.funding.candidates import own_refusal
from creator.reckoning.funding.funding_rule import FundingRule, Lift, Limit, Tier
from creator.reckoning.ranking import Place
from creator.reckoning.rounding import times
from creator.reckoning.wording import Sum

Key = str | tuple[str | int, str]
Why = Literal["own", "slots", "pool", "limit", "exclusive"]


@dataclass(frozen=True)
class Obstacle:
    """Why an award was not made in this tier. `own`: more room would not have helped.

    `closing`: this one was the first not to fit, and shut the money for all who follow.
    """

    tier: str
    why: Why
    text: Text
    closing: bool = False


@dataclass(frozen=True)
class Grant:
    """An award that fits: 分, and the full award if this is only a part of it."""

    tier: Tier
    amount: int
    part_of: int | None = None


@dataclass
class Purse:
    """Money that several proposals share."""

    why: Why
    name: Text
    left: int
    closed: bool = False


@dataclass
class _Count:
    slots: int
    used: int = 0


@dataclass
class Ledger:
    """Running state of one allocation; `lifted` limits do not bind any more."""

    rule: FundingRule
    overflow: Literal["stop", "skip", "partial"]
    lifted: frozenset[Lift] = frozenset()
    purses: dict[Key, Purse] = field(default_factory=dict)
    counts: dict[Key, _Count] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)

    @property
    def shut(self) -> bool:
        """Whether the common pool gives nothing more in this pass."""
        return "pool" in self.purses and self.purses["pool"].closed

    def attempt(self, place: Place, tier: Tier) -> Grant | Obstacle:
        """What this proposal would get in this tier now. Closes money where the rule says so."""
        full = award_amount(place, tier, self.rule.amount)
        refusal = own_refusal(place, tier, full)
        if refusal:
            return Obstacle(tier.code, "own", refusal)
        return self._room(place, tier) or self._money(place, tier, full)

    def take(self, place: Place, grant: Grant) -> None:
        """Book an award."""
        for purse in self._purses(place, grant.tier):
            purse.left -= grant.amount
        for _limit, count in self._counts(place):
            count.used += 1
        self._slots(grant.tier).used += 1
        self.ranks[place.proposal] = place.rank or 0

    def second_pass(self, lifted: frozenset[Lift]) -> None:
        """Open what was closed and go on by `skip`, with these limits lifted."""
        self.overflow, self.lifted = "skip", lifted
        for purse in self.purses.values():
            purse.closed = False

    def _room(self, place: Place, tier: Tier) -> Obstacle | None:
        rank = place.rank
        slots = self._slots(tier)
        if "slots" not in self.lifted and tier.slots is not None and slots.used >= tier.slots:
            text = _("第 {rank} 名：“{tier}”名额已满。", rank=rank, tier=tier.name)
            return Obstacle(tier.code, "slots", text)
        for limit, count in self._counts(place):
            if count.used >= count.slots:
                text = _(
                    "第 {rank} 名：{limit}最多立项 {n} 个，已满。",
                    rank=rank,
                    limit=limit.name(getattr(place.facts, limit.on)),
                    n=count.slots,
                )
                return Obstacle(tier.code, "limit", text)
        for rival in self._rivals(place):
            text = _(
                "第 {rank} 名：与第 {other} 名只能立项一个。", rank=rank, other=self.ranks[rival]
            )
            return Obstacle(tier.code, "exclusive", text)
        return None

    def _money(self, place: Place, tier: Tier, full: int) -> Grant | Obstacle:
        if not tier.money:
            return Grant(tier, 0)
        bounded = list(self._purses(place, tier))
        for purse in bounded:
            if purse.closed:
                text = _(
                    "第 {rank} 名：{purse}已按名次分配到前面为止。",
                    rank=place.rank,
                    purse=purse.name,
                )
                return Obstacle(tier.code, purse.why, text)
        tightest = min(bounded, key=lambda purse: purse.left, default=None)
        if tightest is None or full <= tightest.left:
            return Grant(tier, full)
        return self._overflow(place, tier, full, tightest)

    def _overflow(self, place: Place, tier: Tier, full: int, purse: Purse) -> Grant | Obstacle:
        purse.closed = self.overflow != "skip"
        left = purse.left
        words = {
            "rank": place.rank,
            "purse": purse.name,
            "need": Sum(full),
            "left": Sum(left),
        }
        if self.overflow == "partial":
            part = whole_units(left, self.rule.amount)
            enough = part * 100 >= times(Decimal(full), self.rule.partial_percent)
            if part > 0 and part >= tier.minimum and enough:
                return Grant(tier, part, part_of=full)
            text = _(
                "第 {rank} 名：应资助 {need}，{purse}只剩 {left}，不够部分资助的下限，到此为止。",
                **words,
            )
        elif self.overflow == "stop":
            text = _("第 {rank} 名：应资助 {need}，{purse}只剩 {left}，按规则到此为止。", **words)
        else:
            text = _("第 {rank} 名：应资助 {need}，{purse}只剩 {left}，跳过。", **words)
        return Obstacle(tier.code, purse.why, text, closing=purse.closed)

    def _purses(self, place: Place, tier: Tier) -> Iterator[Purse]:
        """The bounded money this award would be paid from: pool, tier's own, limited categories."""
        purses = self.purses
        if self.rule.pool is not None:
            yield purses.get("pool") or self._open("pool", "pool", _("资金池"), self.rule.pool)
        if tier.money and tier.pool is not None:
            own = ("tier", tier.code)
            name = _("“{tier}”的资金", tier=tier.name)
            yield purses.get(own) or self._open(own, "pool", name, tier.pool)
        for key, limit, value in self._limits(place):
            if limit.money is not None:
                yield purses.get(key) or self._open(key, "limit", limit.name(value), limit.money)

    def _open(self, key: Key, why: Why, name: Text, start: int) -> Purse:
        return self.purses.setdefault(key, Purse(why, name, start))

    def _counts(self, place: Place) -> Iterator[tuple[Limit, _Count]]:
        for key, limit, _value in self._limits(place):
            if limit.slots is not None:
                yield limit, self.counts.setdefault(key, _Count(limit.slots))

    def _limits(self, place: Place) -> Iterator[tuple[tuple[int, str], Limit, str]]:
        for number, limit in enumerate(self.rule.limits):
            value: str = getattr(place.facts, limit.on)
            if value and limit.value in (None, value) and limit.on not in self.lifted:
                yield (number, value), limit, value

    def _slots(self, tier: Tier) -> _Count:
        return self.counts.setdefault(("tier", tier.code), _Count(0))

    def _rivals(self, place: Place) -> list[str]:
        rivals = self.rule.rivals.get(place.proposal, ())
        return sorted(
            (rival for rival in rivals if rival in self.ranks),
            key=lambda rival: (self.ranks[rival], rival),
        )
