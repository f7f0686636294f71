"""Panel mode: every expert of a group reads every proposal of that group.

The usual way in 公益创投. Scores compare inside a group, not across groups.
"""

from collections.abc import Collection, Mapping

from creator.i18n import _, listed
from creator.reckoning.assigning.assignment import plan_of
from creator.reckoning.assigning.problem import Expert, Impossible, Pair, Plan, Problem


def seat_panels(
    groups: Mapping[str, Collection[str]],
    panels: Mapping[str, Collection[str]],
    conflicts: Collection[Pair] = (),
    at_least: int = 1,
) -> Plan:
    """`groups` {group: proposals} read by `panels` {group: experts}, save where they conflict.

    An expert in conflict steps back from that one proposal (`Plan.recused`). Raises `Impossible`
    for proposals left with fewer than `at_least` experts.
    """
    forbidden = frozenset(conflicts)
    all_pairs = {
        (proposal, expert)
        for group, proposals in groups.items()
        for proposal in proposals
        for expert in panels.get(group, ())
    }
    experts = sorted({expert for panel in panels.values() for expert in panel})
    problem = Problem(
        need={proposal: at_least for proposals in groups.values() for proposal in proposals},
        experts=tuple(Expert(id_, most=len(all_pairs)) for id_ in experts),
    )
    plan = plan_of(problem, all_pairs - forbidden, bound=0)
    _check_panels(plan, at_least)
    return Plan(
        plan.pairs,
        plan.total,
        plan.bound,
        plan.readers,
        plan.loads,
        plan.served,
        recused=tuple(sorted(all_pairs & forbidden)),
    )


def _check_panels(plan: Plan, at_least: int) -> None:
    short = tuple(p for p, readers in plan.readers.items() if len(readers) < at_least)
    if not short:
        return
    fewest = min(len(plan.readers[proposal]) for proposal in short)
    raise Impossible(
        _(
            "{n} 个项目回避后不足 {need} 位专家（最少的只有 {fewest} 位）：{proposals}。"
            "请为所在评审组增补专家，或降低每个项目的最少专家数。",
            n=len(short),
            need=at_least,
            fewest=fewest,
            proposals=listed(short),
        ),
        proposals=short,
        missing=sum(at_least - len(plan.readers[proposal]) for proposal in short),
    )
