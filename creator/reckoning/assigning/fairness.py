"""A plan that first serves the worst-served proposal as well as can be, or no worse than a floor.

No plan serves the worst-off proposal better than its own best panel would: that bound is tried
first, and in most rounds it is reached. Where it is not, the floor is halved in between (every
answer of the search is a plan or a proof), until the best floor is known or the work allowed is
done; then `proven` is false and the bounds say how far off the plan can be.
"""

from dataclasses import dataclass

from creator.i18n import _
from creator.reckoning.assigning.assignment import assign, plan_of
from creator.reckoning.assigning.floors import Search
from creator.reckoning.assigning.matching import Hall
from creator.reckoning.assigning.problem import Impossible, Plan, Problem
from creator.reckoning.assigning.shortage import named
from creator.reckoning.assigning.terms import WORK, Findings, Floors


@dataclass(frozen=True)
class FairPlan:
    """A plan, the floor it keeps, and the highest floor that any plan could keep."""

    plan: Plan
    floor: int
    floor_bound: int

    @property
    def proven(self) -> bool:
        """Whether there is neither a higher floor nor, with this floor, a higher total."""
        return self.floor == self.floor_bound and self.plan.total == self.plan.bound


def assign_above(problem: Problem, floor: int) -> FairPlan:
    """The best plan in which every proposal is served with at least `floor`.

    Raises `Impossible` when there is none, and when none was found in the work allowed.
    """
    plain = assign(problem)
    if min(plain.served.values(), default=floor) >= floor:
        return FairPlan(plain, floor, floor)
    floors, best = _prepared(problem)
    low = tuple(p for p, most in zip(floors.hall.proposals, best, strict=True) if most < floor)
    if low:
        raise _out_of_reach(low)
    floors.level(plain.pairs, floor)
    found = _above(floors, floor)
    if found.total is None:
        raise _not_found(plain, floor, unknown=found.open)
    return FairPlan(_plan(problem, floors.hall, found), floor, floor)


def assign_fairly(problem: Problem) -> FairPlan:
    """The plan with the highest floor there is; among these the one with the best total."""
    plain = assign(problem)
    low = min(plain.served.values(), default=0)
    floors, best = _prepared(problem)
    # Nor can all be served better than the best plan serves them on average.
    high = min([*best, plain.bound // len(best)]) if best else low
    floors.level(plain.pairs, high)
    low = max(low, floors.lowest)
    asked, unknown, end = high, high + 1, floors.work + WORK
    while low < min(high, unknown - 1) and floors.work < end:
        found = Search(floors, asked, WORK // 4, first=True).run()
        low = max(low, floors.lowest)
        if found.total is None and found.open:
            unknown = asked
        elif found.total is None:
            high = asked - 1
        asked = (low + min(high, unknown - 1) + 1) // 2
    if low == min(plain.served.values(), default=0):
        return FairPlan(plain, low, high)
    return FairPlan(_plan(problem, floors.hall, _above(floors, low)), low, high)


def _above(floors: Floors, floor: int) -> Findings:
    """The best total with this floor, beginning with the fairest plan known if it keeps it."""
    known = floors.climb(floors.fairest, floor) if floors.lowest >= floor else None
    return floors.climb(Search(floors, floor, WORK, known=known).run(), floor)


def _prepared(problem: Problem) -> tuple[Floors, list[int]]:
    """The market for floors, and the best sum of every proposal."""
    hall = Hall(problem)
    market = hall.market({})
    market.clear()
    floors = Floors(hall, market)
    best = [floors.best_sum(place, terms) or 0 for place, terms in enumerate(floors.usual)]
    return floors, best


def _plan(problem: Problem, hall: Hall, found: Findings) -> Plan:
    return plan_of(problem, hall.named(found.panels), found.bound)


def _out_of_reach(proposals: tuple[str, ...]) -> Impossible:
    text = _(
        "{n} 个项目（{proposals}）即使单独挑选最合适的专家也达不到下限。"
        "请降低下限，或增加适合这些项目的专家。",
        n=len(proposals),
        proposals=named(proposals),
    )
    return Impossible(text, proposals=proposals)


def _not_found(plain: Plan, floor: int, *, unknown: bool) -> Impossible:
    low = tuple(p for p, served in plain.served.items() if served < floor)
    text = (
        _("在允许的计算量内没有找到每个项目都达到下限的方案，也没有证明不存在。请降低下限。")
        if unknown
        else _(
            "每个项目单独都能达到下限，但专家的评审上限和其他规则使它们不能同时达到（总分最高的方案里"
            "有 {n} 个不足：{proposals}）。请降低下限，提高评审上限，或增加专家。",
            n=len(low),
            proposals=named(low),
        )
    )
    return Impossible(text, proposals=low)
