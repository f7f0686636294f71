"""Who gave what: sheet totals laid out for the figures of reliability.

A figure is worked out with 60 digits, so that it does not depend on the machine; it is advice
about the scores and never one of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import cached_property, wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

EXACT = Context(prec=60)
_WRITTEN = Context(prec=28)


def precisely(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Lets plain operators on Decimals work with all digits, whoever calls."""

    @wraps(function)
    def inside(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with localcontext(EXACT):
            return function(*args, **kwargs)

    return inside


def written(value: Decimal | None) -> Decimal | None:
    """A figure with the 28 digits that are shown."""
    return None if value is None else _WRITTEN.plus(value)


@dataclass(frozen=True)
class Sheet:
    """One total: who gave it (a place in `Ratings.experts`) and to whom."""

    proposal: int
    expert: int
    points: Decimal


@dataclass(frozen=True)
class Ratings:
    """Sheet totals; `rows` are by proposal, `columns` by expert, both in order of their ids."""

    proposals: tuple[str, ...]
    experts: tuple[str, ...]
    rows: tuple[tuple[Sheet, ...], ...]

    @classmethod
    def of(cls, totals: Mapping[str, Mapping[str, Decimal]]) -> "Ratings":
        """From {proposal: {expert: points}}; a proposal nobody scored is left out."""
        proposals = tuple(sorted(proposal for proposal, given in totals.items() if given))
        experts = tuple(sorted({expert for given in totals.values() for expert in given}))
        place = {expert: at for at, expert in enumerate(experts)}
        rows = tuple(
            tuple(Sheet(at, place[e], totals[proposal][e]) for e in sorted(totals[proposal]))
            for at, proposal in enumerate(proposals)
        )
        return cls(proposals, experts, rows)

    @cached_property
    def columns(self) -> tuple[tuple[Sheet, ...], ...]:
        found: list[list[Sheet]] = [[] for _expert in self.experts]
        for row in self.rows:
            for sheet in row:
                found[sheet.expert].append(sheet)
        return tuple(map(tuple, found))

    @cached_property
    def count(self) -> int:
        """How many sheets there are."""
        return sum(map(len, self.rows))

    @property
    def complete(self) -> bool:
        """Whether everybody scored everything."""
        return self.count == len(self.proposals) * len(self.experts)

    @cached_property
    def mean(self) -> Decimal:
        with localcontext(EXACT):
            return sum((s.points for row in self.rows for s in row), Decimal(0)) / self.count

    @cached_property
    def row_means(self) -> tuple[Decimal, ...]:
        return tuple(map(mean_of, self.rows))

    @cached_property
    def column_means(self) -> tuple[Decimal, ...]:
        return tuple(map(mean_of, self.columns))

    @cached_property
    def panels(self) -> tuple["Panel", ...]:
        """The parts between which no expert reads."""
        seen: set[int] = set()
        found = []
        for start in range(len(self.proposals)):
            if start not in seen:
                panel = self._reached(start)
                seen |= set(panel.proposals)
                found.append(panel)
        return tuple(found)

    def _reached(self, start: int) -> "Panel":
        proposals, experts, waiting = {start}, set[int](), [start]
        while waiting:
            for sheet in self.rows[waiting.pop()]:
                if sheet.expert not in experts:
                    experts.add(sheet.expert)
                    fresh = {s.proposal for s in self.columns[sheet.expert]} - proposals
                    proposals |= fresh
                    waiting += fresh
        return Panel(tuple(sorted(proposals)), tuple(sorted(experts)))


@dataclass(frozen=True)
class Panel:
    """Proposals and experts (places) that hang together."""

    proposals: tuple[int, ...]
    experts: tuple[int, ...]


@precisely
def mean_of(sheets: tuple[Sheet, ...]) -> Decimal:
    """The mean of these sheets' points."""
    return sum((sheet.points for sheet in sheets), Decimal(0)) / len(sheets)
