"""What a ranking board (排名与定档) shows, made of a ranking and its allocation. Asks nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from creator.i18n import Label
from creator.programme.programme import Programme
from creator.reckoning.funding.allocation import fund
from creator.reckoning.funding.fund_line import Line
from creator.reckoning.funding.outcome import Allocation, Outcome
from creator.reckoning.ranking import Place
from creator.reckoning.rounding import half_up
from creator.reckoning.scoring.results import Result
from creator.rules.contenders import Contender
from creator.rules.funding import decided_by_committee, funding_rule
from creator.rules.pseudonyms import pseudonyms


class Seal(NamedTuple):
    """The digest of a frozen ranking, and when it was frozen."""

    digest: str
    frozen_at: datetime


@dataclass(frozen=True)
class Dot:
    """One expert's total, under a name that is the same in every row but tells nobody."""

    name: str
    total: Decimal
    dropped: bool


@dataclass(frozen=True)
class Row:
    """One proposal on the board. `outcome` is what the rules propose."""

    proposal: Contender
    place: Place
    outcome: Outcome
    tier: Label | None
    dots: tuple[Dot, ...]
    spent: int
    """分 proposed for this and all before it."""


@dataclass(frozen=True)
class FundLine:
    """Where slots or money of a tier end: drawn below the row of rank `last_rank`."""

    tier: Label
    slots: int | None
    line: Line


@dataclass(frozen=True)
class Board:
    """The whole ranking. Money in 分. `ties` are cases nothing told apart yet, set by set."""

    rows: tuple[Row, ...]
    lines: tuple[FundLine, ...]
    pool: int
    proposed: int
    frozen: Seal | None
    ties: tuple[tuple[Row, ...], ...]
    scale: tuple[Decimal, Decimal]
    """For all dots alike: from the tens below the lowest total to 100, or above."""
    allocation: Allocation
    """What the rules make of the ranking; `Outcome.proposal` is the id as text."""

    @property
    def left(self) -> int:
        """分 of the pool that the proposed awards leave."""
        return self.pool - self.proposed


@dataclass(frozen=True)
class Ground:
    """All that a board is made of."""

    naming: str
    """What the names of experts are drawn from: see `pseudonyms()`."""
    pool: int
    programme: Programme
    frozen: Seal | None
    ranking: Sequence[Place]
    contenders: Collection[Contender]
    scored: Mapping[str, Result]
    """Results of the last round, by case number: whose dots are shown."""
    decimals: int
    """Of a sheet's total in that round."""


def board_of(ground: Ground) -> Board:
    """The allocation the rules make of the ranking, row by row and line by line."""
    asked, programme = ground.ranking, ground.programme
    if programme.award.amount == "committee":
        asked = decided_by_committee(asked)
    funded = fund(asked, funding_rule(programme, ground.pool))
    by_case = {one.number: one for one in ground.contenders}
    rows = _rows(ground, by_case, funded)
    return Board(
        rows=rows,
        lines=_lines(programme, funded),
        pool=ground.pool,
        proposed=sum(outcome.amount for outcome in funded.outcomes),
        frozen=ground.frozen,
        ties=_ties(rows),
        scale=_scale(rows),
        allocation=_by_id(funded, by_case),
    )


def _by_id(funded: Allocation, by_case: Mapping[str, Contender]) -> Allocation:
    outcomes = (replace(one, proposal=str(by_case[one.proposal].id)) for one in funded.outcomes)
    return replace(funded, outcomes=tuple(outcomes))


def _rows(ground: Ground, by_case: Mapping[str, Contender], funded: Allocation) -> tuple[Row, ...]:
    outcomes = {outcome.proposal: outcome for outcome in funded.outcomes}
    names = pseudonyms(ground.naming, experts_in(ground.scored))
    rows, spent = [], 0
    for place in ground.ranking:
        outcome = outcomes[place.proposal]
        tier = ground.programme.tier(outcome.tier or "")
        spent += outcome.amount
        rows.append(
            Row(
                proposal=by_case[place.proposal],
                place=place,
                outcome=outcome,
                tier=tier.label if tier else None,
                dots=_dots(ground.scored.get(place.proposal), names, ground.decimals),
                spent=spent,
            )
        )
    return tuple(rows)


def experts_in(scored: Mapping[str, Result]) -> set[str]:
    """Everybody with a sheet in these results."""
    return {expert for result in scored.values() for expert in result.sheets}


def _dots(result: Result | None, names: Mapping[str, str], decimals: int) -> tuple[Dot, ...]:
    if result is None:
        return ()
    dots = (
        Dot(names[e], half_up(sheet.total, decimals), sheet.dropped)
        for e, sheet in result.sheets.items()
    )
    return tuple(sorted(dots, key=lambda dot: dot.name))


def _scale(rows: Sequence[Row]) -> tuple[Decimal, Decimal]:
    totals = [dot.total for row in rows for dot in row.dots] or [Decimal(0)]
    return min(totals) // 10 * 10, max(Decimal(100), *totals)


def _lines(programme: Programme, funded: Allocation) -> tuple[FundLine, ...]:
    tiers = {tier.id: tier for tier in programme.tiers}
    return tuple(
        FundLine(tiers[line.tier].label, tiers[line.tier].slots, line) for line in funded.lines
    )


def _ties(rows: Sequence[Row]) -> tuple[tuple[Row, ...], ...]:
    sets: dict[int, list[Row]] = {}
    for row in rows:
        if row.place.tied_with and row.place.rank is not None:
            sets.setdefault(row.place.rank, []).append(row)
    return tuple(tuple(tied) for tied in sets.values())
