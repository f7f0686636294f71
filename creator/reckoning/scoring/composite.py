"""Several scores of a proposal -> one: groups in a round, rounds in an edition, bonuses from facts.

For example jury 60 % + donations 20 % + web vote 20 %, or a jury's 100 plus a fund-raising bonus
of at most 50 plus a special bonus of at most 20.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from creator.i18n import Text, _, listed
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.rounding import ZERO, Rounding, half_up, net, times, total
from creator.reckoning.scoring.results import CriterionScore, Part, Result, ResultSet

Scored = ResultSet | Mapping[str, Decimal]
"""A reckoned panel, or points that come from elsewhere (a web vote, pledged donations)."""


@dataclass(frozen=True)
class Addition:
    """A bonus or deduction that follows from facts rather than from a sheet, at most `cap`."""

    id: str
    cap: Decimal
    kind: Literal["bonus", "deduction"] = "bonus"


@dataclass(frozen=True)
class CompositeRule:
    """`weights` of the parts (1 = in full, 0.6 = 60 %) and the additions allowed."""

    weights: Mapping[str, Decimal]
    additions: tuple[Addition, ...] = ()
    rounding: Rounding = field(default_factory=Rounding)


def combine(
    parts: Mapping[str, Scored],
    rule: CompositeRule,
    added: Mapping[str, Mapping[str, Decimal]] | None = None,
    proposals: Collection[str] | None = None,
) -> ResultSet:
    """The composite of `proposals` (all that occur, unless given: say who was shortlisted).

    `added` is {proposal: {addition: points}}. Each part is weighted and rounded before the sum.
    A criterion keeps its result under the name `part.criterion`, for breaking ties.
    Raises `Unreckonable` when a proposal lacks a part (no votes are 0 points, not nothing).
    """
    chosen = sorted(
        proposals if proposals is not None else {p for x in parts.values() for p in _of(x)}
    )
    scores = {id_: _of(parts[id_]) if id_ in parts else {} for id_ in rule.weights}
    for id_, scored in scores.items():
        lacking = [p for p in chosen if p not in scored]
        if lacking:
            raise Unreckonable(
                _(
                    "“{part}”缺少这些项目的得分：{proposals}。",
                    part=id_,
                    proposals=listed(lacking),
                )
            )
    given = added or {}
    return ResultSet(
        {p: _one(p, {i: s[p] for i, s in scores.items()}, rule, given.get(p, {})) for p in chosen}
    )


def _of(scored: Scored) -> Mapping[str, Result]:
    if isinstance(scored, ResultSet):
        return scored.results
    return {p: Result(p, points, points, points) for p, points in scored.items()}


def _one(
    proposal: str, results: Mapping[str, Result], rule: CompositeRule, added: Mapping[str, Decimal]
) -> Result:
    places = rule.rounding.part
    parts = {
        id_: Part(r.total, rule.weights[id_], half_up(times(r.total, rule.weights[id_]), places))
        for id_, r in results.items()
    }
    plain = (half_up(times(r.untrimmed, rule.weights[i]), places) for i, r in results.items())
    capped = _capped(proposal, rule, added)
    bonus = total(capped[a.id] for a in rule.additions if a.kind == "bonus")
    deduction = total(capped[a.id] for a in rule.additions if a.kind == "deduction")
    base = total(part.weighted for part in parts.values())
    return Result(
        proposal=proposal,
        total=half_up(net(base, bonus, deduction), rule.rounding.total),
        untrimmed=half_up(net(total(plain), bonus, deduction), rule.rounding.total),
        base=base,
        bonus=bonus,
        deduction=deduction,
        criteria=_criteria(results),
        parts=parts,
        additions=capped,
        barred=_bars(results),
    )


def _capped(proposal: str, rule: CompositeRule, added: Mapping[str, Decimal]) -> dict[str, Decimal]:
    unknown = sorted(added.keys() - {addition.id for addition in rule.additions})
    if unknown or any(points < ZERO for points in added.values()):
        raise Unreckonable(_("项目 {proposal} 的附加分有误。", proposal=proposal))
    return {a.id: min(added.get(a.id, ZERO), a.cap) for a in rule.additions}


def _criteria(results: Mapping[str, Result]) -> dict[str, CriterionScore]:
    return {f"{i}.{key}": score for i, r in results.items() for key, score in r.criteria.items()}


def _bars(results: Mapping[str, Result]) -> tuple[Text, ...]:
    return tuple(bar for result in results.values() for bar in result.barred)
