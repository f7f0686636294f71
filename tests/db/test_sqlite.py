"""The recipe that keeps SQLite from awarding twice; each line of it was bought dearly."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from creator.db import Database, Unavailable
from creator.db import database as units
from tests import house
from tests.db.shelf import add_a_book, books

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


HOLD = """
import sys
from creator.db import Database

with Database(sys.argv[1]).writing():
    print("held", flush=True)
    sys.stdin.read()
"""
WRITE = """
import sys
from creator.db import Database
from tests.db.shelf import add_a_book

database = Database(sys.argv[1])
for _ in range(50):
    database.write(add_a_book)
"""


@pytest.fixture
def begins(db: Database) -> Iterator[list[str]]:
    sent: list[str] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def note(_link: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("BEGIN"):
            sent.append(statement)

    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_readers_and_writers_begin_differently(db: Database, begins: list[str]) -> None:
    books(db)
    db.write(add_a_book)
    assert begins == ["BEGIN DEFERRED", "BEGIN IMMEDIATE"]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("recursive_triggers", 1),
    ],
)
def test_every_connection_is_set_up(db: Database, pragma: str, value: object) -> None:
    with db.reading() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_a_writer_that_waits_too_long_is_told(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "WAIT_FOR_LOCK", 0.05)
    with db.writing(), ThreadPoolExecutor(1) as pool, pytest.raises(Unavailable):
        pool.submit(db.write, add_a_book).result()
    db.write(add_a_book)
    assert books(db) == 1


@contextmanager
def another_process(db: Database) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds the right to write until its input closes or it is killed."""
    command = [sys.executable, "-c", HOLD, str(db.engine.url)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=house.ROOT
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        yield other


@pytest.mark.parametrize("ends", ["properly", "killed"])
def test_another_process_with_the_lock_is_waited_for(db: Database, ends: str) -> None:
    with another_process(db) as other, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(db.write, add_a_book)
        time.sleep(0.1)
        assert (waiting.done(), books(db)) == (False, 0)
        if ends == "killed":
            other.kill()
        elif other.stdin:
            other.stdin.close()
        waiting.result()
    assert books(db) == 1


def test_processes_that_write_at_once_lose_nothing(db: Database) -> None:
    command = [sys.executable, "-c", WRITE, str(db.engine.url)]
    processes = [subprocess.Popen(command, cwd=house.ROOT) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert books(db) == 150


def test_another_process_that_keeps_the_lock_does_not_stop_us_for_ever(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "WAIT_FOR_LOCK", 0.2)
    other = Database(db.engine.url)
    with other.writing(), pytest.raises(Unavailable):
        db.write(add_a_book)
    other.dispose()
    db.write(add_a_book)
    assert books(db) == 1


def test_a_program_that_ignores_our_lock_is_waited_for(db: Database) -> None:
    stranger = sqlite3.connect(str(db.engine.url.database), check_same_thread=False)
    stranger.execute("BEGIN IMMEDIATE")
    threading.Timer(0.2, stranger.rollback).start()
    db.write(add_a_book)
    stranger.close()
    assert books(db) == 1


def test_the_planner_is_told_how_the_tables_are_filled(db: Database) -> None:
    db.write(add_a_book)
    db.gather_statistics()
    with db.reading() as session:
        told = session.execute(text("SELECT tbl FROM sqlite_stat1")).scalars().all()
    assert "shelf" in told
