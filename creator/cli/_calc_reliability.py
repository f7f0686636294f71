"""`creator calc reliability`: how far sheets can be relied on, and who stands near the line."""

from collections.abc import Mapping
from pathlib import Path

import click

from creator.calc.funded import read_funding
from creator.calc.reliability_result import HEADER, at_the_line, figures, rows
from creator.calc.results import write_csv
from creator.calc.ruled_totals import read_ruled
from creator.calc.sheet_totals import Scored, Setting, read_totals
from creator.cli._desk import FILE, OUT, Calculation, desk, remark, show
from creator.i18n import _, listed
from creator.reckoning.canonical import digest
from creator.reckoning.refusal import Unreckonable
from creator.reckoning.reliability import reliability as reckoned
from creator.reckoning.reliability.advice import Line, advise


@click.command(
    cls=Calculation,
    help=str(_("评分是否可靠：专家之间的一致程度、每位专家的宽严、离入围线的远近。")),
)
@click.option("--sheets", "path", type=FILE, required=True, help=str(_("评分表（CSV）。")))
@click.option("--rule", type=FILE, help=str(_("算分规则（TOML）：评分表总分和得分按它计算。")))
@click.option("--funded", type=FILE, help=str(_("获资助的项目；评分表若只有这些项目则拒绝计算。")))
@click.option(
    "--line", "places", type=click.IntRange(min=1), help=str(_("资助名额：计算入围的可能性。"))
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help=str(_("模拟的随机种子。")),
)
@click.option("--round", "turn", help=str(_("只看这一轮。")))
@click.option("--group", help=str(_("只看这一组评委。")))
@OUT
def reliability(
    path: Path,
    rule: Path | None,
    funded: Path | None,
    places: int | None,
    seed: int,
    turn: str | None,
    group: str | None,
    output: Path | None,
) -> None:
    """See `help`."""
    known = read_ruled(path, rule, desk()) if rule else read_totals(path, desk())
    sets = _chosen(known, turn, group)
    if funded:
        _check_range(sets, funded)
    line = Line(places, seed, by_mean=rule is None) if places else None
    if line and len(sets) > 1:
        raise Unreckonable(
            _("评分表有几轮或几组，入围线只对一组有意义：请用 --round 和 --group 选定一组。")
        )
    table, summaries = [], []
    for (one_round, one_group), sheets in sets.items():
        found = reckoned.reliability(sheets.totals)
        advice = advise(found, sheets.scores, line)
        table += rows(one_round, one_group, advice)
        summary = {"round": one_round, "group": one_group, **figures(found)}
        summaries.append(summary | ({"line": at_the_line(advice, line)} if line else {}))
    if output:
        write_csv(output, HEADER, table)
    show({"command": "reliability", "sets": summaries, "digest": digest([summaries, table])})


def _chosen(
    sets: Mapping[Setting, Scored], turn: str | None, group: str | None
) -> dict[Setting, Scored]:
    """The rounds and groups asked for."""
    found = {
        setting: sheets
        for setting, sheets in sets.items()
        if turn in (None, setting[0]) and group in (None, setting[1])
    }
    if found:
        return found
    known = listed(f"--round {one or '“”'} --group {other or '“”'}" for one, other in sets)
    raise Unreckonable(_("评分表里没有这一轮或这一组；有的是：{known}。", known=known))


def _check_range(sets: Mapping[Setting, Scored], path: Path) -> None:
    """Refuse sheets of funded proposals only."""
    funding = read_funding(path, desk())
    for sheets in sets.values():
        reckoned.check_range(sheets.totals.keys(), funding.funded, funding.refused)
    everybody = {proposal for sheets in sets.values() for proposal in sheets.totals}
    without = len(funding.funded - everybody)
    if without:
        remark(_("提醒：{n} 个获资助的项目没有评分表。", n=without))
