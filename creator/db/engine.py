"""Engines: how SQLite and PostgreSQL are set so that both keep the same promises."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

# WAL lets readers go on while one writes; FULL makes an acknowledged commit survive a power cut;
# recursive_triggers keeps REPLACE from slipping past the triggers that forbid deletion.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA recursive_triggers=ON",
)
_POSTGRESQL_OPTIONS = "-c lock_timeout=5000 -c timezone=UTC"


def sqlite_file(url: str | URL) -> Path | None:
    """The file of an embedded database; `None` for a database server."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise ValueError("an embedded database needs a file: sqlite:////path/to/creator.db")
    return Path(parsed.database).absolute()


def build(url: str | URL, *, echo: bool = False) -> Engine:
    """The engine for a database URL. Nothing is opened or created yet."""
    path = sqlite_file(url)
    if path is not None:
        return _sqlite(path, echo)
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(
        parsed,
        echo=echo,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={"options": _POSTGRESQL_OPTIONS, "connect_timeout": 5},
    )


def _sqlite(path: Path, echo: bool) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), echo=echo)

    @event.listens_for(engine, "do_connect")
    def create_closed_to_others(*_: Any) -> None:
        # SQLite would create the file readable by everyone; -wal and -shm take over its mode.
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: Any) -> None:
        # The driver's own idea of when to begin leaves reads outside the transaction.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        reading = int(options.get("sqlite_read_only", False))
        _driver(connection).execute(f"PRAGMA query_only={reading}")
        connection.exec_driver_sql(f"BEGIN {options.get('sqlite_begin', 'DEFERRED')}")

    @event.listens_for(engine, "reset")
    def end(connection: sqlite3.Connection, *_: Any) -> None:
        # A COMMIT that fails (no room left) leaves its transaction open, and the lock with it.
        if connection.in_transaction:
            connection.rollback()

    return engine


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def for_reading(engine: Engine) -> Engine:
    """The same pool, for transactions that see one moment and may not write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_begin="DEFERRED", sqlite_read_only=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def for_writing(engine: Engine) -> Engine:
    """The same pool, for transactions that know from their start that they will write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_begin="IMMEDIATE")
    return engine
