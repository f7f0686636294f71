"""The ground all tests stand on: databases, a clock that can be set, a browser."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from creator.clock import SetClock
from creator.db import Database
from tests import postgres
from tests.databases import PostgresCopies, SqliteCopies, counting
from tests.engines import Engines
from tests.once import Address, Templates

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

    from creator.web.request import Site

FULL = os.environ.get("CREATOR_TEST_FULL") == "yes"
NOTHING_MISSING = FULL or os.environ.get("CI") == "true"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

# Time limits of single examples say more about the machine than about us.
settings.register_profile("steady", deadline=None, derandomize=not FULL, print_blob=True)
settings.load_profile("steady")


def pytest_report_header() -> str:
    postgresql = "yes" if postgres.available() else "MISSING"
    parts = (f"SQLite {sqlite3.sqlite_version}", f"PostgreSQL: {postgresql}")
    return ", ".join((*parts, f"Chromium: {CHROMIUM or 'MISSING'}", f"full: {FULL}"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot or need not run here, so that a skip is always a mistake."""
    left_out = [item for item in items if _not_here(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _not_here(item: pytest.Item) -> bool:
    if item.get_closest_marker("full") and not FULL:
        return True
    if NOTHING_MISSING:
        return False
    params = getattr(item, "callspec", None)
    wants_postgres = params is not None and "postgres" in params.params.values()
    wants_browser = item.get_closest_marker("browser") is not None
    return (wants_postgres and not postgres.available()) or (wants_browser and not CHROMIUM)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if NOTHING_MISSING and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("Tests were skipped where nothing may be skipped.", red=True)


@pytest.fixture(scope="session", autouse=True)
def _quicker() -> None:
    """Sites share what is the same for all; passwords are kept cheaply, nobody attacks them."""
    from creator.services import passwords
    from creator.web.request import Site

    passwords.HASHER = CHEAP

    Site.jinja_options = {**Site.jinja_options, "bytecode_cache": Templates()}
    Site.url_rule_class = Address


@pytest.fixture
def clock() -> SetClock:
    """Monday 2 March 2026, 09:00 in Shanghai; it moves only when a test moves it."""
    return SetClock(datetime(2026, 3, 2, 1, tzinfo=UTC))


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory: pytest.TempPathFactory) -> SqliteCopies:
    return SqliteCopies(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_copies() -> Iterator[PostgresCopies]:
    with postgres.server() as url:
        copies = PostgresCopies(url)
        yield copies
        copies.close()


@pytest.fixture(scope="session")
def engines() -> Engines:
    return Engines()


@pytest.fixture(scope="session")
def one_place() -> Iterator[Path]:
    """Where each test's SQLite file lies: the same path, so that its engine can be used again; in
    memory where there is enough, since a disk takes milliseconds for each commit."""
    with TemporaryDirectory(prefix="creator-sqlite-", dir=postgres.scratch()) as folder:
        yield Path(folder)


@pytest.fixture
def sqlite_url(sqlite_copies: SqliteCopies, one_place: Path) -> Iterator[str]:
    with sqlite_copies.fresh(one_place) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_copies: PostgresCopies) -> Iterator[str]:
    with postgres_copies.fresh(Path(), name="again") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database with all tables, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(engines: Engines, database_url: str) -> Iterator[Database]:
    with engines.over(database_url) as opened:
        yield opened


@pytest.fixture
def sqlite_database(engines: Engines, sqlite_url: str) -> Iterator[Database]:
    """For what does not depend on the kind of database, such as words on a page."""
    with engines.over(sqlite_url) as opened:
        yield opened


@pytest.fixture
def statements(database: Database) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as sent:` collects the SQL of the block; compare `len(sent)`."""
    return partial(counting, database)


@pytest.fixture
def app(database: Database, clock: SetClock, tmp_path: Path) -> "Site":
    """The whole site over `database` and `clock`; its files lie in `tmp_path`."""
    from creator.app import create_app

    return create_app({"DATA_DIR": str(tmp_path)}, database=database, clock=clock)


@pytest.fixture
def client(app: "Site") -> "FlaskClient":
    return app.test_client()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests marked `browser`; open a context of your own in it."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "this test needs Chromium: apt install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()
