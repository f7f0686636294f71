"""Residents who vote for proposals, each with an equal share of the money.

Residents with the same ballot always have the same money left: they are kept as one group. All
money is counted in whole numbers over one common denominator, so that nothing is ever rounded.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

Ballots = Mapping[str, Mapping[str, Decimal]]
"""{voter: {proposal: points}}; an approval is 1 point."""

_NEAR = 1e-9


class Electorate:
    """`utility` by proposal and group is a whole number, in units of 1/`unit`; `all_worth` is its
    sum over all residents; `cost` is in 分."""

    def __init__(self, ballots: Ballots, cost: Mapping[str, int], by_cost: bool) -> None:
        same = Counter(tuple(sorted(ballot.items())) for ballot in ballots.values())
        groups = sorted(same)
        self.sizes = [same[group] for group in groups]
        self.voters = sum(self.sizes)
        # Thousands of residents give the same few numbers of points.
        exact = {points: Fraction(points) for group in groups for _p, points in group}
        self.unit = unit = lcm(*(points.denominator for points in exact.values()))
        units = {points: int(value * unit) for points, value in exact.items()}
        self.utility: dict[str, dict[int, int]] = defaultdict(dict)
        for number, group in enumerate(groups):
            for proposal, points in group:
                worth = units[points] * (cost[proposal] if by_cost else 1)
                if worth:
                    self.utility[proposal][number] = worth
        self.all_worth = {
            proposal: sum(worth * self.sizes[number] for number, worth in groups.items())
            for proposal, groups in self.utility.items()
        }
        self.cost = cost

    def least_rate(self, proposal: str) -> float:
        """About the rate where everybody who wants it can pay: there is none below."""
        return self.cost[proposal] / self.all_worth[proposal]

    def endow(self, money: Fraction) -> "Purses":
        """Everybody has an equal part of this money (分)."""
        share = money / max(1, self.voters)
        return Purses(self, [share.numerator] * len(self.sizes), share.denominator)


class Purses:
    """What each resident of a group has left: `left[group] / unit` 分."""

    def __init__(self, electorate: Electorate, left: list[int], unit: int) -> None:
        self.electorate = electorate
        self.left = left
        self.unit = unit

    def behind(self, proposal: str) -> Fraction:
        """What those who want it have left together."""
        sizes = self.electorate.sizes
        groups = self.electorate.utility.get(proposal, {})
        return Fraction(sum(self.left[g] * sizes[g] for g in groups), self.unit)

    def roughly(self, proposal: str) -> float | None:
        """About what `rate` gives, fast; `None` where the money behind it is too little."""
        groups = self.electorate.utility[proposal]
        sizes, left, unit = self.electorate.sizes, self.left, self.unit
        need = self.electorate.cost[proposal] * unit
        total = self.electorate.all_worth[proposal]
        # Only the order is rough (and right but among near equals); the sums stay whole numbers.
        for group in sorted(groups, key=lambda g: (left[g] / unit / groups[g], g)):
            if left[group] * total >= need * groups[group]:
                return need / (total * unit)
            need -= left[group] * sizes[group]
            total -= groups[group] * sizes[group]
        return None

    def rate(self, proposal: str, near: float) -> Fraction | None:
        """What one unit of utility costs if those who want it share its price as evenly as their
        money allows; `near` is about that. `None` where they cannot pay it."""
        groups = self.electorate.utility.get(proposal, {})
        if self.behind(proposal) < self.electorate.cost[proposal]:
            return None
        low = near * (1 - 10 * _NEAR)
        broke = {g for g, worth in groups.items() if self.left[g] / self.unit < low * worth}
        while True:
            rate = self._shared(proposal, groups, broke)
            over = {
                g
                for g, worth in groups.items()
                if g not in broke
                and self.left[g] * rate.denominator < rate.numerator * worth * self.unit
            }
            if not over:
                return rate
            broke |= over

    def _shared(self, proposal: str, groups: Mapping[int, int], broke: Iterable[int]) -> Fraction:
        """The rate if these groups give all they have and the others share the rest."""
        sizes = self.electorate.sizes
        spent = set(broke)
        given = sum(self.left[g] * sizes[g] for g in spent)
        worth = sum(worth * sizes[g] for g, worth in groups.items() if g not in spent)
        need = self.electorate.cost[proposal] * self.unit - given
        return Fraction(need, worth * self.unit) if worth else Fraction(0)

    def pay(self, proposal: str, rate: Fraction) -> Fraction:
        """Everybody who wants it pays; returns the most that one resident paid (分)."""
        unit = lcm(self.unit, rate.denominator)
        factor = unit // self.unit
        self.left = [amount * factor for amount in self.left]
        self.unit = unit
        share = rate.numerator * (unit // rate.denominator)
        most = 0
        for group, worth in self.electorate.utility[proposal].items():
            paid = min(self.left[group], share * worth)
            self.left[group] -= paid
            most = max(most, paid)
        return Fraction(most, unit)
