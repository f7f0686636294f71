"""`creator restore`: a backup back into an empty place."""

from pathlib import Path

import click

from creator.app import load_settings, secret_key
from creator.cli._instance import say
from creator.clock import SystemClock
from creator.i18n import _
from creator.services import restores


@click.command(help=str(_("把备份恢复到一个新的空目录，核对清单和数据后才启用。")))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=str(_("新的数据目录，须为空或不存在。")),
)
@click.option("--database", default="", help=str(_("备份来自 PostgreSQL 时：一个空数据库的地址。")))
def restore(file: Path, folder: Path, database: str) -> None:
    """Sessions and unused codes end, and a new secret key is made."""
    place = folder.resolve()
    url = database or load_settings()["DATABASE"]
    done = restores.restore(file, place, SystemClock().now(), url=url)
    secret_key({"SECRET_KEY_FILE": "", "DATA_DIR": str(place)})
    say(_("已恢复 {made_at} 的备份到 {folder}，数据核对无误。", made_at=done.manifest.made_at,
          folder=done.folder))  # fmt: skip
    say(_("所有人须重新登录，未用的登录码已作废，请重新发放。"))
    say(_("启用：设置 CREATOR_DATA_DIR={folder} 后运行 creator serve。", folder=done.folder))
    for line in done.left:
        say(_("备份时已有的不符：{line}", line=line))
