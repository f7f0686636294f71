"""`creator migrate`: bring the database to the program's version."""

import click

from creator.cli._instance import opened, say
from creator.i18n import _
from creator.services import schema


@click.command(help=str(_("把数据库升级到本程序的版本；已是最新则什么也不做。")))
def migrate() -> None:
    """Runs under a lock, all or nothing. Make a backup first."""
    with opened(any_schema=True) as place:
        before = schema.present(place.database)
        after = schema.migrate(place.database)
        if before == after:
            say(_("数据库已是版本 {version}。", version=after))
        else:
            say(_("数据库：{before} → {after}。", before=before or "—", after=after))
