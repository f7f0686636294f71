"""`creator import`: summaries of applications, and the expert pool."""

from dataclasses import dataclass
from pathlib import Path

import click

from creator.cli import _import_report
from creator.cli._instance import opened, say
from creator.cli._office import as_officer, edition_named, host_named
from creator.i18n import _
from creator.services import editions, expert_pools, import_changes, imports
from creator.services.imports import Confirmed
from creator.services.previews import Preview
from creator.services.work import Work

_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))


@dataclass(frozen=True)
class _Order:
    """What was asked for on the command line."""

    file: Path
    slug: str
    exclude: tuple[tuple[str, str], ...]
    correct: tuple[tuple[str, str], ...]
    exclude_faulty: bool
    again: bool
    dry_run: bool
    officer: str


@dataclass(frozen=True)
class _Outcome:
    """How the sheet reads, and what was stored of it (None: nothing)."""

    seen: Preview
    tiers: dict[str, str]
    done: Confirmed | None = None


class _Undone(Exception):
    """Rolls the unit back: a dry run, or rows that still stand in the way."""

    def __init__(self, outcome: _Outcome) -> None:
        super().__init__()
        self.outcome = outcome


@click.group("import", help=str(_("导入申报汇总表或专家库。")))
def import_() -> None:
    """Spreadsheets as offices keep them."""


@import_.command(help=str(_("导入申报汇总表：先列出每一行，全部处理好才导入。")))
@_FILE
@click.option("--edition", "slug", required=True, help=str(_("哪一届（网址名）。")))
@click.option("--exclude", multiple=True, metavar="ROW=REASON", help=str(_("剔除一行并写明理由。")))
@click.option("--correct", multiple=True, metavar="CELL=VALUE", help=str(_("更正一格，如 I13=3。")))
@click.option("--exclude-faulty", is_flag=True, help=str(_("剔除所有有误的行，以其问题为理由。")))
@click.option("--again", is_flag=True, help=str(_("同一份文件导入过，仍再导入一次。")))
@click.option("--dry-run", is_flag=True, help=str(_("只看，不导入。")))
@click.option("-o", "errors", type=click.Path(path_type=Path), help=str(_("错误表写到哪里。")))
@click.option("--officer", default="", help=str(_("以哪位经办人的名义（手机或座机号码）。")))
def applications(
    file: Path, slug: str, exclude: tuple[str, ...], correct: tuple[str, ...],
    exclude_faulty: bool, again: bool, dry_run: bool, errors: Path | None, officer: str,
) -> None:  # fmt: skip
    """All or nothing: exit code 1 and nothing stored while a row is faulty."""
    pairs = (tuple(map(_pair, exclude)), tuple(map(_pair, correct)))
    order = _Order(file, slug, *pairs, exclude_faulty, again, dry_run, officer)
    with opened() as place:
        try:
            outcome = place.act(lambda work: _carry_out(work, order))
        except _Undone as undone:
            outcome = undone.outcome
    _show(outcome, errors)
    if outcome.done is None and outcome.seen.obstacles:
        raise SystemExit(1)


def _carry_out(work: Work, order: _Order) -> _Outcome:
    edition = edition_named(work, order.slug)
    acting = as_officer(work, edition, order.officer)
    with order.file.open("rb") as stream:
        batch = imports.upload(acting, edition, order.file.name, stream, again=order.again)
    for cell, value in order.correct:
        import_changes.correct(acting, batch, cell, value)
    for row, reason in order.exclude:
        import_changes.exclude(acting, batch, _number(row), reason)
    if order.exclude_faulty:
        import_changes.exclude_faulty(acting, batch)
    seen = imports.preview(acting, batch)
    tiers = {tier.id: str(tier.label) for tier in editions.programme(work, edition).tiers}
    if order.dry_run or seen.obstacles:
        if batch.uploaded_at == work.now:
            work.files.discard(batch.key)  # its row is undone; an earlier upload keeps its file
        raise _Undone(_Outcome(seen, tiers))
    return _Outcome(seen, tiers, imports.confirm(acting, batch))


def _show(outcome: _Outcome, errors: Path | None) -> None:
    seen, done = outcome.seen, outcome.done
    for line in _import_report.preview_lines(seen, outcome.tiers):
        say(line)
    if errors is not None and (seen.faulty or seen.excluded):
        errors.write_bytes(imports.errors_of(seen))
        say(_("未导入的行已写入 {path}。", path=errors))
    for obstacle in seen.obstacles:
        click.echo(str(obstacle.text), err=True)
    if done is None:
        say(_("没有导入任何内容。"))
        return
    say(_("已导入 {n} 个项目，剔除 {left} 行。", n=done.stored, left=len(seen.excluded)))
    for line in _import_report.claim_lines(done.claims):
        say(line)
    if done.claims:
        say(_("登录码只显示这一次，7 天内有效，每人一张，请当面或电话交给本人。"))


def _pair(written: str) -> tuple[str, str]:
    left, equals, right = written.partition("=")
    if not equals:
        raise click.BadParameter(str(_("“{written}”应写成 左=右。", written=written)))
    return left.strip(), right.strip()


def _number(written: str) -> int:
    if not written.isascii() or not written.isdigit():
        raise click.BadParameter(str(_("“{written}”不是行号。", written=written)))
    return int(written)


@import_.command(help=str(_("导入专家库；编号相同的专家更新资料。")))
@_FILE
@click.option("--edition", "slug", default="", help=str(_("聘为这一届的专家（网址名）。")))
@click.option("--host", default="", help=str(_("聘为这个主办方的专家；只有一个主办方时可以不写。")))
def experts(file: Path, slug: str, host: str) -> None:
    """Experts are known by their number; the officer adds telephone numbers later."""
    pool = expert_pools.read(file.read_bytes(), file.name)

    def store(work: Work) -> expert_pools.Pooled:
        edition = edition_named(work, slug) if slug else None
        owner = edition.host if edition else host_named(work, host)
        return expert_pools.store(work, owner, pool, edition_id=edition.id if edition else None)

    with opened() as place:
        done = place.act(store)
    say(_("专家库：新增 {added} 位，更新 {updated} 位。", added=done.added, updated=done.updated))
