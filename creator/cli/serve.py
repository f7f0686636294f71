"""`creator serve`: the web site and the pulse, in one process or in several on one socket."""

import gc
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from threading import Event, Thread
from types import FrameType
from typing import Any

import click
import waitress

from creator.app import create_app, data_dir
from creator.cli._instance import opened, say
from creator.cli._processes import Job, keep_running
from creator.cli._pulse import keep_pulse
from creator.cli._turns import in_turn
from creator.i18n import _
from creator.services import background
from creator.services.outgoing import outgoing
from creator.services.refused import Declined
from creator.web.request import Site

THREADS, CONNECTIONS, CHANNEL_TIMEOUT = 4, 1000, 30
"""With waitress' own limit of 100 connections, 200 slow sockets shut everybody else out."""
ALONE = 1
"""Threads of one process among several: more would wait for each other, not for the database."""
LAST_PASS = 30.0  # seconds a pass under way may take when the server stops


class PortTaken(Declined):
    """Nothing can listen there."""


PORT = click.IntRange(1, 65535)


@click.command(help=str(_("启动网站，同时办理到期事项。")))
@click.option("--host", default="127.0.0.1", show_default=True, help=str(_("监听的地址。")))
@click.option("--port", type=PORT, default=8000, show_default=True, help=str(_("监听的端口。")))
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help=str(_("网站进程数。一个处理器核心一个；只有一个时用四个线程。")),
)
@click.option("--no-worker", is_flag=True, help=str(_("不办理到期事项。")))
def serve(host: str, port: int, processes: int, no_worker: bool) -> None:
    """Behind a proxy set PROXY_HOPS. Several machines share PostgreSQL."""
    need_port(host, port)
    if processes > 1:
        _serve_in(processes, host, port, pulse=not no_worker)
        return
    with opened() as place:
        site = create_app(database=place.database, clock=place.clock)
        say(_("网站已启动：http://{host}:{port}", host=host, port=port))
        _settle()
        run(site, host, port, pulse=not no_worker)


def need_port(host: str, port: int) -> None:
    """Raise `PortTaken`, before any work is done, where another program listens."""
    try:
        socket.create_server((host, port), family=_family(host, port)).close()
    except OSError as error:
        text = _(
            "不能在 {host}:{port} 监听：{why}。也许已经启动过一次；换一个端口请写 --port。",
            host=host,
            port=port,
            why=os.strerror(error.errno or 0),
        )
        raise PortTaken(text) from error


def _family(host: str, port: int) -> int:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]


def run(
    site: Site,
    host: str,
    port: int,
    *,
    pulse: bool = True,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or SIGINT; requests and passes under way are finished.

    `ready` is called once the socket is bound.
    """
    signal.signal(signal.SIGTERM, _leave)
    server = waitress.create_server(site, host=host, port=port, **limits(site))
    ready()
    with _pulse(site) if pulse else nullcontext():
        server.run()


def _serve_in(processes: int, host: str, port: int, *, pulse: bool) -> None:
    """Everybody takes connections from one socket; one process more keeps the pulse."""
    with opened():
        pass  # whatever keeps the instance from opening is said once, here
    family = _family(host, port)
    with socket.create_server((host, port), family=family, backlog=CONNECTIONS) as listening:
        say(_("网站已启动：http://{host}:{port}", host=host, port=port))
        jobs: list[Job] = [partial(_serve_from, listening)] * processes
        keep_running([*jobs, keep_pulse] if pulse else jobs)


def _serve_from(listening: socket.socket) -> None:
    signal.signal(signal.SIGTERM, _leave)
    with opened() as place:
        site = create_app(database=place.database, clock=place.clock)
        _settle()
        in_turn(site, listening, limits(site, ALONE)).run()


def _settle() -> None:
    """Keep what is loaded now out of the collector's rounds: each took 100 ms of some request."""
    gc.collect()
    gc.freeze()


def limits(site: Site, threads: int = THREADS) -> dict[str, Any]:
    """What waitress is told. It drops X-Forwarded-* itself unless a proxy of ours sets them."""
    return {
        "threads": threads,
        "connection_limit": CONNECTIONS,
        "channel_timeout": CHANNEL_TIMEOUT,
        "clear_untrusted_proxy_headers": not site.config["PROXY_HOPS"],
        "max_request_body_size": site.config["UPLOAD_LIMIT"],
        "ident": None,
    }


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)  # waitress takes it as the wish to stop and finishes what is under way


@contextmanager
def _pulse(site: Site) -> Iterator[None]:
    stop = Event()
    database, clock = site.extensions["creator.database"], site.extensions["creator.clock"]
    send = outgoing(site.config, data_dir(site.config), database, clock)
    thread = Thread(
        target=partial(background.run, database, clock, stop, send=send),
        name="creator-worker",
        daemon=True,
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LAST_PASS)
