"""What is known of proposals beside their scores, for breaking ties and for the money."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from creator.calc.desk import Desk
from creator.calc.rules import RuleFile
from creator.calc.tables import Column, Row, Table, read_table
from creator.calc.values import Flag, Money, Name, Order, Whole
from creator.i18n import _
from creator.reckoning.facts import Facts

OF_FACTS = (
    Column("requested", Money(), empty=None, required=False),
    Column("first_time", Flag(), empty=None, required=False),
    Column("submitted", Order(), empty=None, required=False),
    Column("drawn", Whole(least=1), empty=None, required=False),
    Column("tier", Name(), empty=None, required=False),
    Column("category", Name(), empty=None, required=False),
    Column("organisation", Name(), empty=None, required=False),
    Column("area", Name(), empty=None, required=False),
    Column("audited", Money(), empty=None, required=False),
    Column("recommended", Money(), empty=None, required=False),
    Column("own_funding", Money(), empty=None, required=False),
)
"""Whatever may be known; a command reads what its rule needs."""
COLUMNS = (Column("proposal", Name()), *OF_FACTS)
COMPARES = {"lower_request": "requested", "first_time": "first_time", "earlier": "submitted"}


def read_facts(path: Path | None, desk: Desk) -> Table | None:
    """The table of facts, where there is one."""
    if path is None:
        return None
    table = read_table(path, COLUMNS, desk, key=("proposal",))
    check_order(table, desk)
    return table


def check_order(table: Table, desk: Desk) -> None:
    """Numbers and times in one column do not say who was earlier."""
    told = zip(table.columns["submitted"], table.lines, strict=True)
    kinds = [(value > Order.most, line) for value, line in told if value is not None]
    for is_time, line in kinds:
        if is_time != kinds[0][0]:
            text = _("“{column}”这一列有的写时间，有的写序号。", column="submitted")
            desk.cell(table.path, line, "submitted", text, _("请都写时间，或都写序号。"))
            return


def check_ties(
    table: Table | None, ties: Sequence[str], file: RuleFile[object], desk: Desk
) -> None:
    """Blame links of the chain for which there is no table, or no column."""
    for i, word in enumerate(ties):
        column = COMPARES.get(word)
        if column and (table is None or column not in table.present):
            text = _("并列规则 {word} 要比较的资料没有给。", word=word)
            remedy = _("请用 --facts 给出有 {column} 列的表。", column=column)
            file.blame(desk, f"ties.{i}", text, remedy)


def facts_of(
    table: Table | None,
    proposals: Collection[str],
    ties: Sequence[str],
    file: RuleFile[object],
    desk: Desk,
) -> Mapping[str, Facts]:
    """The facts of these proposals. Raises FaultyFile where what ties compare is not there."""
    check_ties(table, ties, file, desk)
    desk.settle()
    needed = [COMPARES[word] for word in ties if word in COMPARES]
    if table is None:
        return dict.fromkeys(proposals, Facts())
    known = _known(table, proposals, needed, desk)
    for proposal in sorted(set(proposals) - known.keys()) if needed else ():
        text = _("没有项目 {proposal} 的资料。", proposal=proposal)
        desk.cell(table.path, 1, "proposal", text, _("请补上这个项目的一行。"))
    desk.settle()
    return dict.fromkeys(proposals, Facts()) | known


def _known(
    table: Table, proposals: Collection[str], needed: Sequence[str], desk: Desk
) -> dict[str, Facts]:
    wanted = set(proposals)
    known = {}
    for row in table:
        if row["proposal"] not in wanted:
            continue
        for name in needed:
            if row[name] is None:
                text = _("并列规则要比较这一格，它是空的。")
                desk.cell(table.path, row.line, name, text, _("请填写。"))
        known[row["proposal"]] = known_of(row)
    return known


def known_of(row: Row) -> Facts:
    """What a row knows of its proposal."""
    return Facts(
        requested=row["requested"] or 0,
        tier=row["tier"],
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
