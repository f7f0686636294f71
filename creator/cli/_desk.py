"""What the calculations on files share on the command line: remarks, options, the summary."""

from collections.abc import Mapping
from pathlib import Path

import click

from creator.calc.desk import Desk
from creator.calc.results import summary
from creator.i18n import _

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.option(
    "-o",
    "--output",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=str(_("结果表写到哪里（CSV）。")),
)


def desk() -> Desk:
    """A desk whose remarks go to standard error."""
    return Desk(remark)


def remark(text: object) -> None:
    """One line beside the result."""
    click.echo(str(text), err=True)


def show(result: Mapping[str, object]) -> None:
    """The summary on standard output."""
    for piece in summary(result):
        click.echo(piece, nl=False)
    click.echo()
