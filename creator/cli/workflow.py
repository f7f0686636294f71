"""`creator workflow`: check and draw lifecycle files, and list the words they may use."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import click

from creator.home import home
from creator.i18n import LANGUAGES, _, current_language
from creator.rules.vocabulary import vocabulary
from creator.workflow.advice import unused
from creator.workflow.combinations import every_combination
from creator.workflow.definition import Definition
from creator.workflow.drawing import draw
from creator.workflow.family_checks import verify_family
from creator.workflow.fault import Fault, FaultyFile
from creator.workflow.lifecycle import Lifecycle
from creator.workflow.reader import read
from creator.workflow.resolve import resolve
from creator.workflow.verifier import verify
from creator.workflow.vocabulary import Word

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(help=str(_("检查、绘制生命周期文件，列出文件中可用的词。")))
def workflow() -> None:
    """See `help`."""


@workflow.command(help=str(_("检查文件：每种选项组合都验证一遍。有错误时以 1 退出。")))
@click.argument("files", nargs=-1, required=True, type=FILE)
def check(files: tuple[Path, ...]) -> None:
    """Print every fault once, with file, line and remedy."""
    found: dict[Fault, None] = {}
    known = set(_ids_beside(files))
    lifecycles: dict[str, Lifecycle] = {}
    for path in files:
        try:
            lifecycle = read(path)
        except FaultyFile as faulty:
            found.update(dict.fromkeys(faulty.faults))
            continue
        lifecycles[lifecycle.id] = lifecycle
        known.add(lifecycle.id)
    for lifecycle in lifecycles.values():
        found.update(dict.fromkeys(_faults(lifecycle, known, lifecycles)))
    for fault in found:
        click.echo(str(fault), err=True)
    errors = sum(fault.severity == "error" for fault in found)
    click.echo(
        str(_("检查了 {n} 个文件：{errors} 处错误。", n=len(files), errors=errors)), err=errors > 0
    )
    raise SystemExit(1 if errors else 0)


def _ids_beside(files: tuple[Path, ...]) -> Iterator[str]:
    """Lifecycles a file may refer to: those it lies with, and those that ship."""
    for folder in {path.resolve().parent for path in files} | {home() / "workflows/lifecycles"}:
        yield from (path.stem for path in folder.glob("*.toml"))


def _faults(
    lifecycle: Lifecycle, known: set[str], lifecycles: Mapping[str, Lifecycle]
) -> Iterator[Fault]:
    yield from unused(lifecycle)
    for options in every_combination(lifecycle):
        try:
            definition = resolve(lifecycle, options)
        except FaultyFile as faulty:
            yield from faulty.faults
            continue
        yield from verify(definition, vocabulary(), known, lifecycle.lines)
        kinds = {child.lifecycle for child in definition.children.values()}
        satellites = _sound(lifecycles[kind] for kind in kinds & lifecycles.keys())
        yield from verify_family(definition, list(satellites), lifecycle.lines)


def _sound(lifecycles: Iterable[Lifecycle]) -> Iterator[Definition]:
    """Every definition that can be made of these; what cannot be is reported for its own file."""
    for lifecycle in lifecycles:
        for options in every_combination(lifecycle):
            with suppress(FaultyFile):
                yield resolve(lifecycle, options)


@workflow.command("draw", help=str(_("把文件画成 SVG。")))
@click.argument("file", type=FILE)
@click.option("--options", default="", help=str(_("选用的选项，逗号分隔。")))
@click.option("--lang", type=click.Choice(LANGUAGES), help=str(_("图中文字的语言。")))
@click.option("--here", metavar="STATE", help=str(_("标出“现在位置”的状态。")))
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path))
def draw_file(
    file: Path, options: str, lang: str | None, here: str | None, output: Path | None
) -> None:
    """Write the drawing to a file or to standard output."""
    chosen = frozenset(name.strip() for name in options.split(",") if name.strip())
    definition = resolve(read(file), chosen)
    if here is not None and here not in definition.states:
        raise click.BadParameter(str(_("没有状态“{state}”。", state=here)), param_hint="--here")
    svg = draw(definition, lang or current_language(), here=here)
    if output is None:
        click.echo(svg)
    else:
        output.write_text(svg + "\n", encoding="utf-8")


@workflow.command(help=str(_("列出文件中可用的词及其参数。")))
def words() -> None:
    """Every word with its parameters and meaning, by kind."""
    known = vocabulary()
    kinds = (
        (_("角色"), known.actors),
        (_("条件"), known.guards),
        (_("动作"), known.effects),
        (_("标记"), known.marks),
        (_("时点"), known.moments),
        (_("字段类型"), known.field_types),
    )
    for kind, found in kinds:
        click.secho(str(kind), bold=True)
        for word in sorted(found.values(), key=lambda word: word.name):
            click.echo(f"  {_signature(word)}: {word.doc}")
    click.secho(str(_("信函")), bold=True)
    click.echo("  " + ", ".join(sorted(known.templates)))


def _signature(word: Word) -> str:
    params = []
    for name, kind in word.params.items():
        shown = "|".join(kind) if isinstance(kind, tuple) else kind
        params.append(f"{name}{'?' if name in word.optional else ''} = {shown}")
    return f"{word.name} {{ {', '.join(params)} }}" if params else word.name
