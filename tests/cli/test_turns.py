"""Several servers on one socket: whoever is free takes the next request."""

import socket
import threading
import urllib.request
from collections.abc import Iterator

import pytest

from creator.cli._turns import in_turn
from tests.serving import running


@pytest.fixture
def two() -> Iterator[tuple[str, threading.Event, threading.Event]]:
    """Two servers of one thread each; `/slow` sets the first event and waits for the second."""
    begun, done = threading.Event(), threading.Event()

    def site(asked, answer):
        if asked["PATH_INFO"] == "/slow":
            begun.set()
            done.wait(60)
        answer("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with socket.create_server(("127.0.0.1", 0)) as listening:
        first, second = (in_turn(site, listening.dup(), {"threads": 1}) for _ in range(2))
        with running(first), running(second):
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", begun, done
            done.set()


def ask(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.read() == b"ok"
        connection: str = answer.headers["Connection"]
        return connection


def test_a_busy_server_takes_no_connection_that_another_could_answer(two):
    address, begun, done = two
    slow = threading.Thread(target=ask, args=(f"{address}/slow",))
    slow.start()
    assert begun.wait(20)
    for _ in range(20):
        ask(f"{address}/quick")
    assert slow.is_alive()
    done.set()
    slow.join(20)
    assert not slow.is_alive()


def test_each_answer_ends_its_connection_so_that_the_next_request_finds_a_free_server(two):
    address, _begun, _done = two
    assert ask(f"{address}/quick") == "close"
