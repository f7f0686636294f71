"""`creator calc`: the sums that decide, on plain files.

A subcommand is a click command in a private module: `creator calc score` is `score` in
`creator/cli/_calc_score.py`. It is found by that name and imported when it is used; nothing has to
be listed here. It reads with `creator.cli._desk.desk()`, prints its summary with `show()`, and is
described in `docs/calc.md`.
"""

import pkgutil
from importlib import import_module

import click

from creator import cli
from creator.i18n import _

_PREFIX = "_calc_"


class Calculations(click.Group):
    """Finds the subcommands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(cli.__path__))
        return sorted(name.removeprefix(_PREFIX) for name in names if name.startswith(_PREFIX))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = getattr(import_module(f"{cli.__name__}.{_PREFIX}{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.command(
    cls=Calculations,
    help=str(_("用普通文件核算：分配专家、算分、分配资金、抽签。文件写法见 docs/calc.md。")),
)
def calc() -> None:
    """See `help`."""
