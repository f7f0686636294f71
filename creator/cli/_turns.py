"""Several processes on one socket: whoever is free takes the next request.

A browser keeps its connection, and all its requests would go to the process that took it first,
busy or not. So a process takes no connection while it works, and gives each up after its answer.
It takes a connection together with the request, where the system can tell that one has come: else
it would take a second one before the first has said what it wants, and let it wait.
"""

import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask

from creator.web.request import Site


# waitress tells no types.
class _OneAnswer(WSGITask):  # type: ignore[misc]
    def __init__(self, channel: HTTPChannel, request: HTTPRequestParser) -> None:
        request.headers["CONNECTION"] = "close"
        super().__init__(channel, request)


class _OneRequest(HTTPChannel):  # type: ignore[misc]
    task_class = _OneAnswer

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        with suppress(OSError):  # nothing has come yet, or it broke: the loop will see to it
            self.socket.recv(1, socket.MSG_PEEK)
            self.handle_read()


class _InTurn(TcpWSGIServer):  # type: ignore[misc]
    channel_class = _OneRequest

    def readable(self) -> bool:
        """Whether to take a connection: not while a request is worked on here."""
        working = any(line.requests for line in self.active_channels.values())
        return super().readable() and not working


def in_turn(site: Site, listening: socket.socket, limits: Mapping[str, Any]) -> TcpWSGIServer:
    """A server on a socket shared with other processes; `run()` serves until SIGTERM."""
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)  # a second at most
    kind = (listening.family, listening.type, listening.proto, listening.getsockname())
    known = Adjustments(**limits)
    return _InTurn(site, _sock=listening, bind_socket=False, sockinfo=kind, adj=known)
