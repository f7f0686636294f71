"""`creator calc score`: score sheets -> totals, ranks, and what broke each tie."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path

import click

from creator.calc.facts import check_ties, facts_of, read_facts
from creator.calc.results import write_csv
from creator.calc.rules import read_rule
from creator.calc.score import outcome
from creator.calc.score.chain import chain
from creator.calc.score.plan import plan
from creator.calc.score.rule import ScoreRule
from creator.calc.score.run import Scoring
from creator.calc.score.sheets import SheetBook
from creator.cli._desk import FILE, OUT, Calculation, desk, show
from creator.i18n import _
from creator.reckoning.canonical import digest
from creator.reckoning.ranking import Place, rank
from creator.reckoning.scoring.results import ResultSet


@click.command(
    cls=Calculation,
    help=str(_("由评分表算出总分和名次，写明并列如何分出先后。")),
)
@click.option("--sheets", type=FILE, required=True, help=str(_("评分表（CSV）。")))
@click.option("--rule", type=FILE, required=True, help=str(_("算分规则（TOML）。")))
@click.option("--facts", type=FILE, help=str(_("分出并列先后所用的资料（CSV）。")))
@click.option(
    "--detail",
    type=click.Path(dir_okay=False, path_type=Path),
    help=str(_("每张评分表的每个分数写到哪里（CSV）。")),
)
@click.option("--ranking-digest", is_flag=True, help=str(_("另算排名的摘要，与排名页封存的对照。")))
@OUT
def score(
    sheets: Path,
    rule: Path,
    facts: Path | None,
    detail: Path | None,
    ranking_digest: bool,
    output: Path | None,
) -> None:
    """Nothing is written unless everything could be worked out."""
    table = desk()
    file = read_rule(rule, ScoreRule)
    whole = plan(file, table)
    links = chain(file, whole, table)
    known = read_facts(facts, table)
    check_ties(known, file.rule.ties, file, table)
    table.settle()
    book = SheetBook(sheets, whole, table)
    scoring = Scoring(whole, book, table)
    places: list[Place] = []

    def details() -> Iterator[outcome.Row]:
        for reckoned in scoring.run():
            yield from outcome.detail(whole, reckoned) if detail else ()
        # Still within the writing of the details: they are not kept if anything is wrong here.
        of = facts_of(known, scoring.results.keys(), file.rule.ties, file, table)
        places.extend(rank(ResultSet(scoring.results), of, links))

    if detail is None:
        deque(details(), maxlen=0)
    else:
        write_csv(detail, outcome.DETAIL, details())
    if output is not None:
        write_csv(output, outcome.header(whole), outcome.rows(whole, scoring.lines, places))
    sealed = {"ranking_digest": digest(places)} if ranking_digest else {}
    show(outcome.summary_of(scoring, places) | sealed)
