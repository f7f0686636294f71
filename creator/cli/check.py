"""`creator check`: does everything in the data hold together?"""

import click

from creator.cli._instance import opened, say, show_findings
from creator.i18n import _
from creator.services import soundness


@click.command(help=str(_("检查数据：资金、名额、步骤、文件和审计链；有不符时退出码 1。")))
@click.option("--json", "as_json", is_flag=True, help=str(_("输出 JSON。")))
def check(as_json: bool) -> None:
    """Reads everything, changes nothing."""
    with opened() as place:
        found = place.look(lambda work: soundness.findings(work.session, work.files))
    show_findings(found, as_json=as_json)
    if not as_json:
        say(_("数据完好。"))
