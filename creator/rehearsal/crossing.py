"""Making answers fit together: the programme's rules across questions."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from creator.programme.forms import CrossRule
from creator.programme.programme import Programme

Answers = dict[str, Any]
_ROUNDS = 4
"""Mending one rule may break another."""


def reconcile(programme: Programme, answers: Answers, fixed: Collection[str]) -> None:
    """Change what was made up so that the rules hold; the `fixed` answers stay as they are."""
    for _round in range(_ROUNDS):
        before = dict(answers)
        for rule in programme.form.rules:
            if rule.kind in _MENDERS and all(id in answers for id in rule.fields):
                ways = _MENDERS[rule.kind](rule, answers)
                free = [way for way in ways if not way.keys() & set(fixed)]
                within = (way for way in free if _within(programme, way))
                answers.update(next(within, free[0] if free else {}))
        if answers == before:
            return


def _within(programme: Programme, way: Answers) -> bool:
    """Whether every number lies between the bounds of its question."""
    for id, value in way.items():
        field = programme.form.field(id)
        unit = 100 if field and field.type == "money" else 1
        if field is None or field.type not in ("integer", "decimal", "money"):
            continue
        number = Decimal(value) / unit
        if field.min is not None and number < field.min:
            return False
        if field.max is not None and number > field.max:
            return False
    return True


def _before(rule: CrossRule, answers: Answers) -> Iterator[Answers]:
    first, second = rule.fields[:2]
    if str(answers[first]) >= str(answers[second]):
        day = timedelta(days=1)
        yield {second: (date.fromisoformat(str(answers[first])) + day).isoformat()}
        yield {first: (date.fromisoformat(str(answers[second])) - day).isoformat()}


def _at_most(rule: CrossRule, answers: Answers) -> Iterator[Answers]:
    first, second = rule.fields[:2]
    if Decimal(answers[first]) > Decimal(answers[second]):
        yield {second: answers[first]}
        yield {first: answers[second]}


def _sum(rule: CrossRule, answers: Answers) -> Iterator[Answers]:
    if rule.total is None or rule.total not in answers:
        return
    total = sum((Decimal(answers[id]) for id in rule.fields), Decimal(0))
    rest = Decimal(answers[rule.total]) - total
    if rest:
        yield {rule.total: _like(answers[rule.total], total)}
        for id in reversed(rule.fields):
            if Decimal(answers[id]) + rest >= 0:
                yield {id: _like(answers[id], Decimal(answers[id]) + rest)}


def _share_min(rule: CrossRule, answers: Answers) -> Iterator[Answers]:
    first, second = rule.fields[:2]
    least = (rule.percent or Decimal(0)) * Decimal(answers[second]) / 100
    if Decimal(answers[first]) < least:
        yield {first: _like(answers[first], least.to_integral_value(ROUND_CEILING))}


def _like(sample: Any, value: Decimal) -> Any:
    """The number in the shape in which such an answer is stored."""
    return int(value) if isinstance(sample, int) else str(value)


_MENDERS: Mapping[str, Callable[[CrossRule, Answers], Iterator[Answers]]] = {
    "before": _before,
    "at_most": _at_most,
    "sum": _sum,
    "share_min": _share_min,
}
