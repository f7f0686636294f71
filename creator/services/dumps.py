"""The whole database as one file, and a database out of such a file.

SQLite is copied in one step: copied in several it starts again at every write and never ends.
PostgreSQL is left to its own `pg_dump` and `pg_restore`, under one snapshot with our own checks.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, inspect, make_url, text
from sqlalchemy.orm import Session

from creator.db import Database
from creator.i18n import _
from creator.services.refused import Declined

DUMP = "database"


class CannotDump(Declined):
    """The database cannot be written to a file, or read from one; says why."""


def kind_of(database: Database) -> str:
    """`sqlite` or `postgresql`."""
    return database.engine.dialect.name


@contextmanager
def taken(database: Database, folder: Path) -> Iterator[tuple[Session, Path]]:
    """Write the database to `folder/database`; the session sees exactly what the file holds.

    The file is whole only when the block has ended. Raises `CannotDump`.
    """
    target = folder / DUMP
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if kind_of(database) == "sqlite":
        with _copied(Path(database.engine.url.database or ""), target) as session:
            yield session, target
        return
    with database.reading() as session:
        snapshot = session.scalar(text("SELECT pg_export_snapshot()"))
        dump = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _postgres("pg_dump", database.engine.url, [*dump, f"--file={target}"])
        yield session, target


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[Session]:
    with closing(sqlite3.connect(source)) as link, closing(sqlite3.connect(target)) as copy:
        link.backup(copy)
    copied = Database(f"sqlite:///{target}")
    try:
        with copied.reading() as session:
            yield session
    finally:
        copied.dispose()
        settle(target)


def settle(path: Path) -> None:
    """Leave an SQLite database as one file, without a write-ahead log beside it."""
    with closing(sqlite3.connect(path)) as link:
        link.execute("PRAGMA journal_mode=DELETE")
    path.with_name(path.name + "-lock").unlink(missing_ok=True)


def load(dump: Path, url: str) -> None:
    """Fill the empty PostgreSQL database at `url`, whole or not at all. Raises `CannotDump`."""
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump)]
    _postgres("pg_restore", make_url(url), words)


def require_empty(database: Database) -> None:
    """Raise `CannotDump` if the database holds any table."""
    if inspect(database.engine).get_table_names():
        raise CannotDump(_("目标数据库里已有数据。请另建一个空数据库再恢复。"))


def clear(database: Database) -> None:
    """Take back what `load` put into a database that was empty before."""
    with database.writing() as session:
        session.execute(text("DROP SCHEMA public CASCADE"))
        session.execute(text("CREATE SCHEMA public"))


def _postgres(program: str, url: URL, words: list[str]) -> None:
    found = shutil.which(program)
    if found is None:
        text = _(
            "找不到 {program}。请安装与服务器同版本的 PostgreSQL 客户端程序。", program=program
        )
        raise CannotDump(text)
    # The password goes by the environment: arguments can be read by every user of the machine.
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    plain = url.set(drivername="postgresql")._replace(password=None)
    target = f"--dbname={plain.render_as_string(hide_password=False)}"
    done = subprocess.run(  # noqa: S603 - a fixed program with arguments of our own
        [found, target, *words],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1:] or [str(done.returncode)]
        raise CannotDump(_("{program} 没有完成：{why}", program=program, why=why[0][:300]))
