"""`creator programme`: check programme files, and look up the words they may use."""

from pathlib import Path

import click

from creator.home import home
from creator.i18n import _, listed
from creator.programme import checker, reader
from creator.programme.fault import Fault, FaultyFile
from creator.programme.words import WORDS
from creator.rules.actors import ROLES
from creator.workflow import reader as lifecycle_reader

_FAULTY = 1


@click.group(help=str(_("检查方案文件，查阅方案里可以写的词。")))
def programme() -> None:
    """Programme files: one describes one competition."""


@programme.command(help=str(_("检查方案文件：每个问题一行，写明文件、行号和办法。")))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--set", "changes", multiple=True, help=str(_("换一个值再检查，例如 pool=400000。")))
def check(files: tuple[Path, ...], changes: tuple[str, ...]) -> None:
    """Exit code 1 when a file has an error; warnings alone leave it at 0."""
    overrides = _overrides(changes)
    failed = False
    for file in files:
        faults = _faults(file, overrides)
        for fault in faults:
            click.echo(str(fault))
        errors = sum(fault.severity == "error" for fault in faults)
        warnings = len(faults) - errors
        click.echo(
            str(
                _(
                    "{file}：{errors} 个错误，{warnings} 条提醒。",
                    file=file,
                    errors=errors,
                    warnings=warnings,
                )
            )
        )
        failed = failed or errors > 0
    raise SystemExit(_FAULTY if failed else 0)


def _overrides(changes: tuple[str, ...]) -> dict[str, str]:
    pairs = [change.partition("=") for change in changes]
    for key, equals, _value in pairs:
        if not key or not equals:
            raise click.BadParameter(str(_("请写成 键=值，例如 pool=400000。")), param_hint="--set")
    return {key: value for key, _equals, value in pairs}


def _faults(file: Path, overrides: dict[str, str]) -> list[Fault]:
    try:
        read = reader.read(file, overrides)
    except FaultyFile as faulty:
        return faulty.faults
    folder = home() / "workflows" / "lifecycles"
    lifecycles = {path.stem: path for path in folder.glob("*.toml")}
    followed = lifecycles.get(read.lifecycles.proposal)
    options = lifecycle_reader.read(followed).options if followed else None
    return checker.check(read, lifecycles=lifecycles, actors=ROLES, options=options)


@programme.command(help=str(_("列出方案里可以写的词和意思；可以只看一组，例如 aggregate。")))
@click.argument("groups", nargs=-1)
def words(groups: tuple[str, ...]) -> None:
    """The vocabulary, group by group."""
    for group in groups or sorted(WORDS):
        if group not in WORDS:
            hint = _("没有这一组。可以写：{groups}。", groups=listed(sorted(WORDS)))
            raise click.BadParameter(str(hint), param_hint="GROUPS")
        click.echo(f"[{group}]")
        for word, meaning in WORDS[group].items():
            click.echo(f"  {word}  {meaning}")
