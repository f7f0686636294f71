"""Bodies that break off, are too long or come in chunks, over the socket of `creator serve`."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CREATOR = Path(sys.executable).with_name("creator")
INIT = ("init", "--host", "碑林区民政局（示例）", "--name", "经办人01", "--mobile", "13900000001")
LIMIT, BLOCK = 30_000_000, b"x" * 65_536
GROWTH = 20_000_000  # bytes
PATH = "/proposals/1/files/registration"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[int, int, Path]]:
    """Port and process of a served instance, and its folder."""
    folder = tmp_path / "instance"
    known = {**os.environ, "CREATOR_DATA_DIR": str(folder), "TMPDIR": str(tmp_path / "aside")}
    (tmp_path / "aside").mkdir()
    subprocess.run([CREATOR, *INIT], env=known, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [CREATOR, "serve", "--port", str(port)]
    with subprocess.Popen(words, env=known, stdout=subprocess.DEVNULL) as server:
        limit = time.monotonic() + 120
        while not _answers(port):
            assert time.monotonic() < limit
            time.sleep(0.2)
        yield port, server.pid, tmp_path
        server.terminate()


def _answers(port: int) -> bool:
    try:
        return _status(port, b"GET /enter HTTP/1.1\r\nHost: localhost\r\n\r\n") == 200
    except OSError:
        return False


def _status(port: int, head: bytes, blocks: int = 0, wrap=bytes, end: bytes = b"") -> int | None:
    """The status of the answer; None when the server just closes."""
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        try:
            client.sendall(head)
            for _n in range(blocks):
                client.sendall(wrap(BLOCK))
            client.sendall(end)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough; what it said may still be read
        try:
            said = client.recv(64)
        except ConnectionResetError:
            return None
    return int(said.split()[1]) if said else None


def _head(*more: str) -> bytes:
    lines = (
        f"POST {PATH} HTTP/1.1",
        "Host: localhost",
        "Content-Type: multipart/form-data; boundary=b",
        *more,
    )
    return "\r\n".join((*lines, "", "")).encode()


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def _memory(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _uploads(folder: Path) -> list[Path]:
    files = folder / "instance" / "files"
    return [path for path in (*files.rglob("*"), *folder.glob("aside/*")) if path.is_file()]


def test_a_broken_or_endless_body_leaves_nothing(served):
    port, pid, folder = served
    before = _memory(pid)
    enough = LIMIT // len(BLOCK) + 10

    with socket.create_connection(("127.0.0.1", port), 30) as client:  # closes in the middle
        client.sendall(_head("Content-Length: 20000000"))
        for _n in range(100):
            client.sendall(BLOCK)

    declared = _head(f"Content-Length: {LIMIT + 1_000_000}")
    assert _status(port, declared, enough) in (413, None)
    chunked = _head("Transfer-Encoding: chunked")
    assert _status(port, chunked, enough, _chunk, b"0\r\n\r\n") in (413, None)
    small = _head("Transfer-Encoding: chunked")
    assert _status(port, small, 2, _chunk, b"0\r\n\r\n") in (400, 411, 413)

    assert _answers(port)
    assert _uploads(folder) == []
    assert _memory(pid) - before < GROWTH
