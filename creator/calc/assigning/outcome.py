"""What is said of a plan: a row for every pair, and the sums."""

from collections import Counter
from collections.abc import Iterator

from creator.calc.assigning.order import Case
from creator.reckoning.assigning.fairness import FairPlan
from creator.reckoning.canonical import digest

HEADER = ("proposal", "expert", "score", "fixed")
Row = tuple[object, ...]


def rows(case: Case, answer: FairPlan) -> Iterator[Row]:
    """The pairs in order of proposals, then of experts."""
    for proposal, expert in answer.plan.pairs:
        score = case.problem.similarity.get((proposal, expert), 0)
        fixed = (proposal, expert) in case.problem.fixed
        yield proposal, expert, case.similarity.number(score), fixed


def summary_of(case: Case, answer: FairPlan, solver: str, *, floored: bool) -> dict[str, object]:
    """The sums of the plan, and how far from the best it can be."""
    plan, number = answer.plan, case.similarity.number
    worst = plan.worst_served
    loads = Counter(plan.loads.values())
    return {
        "absent": case.absent,
        "bound": number(plan.bound),
        "digest": digest(tuple(rows(case, answer))),
        "experts": len(plan.loads),
        "floor": number(answer.floor) if floored else None,
        "floor_bound": number(answer.floor_bound) if floored else None,
        "loads": plan.loads,
        "loads_histogram": {str(load): loads[load] for load in sorted(loads)},
        "pairs": len(plan.pairs),
        "proposals": len(plan.readers),
        "proven": answer.proven,
        "seed": case.problem.seed,
        "solver": solver,
        "total": number(plan.total),
        "worst_proposal": worst,
        "worst_sum": number(plan.served[worst]),
    }
