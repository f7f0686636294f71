"""`creator worker`: the pulse in a process of its own."""

import signal
from threading import Event

import click

from creator.cli._instance import opened, say
from creator.i18n import _
from creator.services import background
from creator.services.outgoing import outgoing


@click.command(help=str(_("持续办理到期事项和待发消息；收到停止信号时做完手上的一项再结束。")))
def worker() -> None:
    """Several may run at once."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with opened() as place:
        say(_("已启动，每秒办理一遍。"))
        send = outgoing(place.settings, place.folder, place.database, place.clock)
        handled = background.run(place.database, place.clock, stop, send=send)
        say(_("已停止，共办 {handled} 项。", handled=handled))
