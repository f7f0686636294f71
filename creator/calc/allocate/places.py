"""Rows of a ranking -> places: what the rule needs is there, ranks are taken or made."""

from collections.abc import Mapping
from dataclasses import replace

from creator.calc.allocate.chain import chain, column_of
from creator.calc.allocate.needs import (
    Given,
    by_given_rank,
    check_needs,
    check_values,
    score_column,
)
from creator.calc.facts import known_of
from creator.calc.tables import Row, Table
from creator.i18n import Label, Text
from creator.reckoning.canonical import plain
from creator.reckoning.facts import Facts
from creator.reckoning.ranking import Place, rank
from creator.reckoning.rounding import ZERO
from creator.reckoning.scoring.results import CriterionScore, Result, ResultSet


def places(given: Given) -> list[Place]:
    """Places of all rows. Faults go to the desk, which is settled before anything is ranked."""
    table, desk = given.table, given.desk
    column = score_column(given)
    check_needs(given)
    check_values(given)
    desk.settle()
    applied = given.rule.tier_choice == "applied"
    facts = {row["proposal"]: facts_of(row, applied) for row in table}
    if by_given_rank(given):
        return _as_given(table, column, facts)
    return _ranked(given, column, facts)


def facts_of(row: Row, applied: bool) -> Facts:
    """What the row knows of its proposal; a tier only where tiers are applied for."""
    known = known_of(row)
    return known if applied else replace(known, tier=None)


def _bars(row: Row) -> tuple[Text, ...]:
    """Why the scoring left it out, as its table says: a line for each reason."""
    if not row["barred_zh"]:
        return ()
    reasons = row["barred_zh"].split("\n")
    english = (row["barred_en"] or "").split("\n")
    if len(english) != len(reasons):
        english = reasons
    words = (Label(zh, en or zh) for zh, en in zip(reasons, english, strict=True))
    return tuple(Text("{reason}", {"reason": word}) for word in words)


def _as_given(table: Table, column: str, facts: Mapping[str, Facts]) -> list[Place]:
    on_rank: dict[int, list[str]] = {}
    for row in table:
        if row["rank"] is not None and not row["barred_zh"]:
            on_rank.setdefault(row["rank"], []).append(row["proposal"])
    tied = {r: tuple(sorted(names)) for r, names in on_rank.items() if len(names) > 1}
    found = []
    for row in table:
        name, total = row["proposal"], row[column]
        rank_ = None if row["barred_zh"] else row["rank"]
        found.append(
            Place(
                proposal=name,
                rank=rank_,
                total=ZERO if total is None else plain(total),
                facts=facts[name],
                tied=tied.get(rank_, ()) if rank_ else (),
                barred=_bars(row),
            )
        )
    return found


def _ranked(given: Given, column: str, facts: Mapping[str, Facts]) -> list[Place]:
    links = list(chain(given))
    given.desk.settle()
    criteria = {link.criterion: column_of(given.table, link.criterion) for link in links}
    results = {}
    for row in given.table:
        total = ZERO if row[column] is None else row[column]
        untrimmed = total if row["untrimmed"] is None else row["untrimmed"]
        scores = {
            name: CriterionScore(row[name_], row[name_], "mean", frozenset())
            for name, name_ in criteria.items()
            if name_ is not None and row[name_] is not None
        }
        results[row["proposal"]] = Result(
            row["proposal"], total, untrimmed, total, criteria=scores, barred=_bars(row)
        )
    return rank(ResultSet(results), facts, links)
