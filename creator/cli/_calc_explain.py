"""`creator calc explain`: why one proposal got what it got, from the files alone."""

from collections.abc import Iterator
from pathlib import Path

import click

from creator.calc.allocate.grammar import AllocationRule
from creator.calc.allocate.run import allocated
from creator.calc.desk import Desk
from creator.calc.explain.funded import funding_lines
from creator.calc.explain.ranked import Said
from creator.calc.explain.rules import of_both
from creator.calc.explain.scored import score_lines
from creator.calc.explain.told import summary_lines
from creator.calc.facts import facts_of, read_facts
from creator.calc.rules import read_rule
from creator.calc.score.chain import chain
from creator.calc.score.plan import plan
from creator.calc.score.rule import ScoreRule
from creator.calc.score.run import Scoring
from creator.calc.score.sheets import SheetBook
from creator.cli._desk import FILE, desk
from creator.i18n import _
from creator.programme.toml import refused
from creator.reckoning.ranking import rank
from creator.reckoning.scoring.results import ResultSet


@click.command(help=str(_("从文件说明一个项目为什么是这个得分、名次和资助金额。")))
@click.option("--proposal", required=True, help=str(_("项目编号。")))
@click.option("--sheets", type=FILE, help=str(_("评分表（CSV）：说明得分。")))
@click.option("--ranking", type=FILE, help=str(_("排名表（CSV）：说明资助。")))
@click.option(
    "--rule", "rules", type=FILE, multiple=True, help=str(_("规则（TOML）：算分的、分配的。"))
)
@click.option("--facts", type=FILE, help=str(_("项目资料（CSV）。")))
@click.option("--ballots", type=FILE, help=str(_("居民选票（CSV）。")))
@click.option("--result", "results", type=FILE, multiple=True, help=str(_("已存的结果（JSON）。")))
def explain(
    proposal: str,
    sheets: Path | None,
    ranking: Path | None,
    rules: tuple[Path, ...],
    facts: Path | None,
    ballots: Path | None,
    results: tuple[Path, ...],
) -> None:
    """Sentences in the reader's language."""
    if not (sheets or ranking or results):
        raise click.UsageError(str(_("请给出 --sheets、--ranking 或 --result 中的至少一个。")))
    table = desk()
    scoring, funding = of_both(rules, scores=sheets is not None, funds=ranking is not None)
    lines: list[Said] = []
    if sheets is not None and scoring is not None:
        lines += _scored(proposal, sheets, scoring, facts, table)
    if ranking is not None and funding is not None:
        found = allocated(ranking, read_rule(funding, AllocationRule), facts, ballots, table)
        if proposal not in found.told.scores:
            raise _unknown(ranking, proposal)
        lines += funding_lines(found, proposal)
    for path in results:
        lines += summary_lines(path, proposal)
    click.echo(proposal)
    for depth, sentence in lines:
        click.echo("  " * depth + str(sentence))


def _scored(
    proposal: str, sheets: Path, rule: Path, facts: Path | None, table: Desk
) -> Iterator[Said]:
    file = read_rule(rule, ScoreRule)
    whole = plan(file, table)
    links = chain(file, whole, table)
    known = read_facts(facts, table)
    table.settle()
    book = SheetBook(sheets, whole, table)
    if proposal not in book.rows:
        raise _unknown(sheets, proposal)
    scoring = Scoring(whole, book, table)
    reckoned = [one for one in scoring.run() if one.line.proposal == proposal]
    of = facts_of(known, scoring.results.keys(), file.rule.ties, file, table)
    return score_lines(whole, reckoned[0], rank(ResultSet(scoring.results), of, links))


def _unknown(path: Path, proposal: str) -> Exception:
    text = _("“{path}”里没有这个项目。", path=str(path))
    return refused(str(path), 1, text, _("请检查编号“{id}”。", id=proposal))
