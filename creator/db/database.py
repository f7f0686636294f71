"""The unit of work: what returns commits, what raises rolls back. Nothing below it commits."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import URL, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session, sessionmaker

from creator.db import engine as engines
from creator.db import failure
from creator.db.base import Base
from creator.db.lock import WriteLock

T = TypeVar("T")
RETRIES = 3
WAIT_FOR_LOCK = 10.0  # seconds; the same as SQLite's busy_timeout
READS_ONLY = "reads_only"
"""In `session.info` of a unit opened for reading: what it read once stays as it is."""
_CHANCE = secrets.SystemRandom()


class WroteWhileReading(RuntimeError):
    """Something changed in a unit that was opened for reading: a mistake of ours."""


class Database:
    """One database and its two kinds of unit: `reading()` and `write()`.

    Make one per process (after a fork, not before it) and keep it.
    """

    def __init__(self, url: str | URL, *, echo: bool = False) -> None:
        self.engine = engines.build(url, echo=echo)
        path = engines.sqlite_file(url)
        self._lock = WriteLock(path) if path else None
        self._readers = sessionmaker(
            engines.for_reading(self.engine), expire_on_commit=False, info={READS_ONLY: True}
        )
        self._writers = sessionmaker(engines.for_writing(self.engine), expire_on_commit=False)
        self._here = threading.local()
        event.listen(self._readers, "before_flush", _refuse_changes)
        for units in (self._readers, self._writers):
            event.listen(units, "loaded_as_persistent", _keep)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment. Changes raise `WroteWhileReading`; it never commits."""
        with _explaining(), self._readers() as session:
            yield session
            session.flush()  # a change nobody flushed must not vanish in silence

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One unit of work: commits when the block ends, rolls back when it raises.

        Raises `Unavailable` when the database is busy, full or away.
        """
        with _explaining(), self._unit() as session:
            yield session

    def write(self, work: Callable[[Session], T]) -> T:
        """Do `work` as one unit; do all of it again when the database gave way to another unit.

        So `work` may run up to four times: what it does outside the database must bear that.
        Raises `Unavailable` when the database stays busy, or is full or away.
        """
        with _explaining():
            for attempt in range(RETRIES):
                try:
                    return self._once(work)
                except DBAPIError as error:
                    if not failure.may_pass(error):
                        raise
                time.sleep(_CHANCE.uniform(0, 0.05 * 2**attempt))
            return self._once(work)

    def gather_statistics(self) -> None:
        """Tell SQLite's planner how the tables are filled, so that it picks the right index.

        Takes milliseconds: it looks at a sample. PostgreSQL does this by itself.
        """
        if self._lock is not None:
            with self.writing() as session:
                session.execute(text("PRAGMA analysis_limit=1000"))
                session.execute(text("ANALYZE"))

    def _once(self, work: Callable[[Session], T]) -> T:
        with self._unit() as session:
            return work(session)

    @contextmanager
    def _unit(self) -> Iterator[Session]:
        with self._alone(), self._right_to_write(), self._writers() as session:
            yield session
            session.flush()
            _finish(session)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # A unit inside a unit would wait for itself, and what it did would outlive the outer one.
        if getattr(self._here, "writing", False):
            raise RuntimeError("a unit of work is already open in this thread")
        self._here.writing = True
        try:
            yield
        finally:
            self._here.writing = False

    def _right_to_write(self) -> Any:
        return self._lock(WAIT_FOR_LOCK) if self._lock else nullcontext()

    def dispose(self) -> None:
        """Close every connection of the pool."""
        self.engine.dispose()


def _finish(session: Session) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise failure.uncertain() from error
        raise


def _keep(session: Session, row: Base) -> None:
    if row.kept_in_unit:
        session.info.setdefault("kept", set()).add(row)


def _refuse_changes(session: Session, *_: Any) -> None:
    changed = [*session.new, *session.deleted, *filter(session.is_modified, session.dirty)]
    if changed:
        names = ", ".join(sorted({type(item).__name__ for item in changed}))
        raise WroteWhileReading(f"changed in a unit opened for reading: {names}")


@contextmanager
def _explaining() -> Iterator[None]:
    """Turn failures of the database itself into `Unavailable`; let faults of statements pass."""
    try:
        yield
    except PoolExhausted as error:
        raise failure.busy() from error
    except DBAPIError as error:
        if failure.wrote_while_reading(error):
            raise WroteWhileReading(str(error.orig)) from error
        known = failure.explained(error)
        if known is None:
            raise
        raise known from error
