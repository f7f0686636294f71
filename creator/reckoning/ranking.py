"""Results -> places, with what broke each tie.

A chain that does not decide leaves proposals on the same rank and says so: nobody is placed by
accident (an id, the order of rows).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from creator.i18n import Label, Text, _, listed
from creator.reckoning.canonical import plain
from creator.reckoning.facts import Facts
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.scoring.results import Result, ResultSet

By = Literal["criterion", "untrimmed", "lower_request", "first_time", "earlier", "draw"]
LINKS: Mapping[str, By] = {
    "untrimmed_mean": "untrimmed",
    "lower_request": "lower_request",
    "first_time": "first_time",
    "earlier": "earlier",
    "draw": "draw",
}
"""What programme and rule files call the links; `criterion:ID` names its criterion."""


@dataclass(frozen=True)
class Tiebreak:
    """One link of a tie chain; `criterion` names the line for `by="criterion"`."""

    by: By
    criterion: str = ""
    label: Label | None = None

    @property
    def name(self) -> Text:
        """What decides, for people."""
        if self.by == "criterion":
            return _("“{criterion}”得分高者先", criterion=self.label or self.criterion)
        return {
            "untrimmed": _("全部评分的平均分高者先"),
            "lower_request": _("申请金额低者先"),
            "first_time": _("首次申报者先"),
            "earlier": _("先提交者先"),
            "draw": _("抽签顺序"),
        }[self.by]


@dataclass(frozen=True)
class Broken:
    """A link that told apart proposals of equal score: `among` them, this one had `value`."""

    link: Tiebreak
    among: tuple[str, ...]
    value: Decimal
    text: Text


@dataclass(frozen=True)
class Place:
    """Where a proposal stands. `rank` is `None` for one that may not be ranked (`barred`).

    `broken` lists the links that decided, in order; `tied` are all who still share the rank, one
    tuple for all of them (nobody where the rank is its own).
    """

    proposal: str
    rank: int | None
    total: Decimal
    facts: Facts
    broken: tuple[Broken, ...] = ()
    tied: tuple[str, ...] = ()
    barred: tuple[Text, ...] = ()

    @property
    def tied_with(self) -> tuple[str, ...]:
        """The others on the same rank."""
        return tuple(other for other in self.tied if other != self.proposal)


@dataclass(frozen=True)
class _Entry:
    result: Result
    facts: Facts
    broken: tuple[Broken, ...] = ()


def rank(
    results: ResultSet, facts: Mapping[str, Facts], chain: Sequence[Tiebreak] = ()
) -> list[Place]:
    """Places by total, ties by `chain`; equal ranks count (1, 2, 2, 4); the barred come last.

    Within an undecided tie proposals are listed by id, which means nothing.
    Raises `Unreckonable` for a proposal without facts or a criterion nobody scored.
    """
    without = sorted(results.results.keys() - facts.keys())
    if without:
        raise Unreckonable(_("缺少这些项目的资料：{proposals}。", proposals=listed(without)))
    entries = [_Entry(results.results[p], facts[p]) for p in sorted(results.results)]
    places: list[Place] = []
    open_ = sorted((e for e in entries if not e.result.barred), key=_total, reverse=True)
    for _score, level in groupby(open_, key=_total):
        for tied in _split(list(level), chain):
            first = len(places) + 1
            names = tuple(e.result.proposal for e in tied) if len(tied) > 1 else ()
            places += [_place(entry, names, first) for entry in tied]
    return places + [
        Place(e.result.proposal, None, plain(e.result.total), e.facts, barred=e.result.barred)
        for e in entries
        if e.result.barred
    ]


def _total(entry: _Entry) -> Decimal:
    return entry.result.total


def _place(entry: _Entry, tied: tuple[str, ...], rank_: int) -> Place:
    total = plain(entry.result.total)
    return Place(entry.result.proposal, rank_, total, entry.facts, entry.broken, tied)


def _split(tied: list[_Entry], chain: Sequence[Tiebreak]) -> list[list[_Entry]]:
    """The set of equals as an ordered list of smaller sets."""
    if len(tied) == 1 or not chain:
        return [tied]
    link, rest = chain[0], chain[1:]
    if link.by == "draw" and any(entry.facts.drawn is None for entry in tied):
        return _split(tied, rest)  # a draw that left somebody out decides nothing
    value = _values(link)
    if len({value(entry) for entry in tied}) == 1:
        return _split(tied, rest)
    among = tuple(entry.result.proposal for entry in tied)
    marked = [_mark(entry, link, among, value(entry)) for entry in tied]
    rising = link.by in ("lower_request", "earlier", "draw")
    marked.sort(key=value, reverse=not rising)
    sets = [list(level) for _value, level in groupby(marked, key=value)]
    return [smaller for level in sets for smaller in _split(level, rest)]


def _mark(entry: _Entry, link: Tiebreak, among: tuple[str, ...], value: Decimal) -> _Entry:
    text = _(
        "{n} 个项目同为 {total} 分，先后依据：{link}。",
        n=len(among),
        total=plain(entry.result.total),
        link=link.name,
    )
    broken = Broken(link, among, value, text)
    return _Entry(entry.result, entry.facts, (*entry.broken, broken))


def _values(link: Tiebreak) -> Callable[[_Entry], Decimal]:
    if link.by == "criterion":
        return lambda entry: _criterion(entry.result, link.criterion)
    return {
        "untrimmed": lambda entry: entry.result.untrimmed,
        "lower_request": lambda entry: Decimal(entry.facts.requested),
        "first_time": lambda entry: Decimal(entry.facts.first_time),
        "earlier": lambda entry: Decimal(entry.facts.submitted),
        "draw": lambda entry: Decimal(entry.facts.drawn or 0),
    }[link.by]


def _criterion(result: Result, criterion: str) -> Decimal:
    if criterion not in result.criteria:
        raise Unreckonable(
            _(
                "项目 {proposal} 没有“{criterion}”的得分，不能用它决定并列名次。",
                proposal=result.proposal,
                criterion=criterion,
            )
        )
    return result.criteria[criterion].weighted
