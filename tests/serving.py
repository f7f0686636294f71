"""A site on a real socket, for what only a real client shows."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress import create_server, wasyncore

from creator.web.request import Site


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The address of the site while the block runs."""
    server = create_server(site, host="127.0.0.1", port=0)
    with running(server):
        yield f"http://127.0.0.1:{server.effective_port}"


@contextmanager
def running(server: Any) -> Iterator[None]:
    """Let a server of waitress run in a thread; afterwards nothing of it is left open."""
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.task_dispatcher.shutdown()
        # Closed by the thread that waits on them: to another they would vanish under its hands.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(10)
