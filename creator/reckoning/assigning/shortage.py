"""Why no plan keeps every rule, in words that say what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from creator.i18n import Listed, Text, _, listed
from creator.reckoning.assigning.branching import best_seating
from creator.reckoning.assigning.problem import Expert, Impossible, Problem
from creator.reckoning.assigning.seating import ANY, Seating, seat

_NAMED = 10


def check(problem: Problem) -> None:
    """Raise `Impossible` where the problem contradicts itself before anything is tried."""
    _check_mix(problem)
    _check_fixed(problem)


def _check_mix(problem: Problem) -> None:
    """A proposal must have at least as many seats as the mix has people."""
    mixed = sum(problem.mix.values())
    small = tuple(sorted(p for p, need in problem.need.items() if need < mixed))
    if small:
        text = _(
            "专业搭配要求每个项目至少 {mix} 位专家，{n} 个项目只安排了更少的人。",
            mix=mixed,
            n=len(small),
        )
        raise Impossible(text, proposals=small)


def _check_fixed(problem: Problem) -> None:
    """A fixed pair must be of this round, and no conflict may forbid it."""
    known = {expert.id for expert in problem.experts}
    for proposal, expert in sorted(problem.fixed):
        if (proposal, expert) in problem.conflicts:
            text = _(
                "专家 {expert} 与项目 {proposal} 有利益冲突，请先撤下这一安排。",
                expert=expert,
                proposal=proposal,
            )
        elif expert not in known or proposal not in problem.need:
            text = _(
                "已定的安排（项目 {proposal}，专家 {expert}）不在本轮名单里。",
                proposal=proposal,
                expert=expert,
            )
        else:
            continue
        raise Impossible(text, proposals=(proposal,), experts=(expert,))


def explain(problem: Problem) -> Impossible:
    """The shortage of a problem that has no plan."""
    # Only rules say why there is no plan: without similarities every way is soon found.
    problem = replace(problem, similarity={})
    seating = seat(problem)
    remedies = tuple(text for text, relaxed in _relaxations(problem) if best_seating(relaxed))
    text = _("{shortage}{remedy}", shortage=_reason(problem, seating), remedy=_advice(remedies))
    free = _free(problem, seating.crowded)
    return Impossible(
        text,
        proposals=seating.crowded,
        experts=tuple(expert.id for expert in free),
        missing=sum(short.seats for short in seating.short),
        remedies=remedies,
    )


def _reason(problem: Problem, seating: Seating) -> Text:
    if seating.short:
        return _shortage(problem, seating)
    if seating.idle:
        return _(
            "{n} 位专家达不到最少评审数：{experts}。",
            n=len(seating.idle),
            experts=named(seating.idle),
        )
    if seating.lost:
        return _(
            "已定的 {n} 项安排与评审上限或其他规则冲突，无法全部保留：{pairs}。",
            n=len(seating.lost),
            pairs=named([f"{proposal}–{expert}" for proposal, expert in seating.lost]),
        )
    return _("同单位只能一人与专业搭配两条规则同时成立时，排不出方案。")


def _shortage(problem: Problem, seating: Seating) -> Text:
    missing = sum(short.seats for short in seating.short)
    names = {"proposals": named(seating.crowded), "n": len(seating.crowded), "missing": missing}
    fields = {short.field for short in seating.short}
    if ANY not in fields:
        return _(
            "{n} 个项目（{proposals}）缺“{fields}”方面的专家，还差 {missing} 个席位。",
            fields=named(sorted(fields)),
            **names,
        )
    free = _free(problem, seating.crowded)
    return _(
        "{n} 个项目（{proposals}）共需 {need} 个评审席位，没有利益冲突的专家有 {free} 位，"
        "最多承担 {room} 个席位，还差 {missing} 个。",
        need=sum(problem.need[proposal] for proposal in seating.crowded),
        free=len(free),
        room=sum(_room(problem, expert, seating.crowded) for expert in free),
        **names,
    )


def _room(problem: Problem, expert: Expert, proposals: Sequence[str]) -> int:
    return min(expert.most, sum((p, expert.id) not in problem.conflicts for p in proposals))


def _free(problem: Problem, proposals: Sequence[str]) -> list[Expert]:
    """The experts who may read at least one of these proposals."""
    ordered = sorted(problem.experts, key=lambda expert: expert.id)
    return [expert for expert in ordered if _room(problem, expert, proposals)]


def _relaxations(problem: Problem) -> Iterator[tuple[Text, Problem]]:
    """Each rule that could give, with the problem in which it has given. Conflicts never give."""
    if problem.one_per_employer:
        yield _("允许同一单位的专家评同一项目"), replace(problem, one_per_employer=False)
    if problem.mix:
        yield _("放宽专业搭配"), replace(problem, mix={})
    if problem.fixed:
        yield _("重新安排已定的专家"), replace(problem, fixed=frozenset())
    everything = len(problem.need)
    idle = tuple(replace(expert, least=0) for expert in problem.experts)
    busy = tuple(replace(expert, most=everything) for expert in problem.experts)
    yield _("降低专家的最少评审数"), replace(problem, experts=idle)
    yield _("提高专家的评审上限"), replace(problem, experts=busy)
    fewer = {proposal: need - 1 for proposal, need in problem.need.items()}
    if min(fewer.values(), default=0) >= max(1, sum(problem.mix.values())):
        yield _("每个项目少安排一位专家"), replace(problem, need=fewer)


def _advice(remedies: Sequence[Text]) -> Text:
    if not remedies:
        return _("请增加专家，或同时放宽几条规则。")
    choices = remedies[0]
    for remedy in remedies[1:]:
        choices = _("{one}，或{other}", one=choices, other=remedy)
    return _("可以：{choices}；也可以增加专家。", choices=choices)


def named(names: Sequence[str]) -> Listed | Text:
    """The first of these names."""
    shown = listed(names[:_NAMED])
    return shown if len(names) <= _NAMED else _("{some} …", some=shown)
