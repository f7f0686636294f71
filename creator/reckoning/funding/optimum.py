"""What-if: the choice with the best total score, beside the official allocation.

The objective is the sum of the scores of all that are awarded. The choice keeps the same minimum
score, conditions and amounts of tiers, slots, money, limits and exclusive sets; it may take any
tier the rule would try for a proposal, in any order. Limits that a second pass lifts do not bind
it, and a proposal the official allocation funds in part may be funded by that part: so the
official allocation is always one of the choices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from creator.i18n import Label, Text
from creator.reckoning.funding.funding_rule import FundingRule
from creator.reckoning.funding.optimum_question import Bound, Choice, Question
from creator.reckoning.funding.outcome import Allocation
from creator.reckoning.funding.packing import Packing
from creator.reckoning.funding.packing_search import best_packing
from creator.reckoning.ranking import Place
from creator.reckoning.rounding import ZERO, half_up, net, over, shifted, times, total

_HUNDRED = Decimal(100)


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
    def gain(self) -> Decimal:
        """How much more than the official total."""
        return net(self.total, ZERO, self.official)

    @property
    def gain_percent(self) -> Decimal | None:
        """The same in per cent of the official total, to four decimals; where that is not above
        nothing, a percentage would say the opposite."""
        if self.official <= 0:
            return None
        return half_up(over(times(self.gain, _HUNDRED), self.official), 4)


def optimum(places: Sequence[Place], rule: FundingRule, official: Allocation) -> Optimum:
    """The best choice, or the best found with a bound on what is possible."""
    given = {o.proposal: o for o in official.outcomes if o.kind == "award"}
    order = sorted(places, key=lambda place: (place.rank or 0, place.proposal))
    exponent = min(0, *(_exponent(place.total) for place in order), 0)
    question = Question(rule)
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
        total=shifted(Decimal(packed.value), exponent),
        at_most=shifted(Decimal(packed.bound), exponent),
        official=total(p.total for p in order if p.proposal in given),
        choices=tuple(taken),
        enters=tuple(p.proposal for p in order if p.proposal in new),
        leaves=tuple(p.proposal for p in order if p.proposal in gone),
        bindings=_bindings(question, packing, packed.choice),
    )


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _bindings(
    question: Question, packing: Packing, choice: Sequence[int | None]
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
