"""The `creator` command.

A subcommand is a module of this package with a click command of the module's name, so that
`creator workflow` is `workflow` in `creator/cli/workflow.py`. A module is imported only when its
command is used, and after the language is known: `help=str(_("…"))` is in the reader's language.
A command named like a Python keyword lives in a module with an underscore behind it (`import_.py`);
a module that begins with one is no command.
"""

import keyword
import os
import pkgutil
import sys
from importlib import import_module
from typing import Any

import click

from creator.i18n import LANGUAGES, Text, _, speaking

REFUSED, OUR_FAULT = 1, 70
_ABOUT = _("公益创投从征集到归档的全过程。数据和文件所在位置见 config.py。")


class Commands(click.Group):
    """Finds subcommands, and says in words what went wrong."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name.rstrip("_").replace("_", "-") for name in names if name[0] != "_")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        name += "_" if keyword.iskeyword(name) else ""
        command = getattr(import_module(f"{__name__}.{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = str(_ABOUT)
        super().format_help_text(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click ends quietly when whoever read the output has gone
        except Exception as error:
            if os.environ.get("CREATOR_DEBUG"):
                raise
            sentences, code = explained(error)
            for sentence in sentences:
                click.echo(sentence, err=True)
            sys.exit(code)


def explained(error: Exception) -> tuple[list[str], int]:
    """What people read instead of a stack trace, and the exit code.

    A refusal carries `text`, a faulty file carries `faults`; all else is a fault of ours.
    """
    faults = getattr(error, "faults", None)
    if faults:
        return [str(fault) for fault in faults], REFUSED
    text = getattr(error, "text", None)
    if isinstance(text, Text):
        return [str(_("错误：{text}", text=text))], REFUSED
    if isinstance(error, OSError) and error.filename:
        why = _("错误：无法使用“{path}”：{why}。", path=error.filename, why=error.strerror)
        return [str(why)], REFUSED
    kind = f"{type(error).__name__}: {error}"
    sentence = _(
        "程序内部出错（{kind}）。请把这一行和所用的命令发给维护者；"
        "设置环境变量 CREATOR_DEBUG=yes 再运行可看到详情。",
        kind=kind,
    )
    return [str(sentence)], OUR_FAULT


def _speak(ctx: click.Context, _parameter: click.Parameter, language: str) -> None:
    ctx.with_resource(speaking(language))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="creator", message="%(prog)s %(version)s")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="zh",
    show_default=True,
    envvar="CREATOR_LANGUAGE",
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help="语言 / language",
)
def main() -> None:
    """See `_ABOUT`."""
