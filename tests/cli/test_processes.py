"""`creator serve --processes`: everybody answers on one socket, and nobody is missed for long."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CREATOR = Path(sys.executable).with_name("creator")
INIT = ("init", "--host", "碑林区民政局（示例）", "--name", "经办人01", "--mobile", "13900000001")


def children(pid: int) -> set[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return {int(line) for line in listed.stdout.split()}


def wait_until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.1)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    """Two processes that serve an instance, and one that keeps its pulse."""
    known = {**os.environ, "CREATOR_DATA_DIR": str(tmp_path / "instance")}
    subprocess.run([CREATOR, *INIT], env=known, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    words = ("serve", "--processes", "2", "--port", port)
    with subprocess.Popen([CREATOR, *words], env=known, stdout=subprocess.PIPE) as server:
        yield server, f"http://127.0.0.1:{port}/"
        server.kill()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_a_process_that_dies_is_replaced_and_all_leave_together(site):
    server, address = site
    wait_until(lambda: answers(address))
    wait_until(lambda: len(children(server.pid)) == 3)

    before = children(server.pid)
    killed = max(before)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: len(children(server.pid) - {killed}) == 3)
    assert before - {killed} < children(server.pid)
    wait_until(lambda: answers(address))

    family = children(server.pid)
    server.send_signal(signal.SIGTERM)
    assert server.wait(60) == 0
    assert not any(Path(f"/proc/{one}").exists() for one in family)
    assert not answers(address)
