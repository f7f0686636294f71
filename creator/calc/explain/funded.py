"""The award of one proposal in sentences: every step of the allocation, and where the line was."""

from collections.abc import Iterator

from creator.calc.allocate.result import Allocated
from creator.calc.explain.ranked import RESULTS, Said, rank_lines
from creator.i18n import Text, _, listed
from creator.reckoning.funding.fund_line import Line
from creator.reckoning.funding.outcome import Outcome
from creator.reckoning.wording import Sum


def funding_lines(found: Allocated, proposal: str) -> Iterator[Said]:
    """From the rank to the money."""
    allocation = found.told.allocation
    place = next(place for place in found.places if place.proposal == proposal)
    outcome = next(one for one in allocation.outcomes if one.proposal == proposal)
    yield from rank_lines(place, sum(one.rank is not None for one in found.places))
    yield from _decided(found, proposal)
    yield from ((1, step) for step in outcome.steps)
    for tied in allocation.contested:
        if proposal in tied:
            yield 1, _("并列 {proposals} 的先后影响结果，应先抽签。", proposals=listed(tied))
    for line in allocation.lines:
        if line.tier == (outcome.tier or ""):
            yield from _line(line)
    yield 0, _result(outcome)


def _decided(found: Allocated, proposal: str) -> Iterator[Said]:
    """What the ranking's own table says of ties."""
    ties = found.ties.get(proposal)
    if ties is not None:
        yield 1, ties


def _line(line: Line) -> Iterator[Said]:
    if line.last_rank is not None:
        yield (
            1,
            _(
                "这一档立项 {n} 个，末位第 {rank} 名、{score} 分。",
                n=line.awarded,
                rank=line.last_rank,
                score=line.last_score,
            ),
        )


def _result(outcome: Outcome) -> Text:
    result = RESULTS[outcome.kind]
    if outcome.kind == "award":
        return _("结果：{result}，{amount}。", result=result, amount=Sum(outcome.amount))
    return _("结果：{result}。{sentence}", result=result, sentence=outcome.sentence)
