"""A site on a real socket, for what only a real client shows."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from waitress import create_server

from creator.web.request import Site


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The address of the site while the block runs."""
    server = create_server(site, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        server.task_dispatcher.shutdown()
