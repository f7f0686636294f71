"""One engine for each kind of database, over fresh contents for each test.

An engine remembers how its statements are written; making a new one for each test would take most
of the time of tests as short as these.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from creator.db import Database
from tests.databases import PostgresCopies, SqliteCopies

Reused = dict[str, Database]


@pytest.fixture(scope="session")
def reused() -> Iterator[Reused]:
    opened: Reused = {}
    yield opened
    for database in opened.values():
        database.dispose()


@contextmanager
def emptied(reused: Reused, url: str) -> Iterator[Database]:
    """The engine of this URL, without connections before and after."""
    database = reused.setdefault(url, Database(url))
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def one_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


@pytest.fixture
def sqlite_url(sqlite_copies: SqliteCopies, one_place: Path) -> Iterator[str]:
    with sqlite_copies.fresh(one_place) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_copies: PostgresCopies) -> Iterator[str]:
    with postgres_copies.fresh(Path(), name="engine") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(reused: Reused, database_url: str) -> Iterator[Database]:
    with emptied(reused, database_url) as opened:
        yield opened


@pytest.fixture
def sqlite_database(reused: Reused, sqlite_url: str) -> Iterator[Database]:
    with emptied(reused, sqlite_url) as opened:
        yield opened
