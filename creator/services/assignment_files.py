"""The files from which anybody repeats an assignment, kept when it is made."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from json import loads

from sqlalchemy import func, select

from creator.calc.assigning.order import Case
from creator.calc.assigning.outcome import summary_of
from creator.calc.assigning.similarity import Similarity
from creator.calc.results import csv_text
from creator.models.edition import Edition
from creator.models.review import AssignmentRun
from creator.reckoning.assigning.fairness import FairPlan
from creator.reckoning.assigning.grid import Grid, rows_of
from creator.reckoning.assigning.problem import Pair, Problem
from creator.reckoning.canonical import canonical
from creator.services.planning import Solved
from creator.services.work import Work


@dataclass(frozen=True)
class Run:
    """One planning as it was kept: files by name, the command, and the digest it gives."""

    ordinal: int
    round: int
    planned_at: datetime
    files: dict[str, str]
    command: str
    digest: str
    fixed: str
    """The file of what was set by hand, which the sum leaves alone; empty: nothing was."""


def keep(work: Work, edition: Edition, index: int, solved: Solved) -> None:
    """Keep what a plan was made of. The caller holds the edition's lock."""
    last = select(func.max(AssignmentRun.ordinal)).where(AssignmentRun.edition_id == edition.id)
    ordinal = (work.session.scalar(last) or 0) + 1
    body = canonical(_content(ordinal, solved))
    work.session.add(
        AssignmentRun(
            edition_id=edition.id,
            ordinal=ordinal,
            round=index,
            digest=sha256(body.encode()).hexdigest(),
            planned_at=work.now,
            planned_by_id=work.actor.person_id,
            body=body,
        )
    )


def runs(work: Work, edition: Edition) -> Sequence[Run]:
    """Every planning of the edition, in order. The caller has asked who may see them."""
    query = select(AssignmentRun).where(AssignmentRun.edition_id == edition.id)
    return [
        Run(row.ordinal, row.round, row.planned_at, **loads(row.body))
        for row in work.session.scalars(query.order_by(AssignmentRun.ordinal))
    ]


def _content(ordinal: int, solved: Solved) -> dict[str, object]:
    problem, start = solved.problem, f"assign-{ordinal}"
    tables = _tables(problem)
    named = {option: f"{start}-{option}.csv" for option in tables}
    files = {named[option]: text for option, text in tables.items()}
    fixed = f"{start}-fixed.csv" if solved.by_hand else ""
    if fixed:
        files[fixed] = _pairs(solved.by_hand)
    options = [f"--{option} {name}" for option, name in named.items()]
    options += [f"--mix {field}={count}" for field, count in sorted(problem.mix.items())]
    numbers = f"--per-proposal {_usual(problem)} --max-load {_most(problem)} --seed {problem.seed}"
    return {
        "command": f"creator calc assign {' '.join(options)} {numbers} --solver python"
        f" -o {start}-plan.csv",
        "digest": _digest(solved),
        "files": files,
        "fixed": fixed,
    }


def _tables(problem: Problem) -> dict[str, str]:
    """The file of each option, where there is anything to say in it."""
    found = {"similarity": _similarity(problem), "groups": _groups(problem)}
    if problem.conflicts:
        found["conflicts"] = _pairs(problem.conflicts)
    usual = _usual(problem)
    others = [pair for pair in sorted(problem.need.items()) if pair[1] != usual]
    if others:
        found["needs"] = csv_text(("proposal", "experts"), others)
    return found


def _similarity(problem: Problem) -> str:
    proposals, experts = list(problem.need), [one.id for one in problem.experts]
    rows = rows_of(problem.similarity, proposals, experts)
    lines = ((name, *row) for name, row in zip(proposals, rows, strict=True))
    return csv_text(("proposal", *experts), lines)


def _groups(problem: Problem) -> str:
    rows = (
        (one.id, one.employer, ";".join(sorted(one.fields)), one.most, one.least)
        for one in problem.experts
    )
    return csv_text(("expert", "group", "fields", "max_load", "min_load"), rows)


def _pairs(pairs: Iterable[Pair]) -> str:
    return csv_text(("proposal", "expert"), sorted(pairs))


def _usual(problem: Problem) -> int:
    """How many experts most proposals get."""
    return Counter(problem.need.values()).most_common(1)[0][0]


def _most(problem: Problem) -> int:
    return max(1, *(one.most for one in problem.experts))


def _digest(solved: Solved) -> object:
    """As the command tells it."""
    grid = solved.problem.similarity
    assert isinstance(grid, Grid)
    case = Case(solved.problem, Similarity(grid, 0), 0)
    return summary_of(case, FairPlan(solved.plan, 0, 0), "", floored=False)["digest"]
