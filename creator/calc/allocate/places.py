"""Rows of a ranking -> places: what the rule needs is there, ranks are taken or made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from creator.calc.allocate.grammar import AllocationRule
from creator.calc.allocate.ranking_file import SCORES, criterion_column
from creator.calc.desk import Desk
from creator.calc.facts import COMPARES
from creator.calc.rules import RuleFile
from creator.calc.tables import Row, Table
from creator.i18n import Label, Text, _, listed
from creator.programme.place import nearest
from creator.reckoning.facts import Facts
from creator.reckoning.ranking import By, Place, Tiebreak, rank
from creator.reckoning.results import CriterionScore, Result, ResultSet
from creator.reckoning.rounding import ZERO

_LINKS: dict[str, By] = {
    "untrimmed_mean": "untrimmed",
    "lower_request": "lower_request",
    "first_time": "first_time",
    "earlier": "earlier",
    "draw": "draw",
}
_PAID_BY = {
    "requested_capped": "requested",
    "by_score_band": "requested",
    "committee": "recommended",
    "match": "own_funding",
}


@dataclass(frozen=True)
class Given:
    """A table of proposals under a rule, both read."""

    table: Table
    file: RuleFile[AllocationRule]
    desk: Desk

    @property
    def rule(self) -> AllocationRule:
        """What the file says."""
        return self.file.rule

    def needs(self, column: str, key: str, *, filled: bool = True, awarded: bool = False) -> None:
        """The rule's `key` reads this column: it must be there and, for the ranked, `filled`
        (`awarded`: only for those who reach the minimum score)."""
        if column not in self.table.present:
            text = _("规则的“{key}”要用“{column}”这一列，表里没有。", key=key, column=column)
            remedy = _("请在排名表里补上，或用 --facts 给出有这一列的表。")
            self.desk.cell(self.table.path, 1, column, text, remedy)
        elif filled:
            for at, value in enumerate(self.table.columns[column]):
                if value is None and not self.barred(at) and not (awarded and self._low(at)):
                    text = _("这一格是空的，而规则的“{key}”要用它。", key=key)
                    self.desk.cell(self.table.path, self.table.lines[at], column, text, _filled())

    def barred(self, at: int) -> bool:
        """Whether the ranking itself leaves this row out."""
        columns = self.table.columns
        given = "rank" in self.table.present and self.rule.ranking.order != "score"
        return bool(columns["barred_zh"][at] or (given and columns["rank"][at] is None))

    def _low(self, at: int) -> bool:
        """Whether its score is below the minimum."""
        least = self.rule.ranking.min_score
        scores = [self.table.columns[name][at] for name in SCORES]
        return least is not None and any(one is not None and one < least for one in scores)


def _filled() -> Text:
    return _("请填写。")


def places(given: Given) -> list[Place]:
    """Places of all rows. Faults go to the desk, which is settled before anything is ranked."""
    table, desk = given.table, given.desk
    column = _score_column(given)
    _check_needs(given)
    _check_values(given)
    desk.settle()
    applied = given.rule.tier_choice == "applied"
    facts = {row["proposal"]: facts_of(row, applied) for row in table}
    if _by_given_rank(given):
        return _as_given(table, column, facts)
    return _ranked(given, column, facts)


def _by_given_rank(given: Given) -> bool:
    order = given.rule.ranking.order
    return order == "given" or (order is None and "rank" in given.table.present)


def _score_column(given: Given) -> str:
    table = given.table
    there = [name for name in SCORES if name in table.present]
    if len(there) != 1:
        text = _("排名表要有“score”或“total”中的一列（得分）。")
        given.desk.cell(table.path, 1, "score", text, _("请补上一列，或删去多余的一列。"))
        return SCORES[0]
    for at, value in enumerate(table.columns[there[0]]):
        if value is None and not given.barred(at):
            text = _("这一格是空的。")
            given.desk.cell(table.path, table.lines[at], there[0], text, _filled())
    return there[0]


def _check_needs(given: Given) -> None:
    rule = given.rule
    if rule.tier_choice == "applied" and rule.tiers:
        given.needs("tier", "tier_choice", awarded=True)
    if rule.award.amount in _PAID_BY:
        given.needs(_PAID_BY[rule.award.amount], "award.amount", awarded=True)
    for i, limit in enumerate(rule.limits):
        given.needs(limit.on, f"limits.{i}.on", filled=False)
    if rule.ranking.order == "given":
        given.needs("rank", "ranking.order", filled=False)
    if not _by_given_rank(given):
        for i, word in enumerate(rule.ranking.ties):
            if word in COMPARES:
                given.needs(COMPARES[word], f"ranking.ties.{i}")
            elif word == "untrimmed_mean":
                given.needs("untrimmed", f"ranking.ties.{i}")


def _check_values(given: Given) -> None:
    """Words in cells and names in the rule fit together."""
    rule, table, desk = given.rule, given.table, given.desk
    if rule.tier_choice == "applied" and rule.tiers:
        ids = [tier.id for tier in rule.tiers]
        for row in table:
            if row["tier"] is not None and row["tier"] not in ids:
                text = _("规则里没有档次“{tier}”。", tier=row["tier"])
                desk.cell(table.path, row.line, "tier", text, nearest(row["tier"], ids))
    known = set(table.columns["proposal"])
    for i, together in enumerate(rule.exclusive):
        strange = sorted(set(together) - known)
        if strange:
            text = _("表里没有这些项目：{proposals}。", proposals=listed(strange))
            remedy = _("请改正编号；没有参加排名的项目不用写。")
            given.file.blame(desk, f"exclusive.{i}", text, remedy)
    for i, limit in enumerate(rule.limits):
        if limit.value is not None and limit.value not in table.columns[limit.on]:
            text = _(
                "{path}:{line}: 提醒：“{value}”没有出现在“{column}”这一列，这一条限制不起作用。",
                path=given.file.path, line=given.file.line(f"limits.{i}"),
                value=limit.value, column=limit.on,
            )  # fmt: skip
            desk.say(text)


def facts_of(row: Row, applied: bool) -> Facts:
    """What the row knows of its proposal; a tier only where tiers are applied for."""
    return Facts(
        requested=row["requested"] or 0,
        tier=row["tier"] if applied else None,
        category=row["category"] or "",
        organisation=row["organisation"] or "",
        area=row["area"] or "",
        audited=row["audited"],
        recommended=row["recommended"],
        own_funding=row["own_funding"] or 0,
        first_time=bool(row["first_time"]),
        submitted=row["submitted"] or 0,
        drawn=row["drawn"],
    )


def _bars(row: Row) -> tuple[Text, ...]:
    """Why the scoring left it out, as its table says."""
    if not row["barred_zh"]:
        return ()
    words = Label(row["barred_zh"], row["barred_en"] or row["barred_zh"])
    return (Text("{reason}", {"reason": words}),)


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
                total=ZERO if total is None else total,
                facts=facts[name],
                tied=tied.get(rank_, ()) if rank_ else (),
                barred=_bars(row),
            )
        )
    return found


def _ranked(given: Given, column: str, facts: Mapping[str, Facts]) -> list[Place]:
    chain = list(_chain(given))
    given.desk.settle()
    criteria = {link.criterion: _column(given.table, link.criterion) for link in chain}
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
    return rank(ResultSet(results), facts, chain)


def _column(table: Table, criterion: str) -> str | None:
    return criterion_column(criterion, sorted(table.present)) if criterion else None


def _chain(given: Given) -> Iterator[Tiebreak]:
    for i, word in enumerate(given.rule.ranking.ties):
        name, _colon, criterion = word.partition(":")
        if name != "criterion":
            yield Tiebreak(_LINKS[name])
            continue
        column = _column(given.table, criterion)
        if column is None:
            text = _("表里没有“{id}”的得分列。", id=criterion)
            remedy = _("请补上名为“{id}”或“{id}.weighted”的一列。", id=criterion)
            given.file.blame(given.desk, f"ranking.ties.{i}", text, remedy)
        else:
            given.needs(column, f"ranking.ties.{i}")
            yield Tiebreak("criterion", criterion)
