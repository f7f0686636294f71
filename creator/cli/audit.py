"""`creator audit`: verify the audit chain, and put a checkpoint over it."""

import json

import click

from creator.cli._instance import opened, say, show_findings
from creator.i18n import _
from creator.services import checkpoints, verification
from creator.services.invariants import Breach
from creator.services.soundness import CHAIN


@click.group(help=str(_("核对审计链，生成检查点。")))
def audit() -> None:
    """The chain of who did what."""


@audit.command(help=str(_("从第一条记录核对到链头；有不符时指出最先出错的记录，退出码 1。")))
@click.option("--json", "as_json", is_flag=True, help=str(_("输出 JSON。")))
def verify(as_json: bool) -> None:
    """Chains, the texts behind their digests, and every checkpoint."""
    with opened() as place:
        flaws = place.look(lambda work: verification.verify(work.session))
    found = [Breach(CHAIN, flaw.where, flaw.text) for flaw in flaws]
    show_findings(found, as_json=as_json)
    if not as_json:
        say(_("审计链完好。"))


@audit.command(help=str(_("对所有审计链的链头生成一个检查点；把根抄下来，日后可以核对。")))
@click.option("--json", "as_json", is_flag=True, help=str(_("输出 JSON。")))
def checkpoint(as_json: bool) -> None:
    """Publish the root: it proves that nothing before it was rewritten."""
    with opened() as place:
        point = place.act(lambda work: checkpoints.make(work, "command"))
        told = {"id": point.id, "at": point.at.isoformat(), "root": point.root, "hash": point.hash}
    if as_json:
        click.echo(json.dumps(told))
    else:
        say(_("检查点 {id}，根：{root}", id=point.id, root=point.root))
