"""`creator calc allocate`: a ranking (or ballots) and a rule -> who gets how much, and why."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from creator.calc.allocate import outcome
from creator.calc.allocate.grammar import AllocationRule
from creator.calc.allocate.run import allocated
from creator.calc.results import write_csv
from creator.calc.rules import read_rule
from creator.cli._desk import FILE, OUT, Calculation, desk, show
from creator.i18n import _


@click.command(
    cls=Calculation,
    help=str(_("按名次（或选票）和规则分配资金，逐个写明结果和原因。")),
)
@click.option("--ranking", type=FILE, required=True, help=str(_("排名表（CSV）。")))
@click.option("--rule", type=FILE, required=True, help=str(_("分配规则（TOML）。")))
@click.option("--facts", type=FILE, help=str(_("项目资料，补在排名表旁边（CSV）。")))
@click.option("--ballots", type=FILE, help=str(_("居民选票（CSV），规则里写 [votes]。")))
@click.option(
    "--what-if",
    type=click.Choice(["optimum"]),
    help=str(_("另算：在同样的限制下总分最高的选法，与正式结果对照。")),
)
@OUT
def allocate(
    ranking: Path,
    rule: Path,
    facts: Path | None,
    ballots: Path | None,
    what_if: str | None,
    output: Path | None,
) -> None:
    """Nothing is written unless everything could be worked out."""
    with _uncollected():
        file = read_rule(rule, AllocationRule)
        found = allocated(ranking, file, facts, ballots, desk())
        summary = found.summary(what_if == "optimum")
        if output is not None:
            write_csv(output, outcome.HEADER, outcome.rows(found.told))
        show(summary)


@contextmanager
def _uncollected() -> Iterator[None]:
    """A large round makes a million small things that all stay: looking for garbage among them
    again and again is a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
