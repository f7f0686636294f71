"""Rank-and-fund as a programme declares it. All money in 分.

Rank, slot and amount are three decisions: the tie chain makes the rank, `tiers` and `limits` give
the slots, `amount` gives the money.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from creator.i18n import Label, Text, _
from creator.reckoning.rounding import ZERO

AmountKind = Literal["requested_capped", "flat", "by_tier", "by_score_band", "committee", "match"]
LimitKind = Literal["category", "organisation", "area"]
Lift = Literal["slots", "category", "organisation", "area"]
TierBy = Literal["applied", "rank", "score"]


@dataclass(frozen=True)
class Tier:
    """An award tier. `None` means no bound.

    `then` is the tier to try when this one does not work out (only where tiers are applied for).
    `flat` is the sum under the amount rule `by_tier`; without `money` a tier gives only its slot.
    `pool` is money set aside for this tier inside the common pool. `min_score` is what a total
    must reach for this tier.
    """

    code: str
    slots: int | None = None
    cap: int | None = None
    minimum: int = 0
    flat: int = 0
    pool: int | None = None
    min_score: Decimal | None = None
    then: str | None = None
    money: bool = True
    label: Label | None = None

    @property
    def name(self) -> Label | str:
        """What people call it."""
        return self.label or self.code


@dataclass(frozen=True)
class AmountRule:
    """How much an award is, before tier cap, audited budget, limits and pool bound it.

    requested_capped  what was asked, at most what was recommended
    flat              `flat` for everybody
    by_tier           the tier's `flat`
    by_score_band     a percentage of what was asked: (least score, percent), the highest reached
    committee         what the committee decided (`Facts.recommended`, compulsory)
    match             `ratio` times the applicant's own money

    `unit`: amounts are rounded down to a multiple of this (100_00 = whole hundreds of 元).
    """

    kind: AmountKind = "requested_capped"
    flat: int = 0
    bands: tuple[tuple[Decimal, Decimal], ...] = ()
    ratio: Fraction = Fraction(1)
    unit: int = 1


@dataclass(frozen=True)
class Limit:
    """At most `slots` awards, or `money` 分, for one category, organisation or area.

    `value=None`: for each of them separately.
    """

    on: LimitKind
    value: str | None = None
    slots: int | None = None
    money: int | None = None

    def name(self, value: str) -> Text:
        """What is limited, for people."""
        if self.on == "category":
            return _("类别“{name}”", name=value)
        if self.on == "organisation":
            return _("单位“{name}”", name=value)
        return _("地区“{name}”", name=value)


@dataclass(frozen=True)
class FundingRule:
    """Minimum score -> tiers -> amount -> limits -> pool -> waitlist -> what is left.

    `tier_by`: tiers are `applied` for, or assigned by `rank` (the first tier fills first) or by
    `score` (the first tier whose `min_score` is reached).
    `overflow`, when the money at hand does not suffice for the next in rank: `stop` closes that
    money for all who follow; `skip` passes this one over and goes on; `partial` gives what is left
    if it is at least `partial_percent` of the award, then closes.
    `exclusive`: of each set at most one is awarded, the best placed.
    `waitlist`: how many are kept in order (`None`: all who only lacked room).
    `leftover`: the limits lifted in a second pass over the unfunded (an empty set: none is lifted,
    but closed money is opened again and given by `skip`). `None`: no second pass.
    """

    tiers: tuple[Tier, ...]
    tier_by: TierBy = "applied"
    amount: AmountRule = AmountRule()
    pool: int | None = None
    min_score: Decimal | None = None
    overflow: Literal["stop", "skip", "partial"] = "skip"
    partial_percent: Decimal = ZERO
    limits: tuple[Limit, ...] = ()
    exclusive: tuple[frozenset[str], ...] = ()
    waitlist: int | None = None
    leftover: frozenset[Lift] | None = None

    def __post_init__(self) -> None:
        codes = [tier.code for tier in self.tiers]
        if len(set(codes)) < len(codes):
            raise ValueError("tier codes are unique")
        if any(tier.then not in (None, *codes) for tier in self.tiers):
            raise ValueError("a tier falls to a tier that exists")

    @cached_property
    def rivals(self) -> Mapping[str, frozenset[str]]:
        """Who excludes whom (itself included, which cannot be awarded before it is tried)."""
        found: dict[str, frozenset[str]] = {}
        for together in self.exclusive:
            for proposal in together:
                found[proposal] = found.get(proposal, frozenset()) | together
        return found

    @cached_property
    def by_code(self) -> Mapping[str, Tier]:
        """The tiers by their code."""
        return {tier.code: tier for tier in self.tiers}
