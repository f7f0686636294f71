"""Who reads what: experts to proposals, the greatest total similarity within the hard rules.

Conflicts, load caps, minimum loads, fixed pairs and "one expert per employer" or "a mix of fields"
are all carried by one market (`market`), which is exact. Only where an employer has experts of
different fields *and* the programme demands both rules does it not suffice; `branching` then
searches on, and `Plan.bound` tells how far the plan can be from the best.
"""

from collections import Counter
from collections.abc import Iterable

from creator.reckoning.assigning.branching import best_seating
from creator.reckoning.assigning.problem import Pair, Plan, Problem
from creator.reckoning.assigning.scale import flow_pairs
from creator.reckoning.assigning.seating import seating_of
from creator.reckoning.assigning.shortage import check, explain


def assign(problem: Problem) -> Plan:
    """The plan with the greatest total similarity; among equals, even loads, then lots.

    The same problem gives the same plan, in whatever order its parts were listed.
    Raises `Impossible`, which names the shortage and the rules that would have to give.
    """
    check(problem)
    found = best_seating(problem)
    if found is None:
        raise explain(problem)
    seating, bound = found
    return plan_of(problem, seating.pairs, bound)


def assign_at_scale(problem: Problem) -> Plan | None:
    """A plan with the same total, by OR-Tools; `None` where that does not find one.

    Which of several equal plans it is, OR-Tools decides.
    """
    check(problem)
    pairs = flow_pairs(problem)
    if pairs is None:
        return None
    seating = seating_of(problem, pairs)
    return None if seating.clashes else plan_of(problem, pairs, seating.total)


def plan_of(problem: Problem, pairs: Iterable[Pair], bound: int) -> Plan:
    """The plan made of these pairs, with its sums."""
    chosen = tuple(sorted(pairs))
    loads = Counter(expert for _proposal, expert in chosen)
    readers: dict[str, tuple[str, ...]] = dict.fromkeys(sorted(problem.need), ())
    served = dict.fromkeys(readers, 0)
    for proposal, expert in chosen:
        readers[proposal] += (expert,)
        served[proposal] += problem.similarity.get((proposal, expert), 0)
    return Plan(
        pairs=chosen,
        total=sum(served.values()),
        bound=bound,
        readers=readers,
        loads={id_: loads[id_] for id_ in sorted(expert.id for expert in problem.experts)},
        served=served,
    )


def even_load(seats: int, experts: int) -> tuple[int, int]:
    """The least and the most each reads when everybody reads the same, give or take one."""
    least, more = divmod(seats, experts)
    return least, least + bool(more)
