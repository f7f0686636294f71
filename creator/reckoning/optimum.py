"""What-if: the choice with the best total score, beside the official allocation.

The objective is the sum of the scores of all that are awarded. The choice keeps the same minimum
score, conditions and amounts of tiers, slots, money, limits and exclusive sets; it may take any
tier the rule would try for a proposal, in any order. Limits that a second pass lifts do not bind
it, and a proposal the official allocation funds in part may be funded by that part: so the
official allocation is always one of the choices.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from creator.i18n import Label, Text, _, listed
from creator.reckoning.amounts import award_amount
from creator.reckoning.candidates import candidates, own_refusal
from creator.reckoning.funding_rule import FundingRule, Tier
from creator.reckoning.outcome import Allocation, Outcome
from creator.reckoning.packing import Option, Packing
from creator.reckoning.packing_search import best_packing
from creator.reckoning.ranking import Place
from creator.reckoning.rounding import ZERO, half_up, over

Bound = Literal["money", "slots", "limit", "exclusive"]


@dataclass(frozen=True)
class Choice:
    """One award of the optimum: 分."""

    place: Place
    tier: Tier
    amount: int


@dataclass(frozen=True)
class Binding:
    """A bound that keeps somebody out of the optimum. `capacity` and `used` in 分 if `in_money`;
    `alone` counts those whom nothing else keeps out."""

    bound: Bound
    name: Text | Label | str
    capacity: int
    used: int
    keeps_out: int
    alone: int
    in_money: bool


@dataclass(frozen=True)
class Optimum:
    """`total` is reached, `at_most` proven: equal unless the search was too long to finish."""

    total: Decimal
    at_most: Decimal
    official: Decimal
    choices: tuple[Choice, ...]
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    bindings: tuple[Binding, ...]

    @property
    def proven(self) -> bool:
        """Whether no choice has a better total."""
        return self.total == self.at_most

    @property
    def spent(self) -> int:
        """分."""
        return sum(choice.amount for choice in self.choices)

    @property
    def gain_percent(self) -> Decimal | None:
        """How much more than the official total, to four decimals."""
        if not self.official:
            return None
        return half_up(over((self.total - self.official) * 100, self.official), 4)


@dataclass
class _Bound:
    bound: Bound
    name: Text | Label | str
    capacity: int
    in_money: bool


@dataclass
class _Question:
    """The allocation as a packing; options in the order of `choices`."""

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
        worth = int(place.total.scaleb(digits))
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


def optimum(places: Sequence[Place], rule: FundingRule, official: Allocation) -> Optimum:
    """The best choice, or the best found with a bound on what is possible."""
    given = {o.proposal: o for o in official.outcomes if o.kind == "award"}
    order = sorted(places, key=lambda place: (place.rank or 0, place.proposal))
    exponent = min(0, *(_exponent(place.total) for place in order), 0)
    question = _Question(rule)
    for place in order:
        question.add(place, given.get(place.proposal), -exponent)
    packing = question.packing
    packed = best_packing(packing, question.official)
    taken = [
        question.choices[item][option]
        for item, option in enumerate(packed.choice)
        if option is not None
    ]
    chosen = {choice.place.proposal for choice in taken}
    new, gone = chosen - given.keys(), given.keys() - chosen
    return Optimum(
        total=Decimal(packed.value).scaleb(exponent),
        at_most=Decimal(packed.bound).scaleb(exponent),
        official=sum((p.total for p in order if p.proposal in given), ZERO),
        choices=tuple(taken),
        enters=tuple(p.proposal for p in order if p.proposal in new),
        leaves=tuple(p.proposal for p in order if p.proposal in gone),
        bindings=_bindings(question, packing, packed.choice),
    )


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _choices(place: Place, rule: FundingRule) -> Iterator[Choice]:
    """Every award the rule could make to it."""
    if place.rank is None or (rule.min_score is not None and place.total < rule.min_score):
        return
    for tier in candidates(place, rule):
        amount = award_amount(place, tier, rule.amount)
        if own_refusal(place, tier, amount) is None:
            yield Choice(place, tier, amount)


def _bindings(
    question: _Question, packing: Packing, choice: Sequence[int | None]
) -> tuple[Binding, ...]:
    """The bounds that keep out who is not chosen, those that alone do so most first."""
    used = [0] * len(packing.capacities)
    for options, option in zip(packing.items, choice, strict=True):
        if option is not None:
            for at, amount in options[option].uses:
                used[at] += amount
    out, alone = [0] * len(used), [0] * len(used)
    for options, option in zip(packing.items, choice, strict=True):
        if option is None and options:
            short = [
                {at for at, amount in one.uses if used[at] + amount > packing.capacities[at]}
                for one in options
            ]
            for at in set().union(*short):
                out[at] += 1
            for at in {at for one in short if len(one) == 1 for at in one}:
                alone[at] += 1
    found = [
        Binding(
            bound.bound, bound.name, bound.capacity, used[at], out[at], alone[at], bound.in_money
        )
        for at, bound in enumerate(question.known)
        if out[at]
    ]
    return tuple(sorted(found, key=lambda b: (-b.alone, -b.keeps_out)))
