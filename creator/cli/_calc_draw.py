"""`creator calc draw`: fix a list, then draw from it by public numbers."""

from collections.abc import Sequence
from pathlib import Path

import click

from creator.calc.lists import read_list
from creator.calc.results import write_csv
from creator.cli._desk import FILE, OUT, Calculation, desk, show
from creator.i18n import _
from creator.reckoning import draws
from creator.reckoning.canonical import digest
from creator.reckoning.drawn import drawn
from creator.reckoning.refusal import Unreckonable

_HEADER = ("position", "index", "name", "hash")


@click.command(
    cls=Calculation,
    help=str(_("按公开数字从名单中抽签：先固定名单，再公布数字，任何人都能重算。")),
)
@click.option("--list", "path", type=FILE, required=True, help=str(_("名单：每行一个名字。")))
@click.option("--commit", is_flag=True, help=str(_("只计算名单的摘要，在数字公布之前公示。")))
@click.option(
    "--public-number",
    "sources",
    multiple=True,
    help=str(_("公开数字，每个来源写一次，按公告顺序。")),
)
@click.option("--pick", type=int, help=str(_("抽几个。")))
@click.option("--rfc3797", is_flag=True, help=str(_("完全按 RFC 3797 用 MD5；不写则用 SHA-256。")))
@click.option("--committed", help=str(_("公示过的名单摘要；名单若已改动则拒绝抽签。")))
@OUT
def draw(
    path: Path,
    commit: bool,
    sources: tuple[str, ...],
    pick: int | None,
    rfc3797: bool,
    committed: str | None,
    output: Path | None,
) -> None:
    """See `help`."""
    if commit == bool(sources) or (pick is None) != commit:
        raise click.UsageError(str(_("请写 --commit，或者写 --public-number 和 --pick。")))
    names = read_list(path, desk())
    frozen = draws.commitment(names)
    _check(frozen, committed)
    if pick is None:
        show({"count": len(names), "list_sha256": frozen})
        return
    result = drawn(names, sources, pick, "md5" if rfc3797 else "sha256")
    if output:
        write_csv(output, _HEADER, _rows(result["steps"]))
    show({"command": "draw", **result, "digest": digest(result)})


def _rows(steps: Sequence[draws.Step]) -> list[tuple[object, ...]]:
    return [(step.counter + 1, step.index, step.chosen, step.hash) for step in steps]


def _check(frozen: str, committed: str | None) -> None:
    """The list must be the one that was published."""
    if committed is not None and committed.strip().lower() != frozen:
        raise Unreckonable(
            _(
                "名单的摘要是 {frozen}，与公示的 {committed} 不同：名单或其顺序在公示后被改动。",
                frozen=frozen,
                committed=committed,
            )
        )
