"""An allocation put as a packing: every award there could be, and all bounds it would use up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from creator.i18n import Label, Text, _, listed
from creator.reckoning.funding.amounts import award_amount
from creator.reckoning.funding.candidates import candidates, own_refusal
from creator.reckoning.funding.funding_rule import FundingRule, Tier
from creator.reckoning.funding.outcome import Outcome
from creator.reckoning.funding.packing import Option, Packing
from creator.reckoning.ranking import Place
from creator.reckoning.rounding import shifted

Bound = Literal["money", "slots", "limit", "exclusive"]


@dataclass(frozen=True)
class Choice:
    """One award of the optimum: 分."""

    place: Place
    tier: Tier
    amount: int


@dataclass
class _Bound:
    bound: Bound
    name: Text | Label | str
    capacity: int
    in_money: bool


@dataclass
class Question:
    """The allocation as a packing; the options of each item in the order of its `choices`."""

    rule: FundingRule
    bounds: dict[object, int] = field(default_factory=dict)
    known: list[_Bound] = field(default_factory=list)
    choices: list[list[Choice]] = field(default_factory=list)
    items: list[tuple[Option, ...]] = field(default_factory=list)
    official: list[int | None] = field(default_factory=list)

    @property
    def packing(self) -> Packing:
        """The bare numbers."""
        return Packing(tuple(bound.capacity for bound in self.known), tuple(self.items))

    def add(self, place: Place, award: Outcome | None, digits: int) -> None:
        """One proposal, its score counted in units of so many digits; what it officially got."""
        choices = list(_choices(place, self.rule))
        official = None
        if award is not None:
            tier = self.rule.by_code[award.tier or ""]
            got = Choice(place, tier, award.amount)
            choices += [got] if got not in choices else []
            official = choices.index(got)
        worth = int(shifted(place.total, digits))
        self.items.append(
            tuple(Option(worth, self.uses(place, one.tier, one.amount)) for one in choices)
        )
        self.choices.append(choices)
        self.official.append(official)

    def uses(self, place: Place, tier: Tier, amount: int) -> tuple[tuple[int, int], ...]:
        """What this award would take of every bound."""
        lifted, found = self.rule.leftover or frozenset(), []
        if self.rule.pool is not None:
            found.append((self._at("pool", "money", _("资金池"), self.rule.pool), amount))
        if tier.slots is not None and "slots" not in lifted:
            name = _("“{tier}”的名额", tier=tier.name)
            found.append((self._at(("slots", tier.code), "slots", name, tier.slots), 1))
        if tier.money and tier.pool is not None:
            name = _("“{tier}”的资金", tier=tier.name)
            found.append((self._at(("tier", tier.code), "money", name, tier.pool), amount))
        found += self._limits(place, amount)
        for number, together in enumerate(self.rule.exclusive):
            if place.proposal in together:
                name = _("只能立项一个：{proposals}", proposals=listed(sorted(together)))
                found.append((self._at(("only", number), "exclusive", name, 1), 1))
        return tuple(sorted((at, used) for at, used in found if used))

    def _limits(self, place: Place, amount: int) -> Iterator[tuple[int, int]]:
        for number, limit in enumerate(self.rule.limits):
            value: str = getattr(place.facts, limit.on)
            lifted = limit.on in (self.rule.leftover or frozenset())
            if not value or limit.value not in (None, value) or lifted:
                continue
            if limit.slots is not None:
                name = limit.name(value)
                yield self._at((number, value, "slots"), "limit", name, limit.slots), 1
            if limit.money is not None:
                name = _("{limit}的资金", limit=limit.name(value))
                yield self._at((number, value, "money"), "limit", name, limit.money), amount

    def _at(self, key: object, bound: Bound, name: Text | Label | str, capacity: int) -> int:
        if key not in self.bounds:
            self.bounds[key] = len(self.known)
            money = bound == "money" or (isinstance(key, tuple) and key[-1] == "money")
            self.known.append(_Bound(bound, name, capacity, money))
        return self.bounds[key]


def _choices(place: Place, rule: FundingRule) -> Iterator[Choice]:
    """Every award the rule could make to it."""
    if place.rank is None or (rule.min_score is not None and place.total < rule.min_score):
        return
    for tier in candidates(place, rule):
        amount = award_amount(place, tier, rule.amount)
        if own_refusal(place, tier, amount) is None:
            yield Choice(place, tier, amount)
