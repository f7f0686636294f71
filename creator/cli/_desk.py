"""What the calculations on files share on the command line: remarks, options, the summary."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from creator.calc.desk import Desk
from creator.calc.results import summary
from creator.i18n import _
from creator.reckoning.refusal import Unreckonable

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.option(
    "-o",
    "--output",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=str(_("结果表写到哪里（CSV）。")),
)


class Calculation(click.Command):
    """A calculation that never writes over what it reads, nor two results into one file."""

    def invoke(self, ctx: click.Context) -> Any:
        read: list[Path] = []
        written: list[Path] = []
        for option in self.params:
            if isinstance(option.type, click.Path):
                value = ctx.params[option.name or ""]
                paths = value if isinstance(value, tuple) else (value,)
                (read if option.type.exists else written).extend(filter(None, paths))
        for at, path in enumerate(written):
            others = (*read, *written[:at], Path("/dev/stdout"))  # the summary may go to a file
            if any(_same(path, other) for other in others):
                text = _("“{path}”在这条命令里已有别的用处，结果请写到另一个文件。", path=str(path))
                raise Unreckonable(text)
        return super().invoke(ctx)


def _same(path: Path, other: Path) -> bool:
    """Whether both are one file, under whatever names; a terminal may be used twice."""
    if path.exists() and other.exists():
        return path.is_file() and path.samefile(other)
    return path.resolve() == other.resolve()


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
