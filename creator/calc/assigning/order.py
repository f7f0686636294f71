"""What is asked of a plan, and the problem it makes of the files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from creator.calc.assigning.companions import (
    Person,
    check_fixed,
    read_groups,
    read_needs,
    read_pairs,
)
from creator.calc.assigning.similarity import Similarity, read_similarity
from creator.calc.desk import Desk
from creator.i18n import _, listed
from creator.programme.place import nearest
from creator.reckoning.assigning.problem import Expert, Problem
from creator.reckoning.refusal import Unreckonable

BARRED, ZERO = "barred", "zero"
_NAMED = 5


@dataclass(frozen=True)
class Files:
    """Where the tables are."""

    similarity: Path
    conflicts: Path | None = None
    groups: Path | None = None
    fixed: Path | None = None
    needs: Path | None = None


@dataclass(frozen=True)
class Order:
    """The numbers of the command line."""

    per_proposal: int
    max_load: int
    min_load: int = 0
    mix: Mapping[str, int] = field(default_factory=dict)
    absent: str = BARRED
    seed: int = 0


@dataclass(frozen=True)
class Case:
    """The problem, with its similarities as the file has them."""

    problem: Problem
    similarity: Similarity
    absent: int


def read_case(files: Files, order: Order, floor: Decimal | None, desk: Desk) -> Case:
    """Read every file. Raises FaultyFile with what is wrong in any of them."""
    places = len(format(floor, "f").partition(".")[2]) if floor is not None else 0
    similarity = read_similarity(files.similarity, desk, places)
    conflicts = _pairs(files.conflicts, similarity, desk)
    fixed = _pairs(files.fixed, similarity, desk)
    people = read_groups(files.groups, similarity, desk) if files.groups else {}
    needs = read_needs(files.needs, similarity, desk) if files.needs else {}
    desk.settle()
    absent = similarity.grid.absent()
    barred = frozenset(absent) if order.absent == BARRED else frozenset()
    if files.fixed:
        check_fixed(files.fixed, fixed, barred, conflicts, desk)
    desk.settle()
    _check_mix(order.mix, people)
    if absent:
        _remark(absent, order.absent, files.similarity, desk)
    problem = Problem(
        need=dict.fromkeys(similarity.grid.proposals, order.per_proposal) | needs,
        experts=tuple(_expert(name, people, order) for name in similarity.grid.experts),
        similarity=similarity.grid,
        conflicts=conflicts | barred,
        fixed=fixed,
        mix=order.mix,
        seed=order.seed,
    )
    return Case(problem, similarity, len(absent))


def _pairs(path: Path | None, similarity: Similarity, desk: Desk) -> frozenset[tuple[str, str]]:
    return frozenset() if path is None else read_pairs(path, similarity, desk)


def _expert(name: str, people: Mapping[str, Person], order: Order) -> Expert:
    person = people.get(name, Person())
    most = order.max_load if person.max_load is None else person.max_load
    least = order.min_load if person.min_load is None else person.min_load
    return Expert(name, most, least, person.group, person.fields)


def _check_mix(mix: Mapping[str, int], people: Mapping[str, Person]) -> None:
    """A field nobody stands for is most likely a slip of the pen."""
    known = {name for person in people.values() for name in person.fields}
    for name in sorted(mix.keys() - known):
        text = _(
            "--mix 要求的“{field}”在分组表的 fields 列里没有。{hint}",
            field=name,
            hint=nearest(name, sorted(known)),
        )
        raise Unreckonable(text)


def _remark(absent: list[tuple[str, str]], how: str, path: Path, desk: Desk) -> None:
    shown = listed(f"{proposal}–{expert}" for proposal, expert in absent[:_NAMED])
    if how == BARRED:
        text = _(
            "{path}: {n} 对没有相似度（{pairs}{more}），当作不可分配；"
            "要当作 0，请加 --absent zero。",
            path=str(path), n=len(absent), pairs=shown, more="…" if len(absent) > _NAMED else "",
        )  # fmt: skip
    else:
        text = _(
            "{path}: {n} 对没有相似度（{pairs}{more}），当作 0。",
            path=str(path), n=len(absent), pairs=shown, more="…" if len(absent) > _NAMED else "",
        )  # fmt: skip
    desk.say(text)
