"""One engine for each place of a database, over fresh contents for each test.

An engine remembers how its statements are written; making a new one for each test would take most
of the time of tests as short as these.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from creator.db import Database


class Engines:
    """The engines opened so far, by URL."""

    def __init__(self) -> None:
        self._opened: dict[str, Database] = {}

    @contextmanager
    def over(self, url: str) -> Iterator[Database]:
        """The engine of this URL, without connections before and after."""
        database = self._opened.setdefault(url, Database(url))
        yield database
        database.dispose()
