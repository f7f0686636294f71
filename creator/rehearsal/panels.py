"""How a simulated officer forms a panel: enough experts of the fields asked for, a few to spare."""

from collections import Counter
from collections.abc import Sequence
from math import ceil

from sqlalchemy import func, select

from creator.models.edition import Edition
from creator.models.person import ExpertProfile
from creator.models.review import Assignment
from creator.programme.programme import Programme
from creator.programme.rounds import Round
from creator.rehearsal.drawing import draw_experts
from creator.rehearsal.world import World
from creator.rules import rounds
from creator.rules.panels import lacking_readers
from creator.services import assignments, drawn_panels, panels
from creator.services.editions import programme
from creator.services.panels import Member
from creator.services.work import Work

SPARE = 2
"""Experts seated beyond the panel, for those who step back."""


def seat_and_plan(world: World, work: Work, edition: Edition) -> bool | None:
    """Seat a panel, or plan the assignment once everybody has declared; False while waiting.

    None where nothing is to be done before the day of the number by which experts are drawn.
    """
    members, index = panels.pool(work, edition), panels.index_now(work, edition)
    rules = programme(work, edition)
    entering = rounds.entering(work.session, edition, rules, index)
    if not any(member.seat for member in members):
        wanted = experts_needed(rules, rules.rounds[index], max(len(entering), 1))
        if rules.experts.drawn:
            return _seat_by_lot(world, work, edition, min(wanted, len(members)))
        chosen = choose(rules, rules.rounds[index], members, wanted)
        panels.seat(work, edition, [member.person.id for member in chosen])
        return True
    if any(m.seat and not (m.seat.declared_at or m.seat.declined_at) for m in members):
        return False
    planned = _assigned(work, edition, index)
    # Whoever became eligible after the plan was made still needs readers.
    if planned and not any(lacking_readers(work.session, edition, rules, index, entering)):
        return False
    assignments.plan(work, edition)
    return _assigned(work, edition, index) != planned


def _seat_by_lot(world: World, work: Work, edition: Edition, seats: int) -> bool | None:
    if not drawn_panels.standing(work, edition).order:
        return draw_experts(world, work, edition, seats)
    drawn_panels.seat_drawn(work, edition)
    return True


def _assigned(work: Work, edition: Edition, index: int) -> int:
    query = select(func.count()).where(
        Assignment.edition_id == edition.id, Assignment.round == index
    )
    return work.session.scalar(query) or 0


def experts_needed(rules: Programme, round_: Round, proposals: int) -> int:
    """How many to seat: the panel and a few more, or what the loads of a matching round take."""
    sheets = proposals * round_.panel
    by_load = ceil(sheets / round_.max_load) if round_.max_load else 0
    needed = max(round_.panel, by_load) + SPARE
    if round_.mode == "matching":
        needed = max(needed, round_.panel * 2)
    if round_.min_load and round_.mode == "matching":
        needed = max(round_.panel, min(needed, sheets // round_.min_load))
    return needed


def choose(rules: Programme, round_: Round, members: Sequence[Member], wanted: int) -> list[Member]:
    """So many of the pool, in its order, those of the fields asked for first."""
    names = {field.id: {field.id, field.label.zh} for field in rules.experts.fields}
    chosen: list[Member] = []
    for mix in round_.mix:
        share = ceil(mix.min * wanted / round_.panel) + 1
        able = [m for m in members if _fields(m.profile) & names.get(mix.field, {mix.field})]
        chosen += [member for member in able[:share] if member not in chosen]
    chosen += [member for member in members if member not in chosen]
    return chosen[: max(wanted, len(round_.mix))]


def _fields(profile: ExpertProfile) -> set[str]:
    return set(profile.field.replace("、", " ").split())


def pool_of(rules: Programme) -> list[str]:
    """The fields of the experts a host needs for these rules, one text an expert."""
    most = max(round_.panel for round_ in rules.rounds)
    loads = [
        ceil(60 * round_.panel / round_.max_load) for round_ in rules.rounds if round_.max_load
    ]
    size = max(most * 2 + SPARE, 12, *(load + SPARE for load in loads))
    asked: Counter[str] = Counter()
    for round_ in rules.rounds:
        for mix in round_.mix:
            share = ceil(mix.min * size / round_.panel) + SPARE
            asked[mix.field] = max(asked[mix.field], share)
    labels = {field.id: field.label.zh for field in rules.experts.fields}
    fields = [labels.get(field, field) for field, n in asked.items() for _nth in range(n)]
    known = list(labels.values()) or ["社会工作", "社区治理", "项目管理", "老年服务"]
    rest = [known[n % len(known)] for n in range(max(0, size - len(fields)))]
    return fields + rest
