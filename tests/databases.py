"""Databases for tests: prepared once with all tables, then copied for each test."""

import itertools
import os
import pkgutil
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import psycopg
from sqlalchemy import Connection, event, make_url

import creator.models
from creator.db import Base, Database

_number = itertools.count()


def lay_tables(url: str) -> None:
    """Create every table of `creator.models` in an empty database."""
    for module in pkgutil.iter_modules(creator.models.__path__, "creator.models."):
        import_module(module.name)
    database = Database(url)
    with database.writing() as session:
        Base.metadata.create_all(session.connection())
    database.dispose()


class SqliteCopies:
    """Copies of one prepared file."""

    def __init__(self, folder: Path) -> None:
        self._prepared = folder / "prepared.db"
        lay_tables(f"sqlite:///{self._prepared}")

    @contextmanager
    def fresh(self, folder: Path, *, empty: bool = False) -> Iterator[str]:
        """The URL of a database that exists while the block runs; `empty`: without tables."""
        path = folder / "creator.db"
        if not empty:
            shutil.copy(self._prepared, path)
        yield f"sqlite:///{path}"
        for leftover in folder.glob("creator.db*"):
            leftover.unlink()


class PostgresCopies:
    """Copies of one template database on a server."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._template = f"creator_test_{os.getpid()}_template"
        self._admin(f"CREATE DATABASE {self._template}")
        lay_tables(self._url(self._template))

    @contextmanager
    def fresh(self, _folder: Path, *, empty: bool = False, name: str = "") -> Iterator[str]:
        """The URL of a database that exists while the block runs; `empty`: without tables."""
        template = "template0" if empty else self._template
        name = f"creator_test_{os.getpid()}_{name or next(_number)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield self._url(name)
        self._admin(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._admin(f"DROP DATABASE {self._template} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def _admin(self, statement: str) -> None:
        server = make_url(self._server).set(drivername="postgresql")
        with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as link:
            link.execute(statement)


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """The statements sent inside the block, without the ones that open and close transactions."""
    sent: list[str] = []

    def note(_link: Connection, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
