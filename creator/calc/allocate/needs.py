"""What a rule needs of a table of proposals: columns, filled cells, words that fit together."""

from collections.abc import Sequence
from dataclasses import dataclass

from creator.calc.allocate.grammar import AllocationRule
from creator.calc.allocate.ranking_file import SCORES
from creator.calc.desk import Desk
from creator.calc.facts import COMPARES
from creator.calc.rules import RuleFile
from creator.calc.tables import Table
from creator.i18n import Text, _, listed
from creator.programme.place import nearest

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


def by_given_rank(given: Given) -> bool:
    order = given.rule.ranking.order
    return order == "given" or (order is None and "rank" in given.table.present)


def score_column(given: Given) -> str:
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


def check_needs(given: Given) -> None:
    rule = given.rule
    if rule.tier_choice == "applied" and rule.tiers:
        given.needs("tier", "tier_choice", awarded=True)
    if rule.award.amount in _PAID_BY:
        given.needs(_PAID_BY[rule.award.amount], "award.amount", awarded=True)
    for i, limit in enumerate(rule.limits):
        given.needs(limit.on, f"limits.{i}.on", filled=False)
    if rule.ranking.order == "given":
        given.needs("rank", "ranking.order", filled=False)
    _check_ties(given, "votes.ties", rule.votes.ties if rule.votes else ())
    if not by_given_rank(given):
        _check_ties(given, "ranking.ties", rule.ranking.ties)


def _check_ties(given: Given, key: str, ties: Sequence[str]) -> None:
    """What a chain compares is there; a draw may be missing."""
    for i, word in enumerate(ties):
        if word in COMPARES:
            given.needs(COMPARES[word], f"{key}.{i}")
        elif word == "untrimmed_mean":
            given.needs("untrimmed", f"{key}.{i}")


def check_values(given: Given) -> None:
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
