"""F1, F2, F6: whatever is killed, what was acknowledged is there, once, and the chain is whole."""

import random
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import func, make_url, select

from creator.models.audit import AuditRow
from creator.models.outbox import IdempotencyRecord
from creator.services import invariants, verification
from tests.engine.board import OFFICERS, board

WRITERS = 2


@contextmanager
def writers(held, url, folder, life):
    """Processes that work on a proposal each; their acknowledgements go to files."""
    running = []
    for number, role in enumerate(OFFICERS[:WRITERS]):
        name = f"w{number}-{life}"
        with (folder / f"{name}.txt").open("w") as said:
            running.append(
                subprocess.Popen(
                    [
                        sys.executable, "-m", "tests.engine.writer", "write", url,
                        str(held.ground.people[role]), name, str(held.proposals[number]),
                    ],
                    stdout=said,
                    stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip
    try:
        yield running
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.wait()


def wait_for_work(folder, life):
    limit = time.monotonic() + 60
    while any(not text for text in acknowledged(folder, life).values()):
        assert time.monotonic() < limit, "the writers do not write"
        time.sleep(0.02)


def acknowledged(folder, life=""):
    """File -> the keys whose line is complete."""
    return {
        path.name: [line.strip() for line in path.read_text().splitlines(True) if "\n" in line]
        for path in folder.glob(f"w*-{life or '*'}.txt")
    }


def judge(held, folder):
    """Nothing lost, nothing twice, everything sound."""
    keys = [key for said in acknowledged(folder).values() for key in said]
    with held.database.reading() as session:
        kept = {
            row.key: row.answer
            for row in session.scalars(
                select(IdempotencyRecord).where(IdempotencyRecord.key.like("w%-%"))
            )
        }
        assert set(keys) <= set(kept)
        # A step whose answer the kill swallowed is allowed, at most one for each killed process.
        assert len(kept) - len(keys) <= len(acknowledged(folder))
        steps = select(func.count()).where(
            AuditRow.trigger.in_(("propose", "reconsider")), AuditRow.actor_id.is_not(None)
        )
        assert session.scalar(steps) == len(kept)
        assert verification.verify(session) == []
        assert invariants.breaches(session) == []
    return len(keys)


def killed_again_and_again(database, url, folder, lives):
    held, chance = board(database, WRITERS), random.Random(lives)
    for life in range(lives):
        with writers(held, url, folder, life) as running:
            wait_for_work(folder, life)
            time.sleep(chance.uniform(0, 0.3))
            for process in running:
                process.kill()
    done = judge(held, folder)
    print(f"{lives * WRITERS} kills, {done} acknowledged steps, none lost")
    assert done >= lives * WRITERS


def test_killed_writers_lose_nothing(database, database_url, tmp_path):
    killed_again_and_again(database, database_url, tmp_path, 2)


@pytest.mark.full
def test_writers_killed_a_hundred_times_lose_nothing(database, database_url, tmp_path):
    killed_again_and_again(database, database_url, tmp_path, 50)


def terminated_again_and_again(database, url, folder, times, pause):
    held = board(database, WRITERS)
    cuts, me = 0, make_url(url).set(drivername="postgresql")
    with writers(held, url, folder, 0) as running:
        wait_for_work(folder, 0)
        with psycopg.connect(me.render_as_string(hide_password=False), autocommit=True) as link:
            while cuts < times:
                assert None in [process.poll() for process in running], "every writer gave up"
                cuts += link.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                ).fetchone()[0]
                time.sleep(pause)
        before = sum(map(len, acknowledged(folder).values()))
        limit = time.monotonic() + 30
        while sum(map(len, acknowledged(folder).values())) < before + 4:
            assert time.monotonic() < limit, "the writers did not recover"
            time.sleep(0.05)
        assert [process.poll() for process in running] == [None] * WRITERS
    database.dispose()  # our own connections were cut too
    done = judge(held, folder)
    print(f"{cuts} connections cut, {done} acknowledged steps, none lost")


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_cut_connections_lose_nothing(database, database_url, tmp_path):
    terminated_again_and_again(database, database_url, tmp_path, 6, 0.1)


@pytest.mark.full
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_connections_cut_a_hundred_times_lose_nothing(database, database_url, tmp_path):
    terminated_again_and_again(database, database_url, tmp_path, 100, 0.5)
