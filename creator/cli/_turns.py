"""Several processes on one socket: whoever is free takes the next request.

A browser keeps its connection, and all its requests would go to the process that took it first,
busy or not. So a process takes no connection while it works, and gives each up after its answer.
"""

import socket
from collections.abc import Mapping
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


class _InTurn(TcpWSGIServer):  # type: ignore[misc]
    channel_class = _OneRequest

    def readable(self) -> bool:
        """Whether to take a connection: not while a request is worked on here."""
        working = any(line.requests for line in self.active_channels.values())
        return super().readable() and not working


def in_turn(site: Site, listening: socket.socket, limits: Mapping[str, Any]) -> TcpWSGIServer:
    """A server on a socket shared with other processes; `run()` serves until SIGTERM."""
    kind = (listening.family, listening.type, listening.proto, listening.getsockname())
    known = Adjustments(**limits)
    return _InTurn(site, _sock=listening, bind_socket=False, sockinfo=kind, adj=known)
