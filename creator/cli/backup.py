"""`creator backup`: the whole instance in one file, while it runs."""

from pathlib import Path

import click

from creator.cli._instance import opened, say
from creator.i18n import _
from creator.services import backups


@click.command(help=str(_("把数据库和上传的文件备份成一个文件；网站可以照常运行。")))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--anyway", is_flag=True, help=str(_("数据有不符时也备份，并在备份里写明。")))
def backup(file: Path, anyway: bool) -> None:
    """The secret key is not in it: a restored instance gets a new one."""
    with opened() as place:
        now = place.clock.now()
        made = backups.make(place.database, place.storage, file, now, anyway=anyway)
    rows = sum(made.manifest.counts.values())
    say(_("已备份：{path}（{rows} 行，{files} 个文件，{kb} KB）。", path=made.path, rows=rows,
          files=len(made.manifest.files), kb=-(-made.size // 1000)))  # fmt: skip
    say(_("审计链头的根：{heads}", heads=made.manifest.heads))
    for line in made.manifest.findings:
        say(_("备份时已有的不符：{line}", line=line))
