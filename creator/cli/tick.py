"""`creator tick`: one pass over timers and outbox, for whoever prefers cron."""

import click

from creator.cli._instance import opened, say
from creator.i18n import _
from creator.services import worker
from creator.services.outgoing import outgoing


@click.command(help=str(_("办理一遍到期事项和待发消息，然后结束；可由 cron 定时运行。")))
def tick() -> None:
    """Handles what is due now."""
    with opened() as place:
        done = worker.drain(place.database, place.clock)
        outgoing(place.settings, place.folder, place.database, place.clock)()
        say(_("已办 {handled} 项，暂缓 {refused} 项。", handled=done.handled, refused=done.refused))
