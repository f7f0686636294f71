"""Browsers in a process of their own: each sends one request after the other on its own line.

As lean as it can be, since it shares the machine with the server.
"""

import gzip
import multiprocessing
import re
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from urllib.parse import urlencode

TIMEOUT = 60.0  # seconds
GOOD = (200, 303)


@dataclass(frozen=True)
class Ask:
    """One request as it goes over the line."""

    path: str
    cookie: str
    data: tuple[tuple[str, str], ...] | None = None
    """Fields of a form to post; None to get the page."""

    def wire(self, host: str) -> bytes:
        verb = "GET" if self.data is None else "POST"
        lines = [f"{verb} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"Cookie: creator={self.cookie}", "Accept-Encoding: gzip"]
        body = urlencode(self.data).encode() if self.data is not None else b""
        if self.data is not None:
            kind = "application/x-www-form-urlencoded"
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Answer:
    """How one request went: seconds until the last byte, status, bytes of the body."""

    seconds: float
    status: int
    size: int
    said: str = ""
    """Why it failed: what the server wrote, or how the line broke."""


class Line:
    """One connection to the server, opened again when the server closed it."""

    def __init__(self, host: str, port: int) -> None:
        self.address = (host, port)
        self.socket: socket.socket | None = None

    def send(self, wire: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        if self.socket is None:
            self.socket = socket.create_connection(self.address, TIMEOUT)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(wire)
        return self._answer(self.socket)

    def _answer(self, open_line: socket.socket) -> tuple[int, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more(open_line)
        head, _, body = received.partition(b"\r\n\r\n")
        names = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(names.get(b"content-length", b"0"))
        parts, have = [body], len(body)
        while have < length:
            parts.append(self._more(open_line))
            have += len(parts[-1])
        if names.get(b"connection") == b"close":
            self.close()
        return int(head[9:12]), b"".join(parts)

    def _more(self, open_line: socket.socket) -> bytes:
        found = open_line.recv(65536)
        if not found:
            self.close()
            raise ConnectionError("the server hung up")
        return found

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def _browse(host: str, port: int, ends: float, asks: Sequence[Ask], *, again: bool) -> list[Answer]:
    line, answers = Line(host, port), []
    wires: Iterator[bytes] = (ask.wire(f"{host}:{port}") for ask in asks)
    for wire in cycle(list(wires)) if again else wires:
        begun = time.perf_counter()
        if time.time() >= ends:
            break
        status, size, said = 0, 0, ""
        try:
            status, body = line.send(wire)
            size = len(body)
            if status not in GOOD:
                said = wire.split(b" ")[1].decode() + " " + _plain(body)
        except OSError as broken:
            said = f"{broken!r} after {time.perf_counter() - begun:.1f} s"
        answers.append(Answer(time.perf_counter() - begun, status, size, said))
    line.close()
    return answers


def _plain(body: bytes) -> str:
    with suppress(OSError):  # most answers are packed
        body = gzip.decompress(body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", body.decode(errors="replace")))[:400]


def _crowd(
    pipe: object, host: str, port: int, seconds: float, plan: Sequence[Sequence[Ask]], again: bool
) -> None:
    browse = partial(_browse, host, port, time.time() + seconds, again=again)
    begun = time.perf_counter()
    with ThreadPoolExecutor(len(plan)) as threads:
        answers = [one for each in threads.map(browse, plan) for one in each]
    pipe.send((time.perf_counter() - begun, answers))  # type: ignore[attr-defined]


def send_all(
    host: str, port: int, plan: Sequence[Sequence[Ask]], *, seconds: float, again: bool
) -> tuple[float, list[Answer]]:
    """Let each browser send its requests (`again`: round and round) until time is up.

    Returns the seconds it took and every answer; status 0 is a line that broke.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    crowd = context.Process(target=_crowd, args=(theirs, host, port, seconds, plan, again))
    crowd.start()
    theirs.close()
    taken, answers = ours.recv()
    crowd.join()
    return taken, answers
