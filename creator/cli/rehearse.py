"""`creator rehearse`: a whole competition with simulated people, before real ones take part."""

import json
import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from creator.cli import _rehearsal_text
from creator.cli._instance import say
from creator.clock import local
from creator.i18n import LANGUAGES, Text, _, both, speaking
from creator.programme import reader
from creator.programme.fault import FaultyFile
from creator.rehearsal.play import Play, Stuck
from creator.rehearsal.rehearse import Rehearsal, opening, throw_away
from creator.rehearsal.report import Report, report
from creator.rules.amendments import errors_of
from creator.services import invariants, verification
from creator.services.invariants import Breach
from creator.services.soundness import CHAIN
from creator.services.work import Work

SLUG = "rehearsal"
_EVERY = 2.0  # seconds between two lines of progress


@dataclass
class Told:
    """Everything a rehearsal has to say."""

    report: Report | None = None
    stuck: Text | None = None
    breaches: list[Breach] = field(default_factory=list)
    flaws: list[Breach] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        settled = self.report is not None and not self.report.unsettled
        return self.stuck is None and settled and not self.breaches and not self.flaws


@click.command(help=str(_("用模拟的人和时钟把一份方案从征集演练到全部落定，不碰真实数据。")))
@click.argument("programme", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--applications",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=str(_("用这份申报汇总表（.xlsx）里的申报，不用编造的。")),
)
@click.option("--set", "changes", multiple=True, help=str(_("换一个值再演练，如 pool=400000。")))
@click.option("--seed", default=1, show_default=True, help=str(_("同一个种子演练出同样的过程。")))
@click.option("--lang", type=click.Choice(LANGUAGES), help=str(_("输出的语言。")))
@click.option("--json", "as_json", is_flag=True, help=str(_("输出 JSON。")))
@click.option("--quiet", is_flag=True, help=str(_("不显示进度。")))
def rehearse(
    programme: Path, applications: Path | None, changes: tuple[str, ...], seed: int,
    lang: str | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Exit code 1 when the programme is faulty, gets stuck, or leaves data that do not hold."""
    if lang:
        click.get_current_context().with_resource(speaking(lang))
    logging.getLogger("creator").setLevel(logging.ERROR)
    progress = None if quiet else Progress()
    try:
        told = run(programme, overrides(changes), applications, seed, progress)
    except FaultyFile as faulty:  # said here, while the language chosen for the output holds
        for fault in faulty.faults:
            click.echo(str(fault), err=True)
        raise SystemExit(1) from None
    if as_json:
        click.echo(json.dumps(as_data(told), ensure_ascii=False, indent=1))
    else:
        _print(told)
    if not told.sound:
        raise SystemExit(1)


def overrides(changes: tuple[str, ...]) -> dict[str, str]:
    """`pool=400000` -> the key and its value. Raises `BadParameter`."""
    pairs = [change.partition("=") for change in changes]
    if not all(key and equals for key, equals, _value in pairs):
        raise click.BadParameter(str(_("请写成 键=值，例如 pool=400000。")), param_hint="--set")
    return {key.strip(): value.strip() for key, _equals, value in pairs}


class Progress:
    """A line on stderr now and then: where the clock and the proposals are."""

    def __init__(self) -> None:
        self.told_at = time.monotonic()

    def __call__(self, play: Play) -> None:
        if time.monotonic() - self.told_at < _EVERY:
            return
        self.told_at = time.monotonic()
        edition = play.known[play.world.edition_id].state.label
        day = local(play.world.clock.now()).strftime("%Y-%m-%d")
        text = _("{day} {state}：还有 {n} 件事未落定", day=day, state=edition, n=len(play.open))
        click.echo(str(text), err=True)


def run(
    path: Path,
    changes: dict[str, str],
    applications: Path | None = None,
    seed: int = 1,
    progress: Progress | None = None,
) -> Told:
    """Rehearse a programme file. Raises `FaultyFile` for one with errors."""
    began, rules = time.monotonic(), reader.read(path, changes)
    text = path.read_text("utf-8")
    faults = errors_of(rules)
    if faults:
        raise FaultyFile(faults)
    told = Told()
    with throw_away(seed, opening(rules)) as world:
        rehearsal = Rehearsal(world, tell=progress)
        rehearsal.prepare(text, changes, SLUG)
        try:
            rehearsal.perform(applications=applications)
        except Stuck as stuck:
            told.stuck = stuck.text
        told.left_out = [{"row": one.row, "reason": one.reason} for one in rehearsal.left_out]
        world.look(lambda work: _examine(told, work, rehearsal))
    told.seconds = time.monotonic() - began
    return told


def _examine(told: Told, work: Work, rehearsal: Rehearsal) -> None:
    """What `creator check` and `creator audit verify` say of the database, and the report."""
    told.breaches = invariants.breaches(work.session, work.files)
    told.flaws = [
        Breach(CHAIN, flaw.where, flaw.text) for flaw in verification.verify(work.session)
    ]
    told.report = report(work, rehearsal.world.edition(work))


def as_data(told: Told) -> dict[str, Any]:
    """For programs: labels in both languages, money in 分."""
    return {
        "sound": told.sound,
        "stuck": both(told.stuck) if told.stuck else None,
        "check": [_rehearsal_text.plain(one) for one in told.breaches],
        "audit": [_rehearsal_text.plain(one) for one in told.flaws],
        "left_out": told.left_out,
        "report": _rehearsal_text.plain(told.report),
    }


def _print(told: Told) -> None:
    if told.left_out:
        say(_("== 汇总表中未导入的行"))
        for one in told.left_out:
            say(_("第 {row} 行：{reason}", row=one["row"], reason=one["reason"]))
        say("")
    for line in _rehearsal_text.lines(told.report) if told.report else ():
        say(line)
    say("")
    for breach in (*told.breaches, *told.flaws):
        say(_rehearsal_text.breach_line(breach))
    say(_("creator check：{verdict}", verdict=_verdict(told.breaches)))
    say(_("creator audit verify：{verdict}", verdict=_verdict(told.flaws)))
    if told.stuck is not None:
        say(told.stuck)
    else:
        say(_("全部落定，用时 {seconds} 秒。", seconds=round(told.seconds, 1)))


def _verdict(found: list[Breach]) -> Text:
    return _("{n} 处不符。", n=len(found)) if found else _("没有发现问题。")
