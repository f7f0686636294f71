"""The writer's lock of a SQLite file, taken before `BEGIN IMMEDIATE`.

SQLite's own waiting is unfair: a writer can starve for most of a second while others pass it.
Inside a process writers queue in order of arrival; between processes the kernel queues them on
an advisory lock of a file beside the database. Either lock ends with the process that holds it.
"""

import os
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread

from creator.db.failure import busy

if sys.platform != "win32":
    import fcntl


class FairLock:
    """A lock given to waiting threads in the order in which they came."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._held = False

    def acquire(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds; tell whether the lock is ours."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        if turn.acquire(timeout=timeout):
            return True
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return False
        return True  # it was handed to us in the very last moment

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class FileLock:
    """The advisory lock between processes, opened anew each time so that a fork cannot share it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def acquire(self, timeout: float) -> int:
        """A descriptor that holds the lock; `Unavailable` after `timeout` seconds."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if sys.platform == "win32" or self._at_once(held):
            return held
        return self._in_line(held, timeout)

    def release(self, held: int) -> None:
        if sys.platform != "win32":
            fcntl.flock(held, fcntl.LOCK_UN)
        os.close(held)

    if sys.platform != "win32":

        def _at_once(self, held: int) -> bool:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        def _in_line(self, held: int, timeout: float) -> int:
            """Queue in the kernel, in a thread: a blocking `flock` has no time limit of its own."""
            settled, outcome = Lock(), []

            def settle(word: str) -> bool:
                with settled:
                    outcome.append(word)
                    return outcome[0] == word

            def queue() -> None:
                fcntl.flock(held, fcntl.LOCK_EX)
                if not settle("ours"):
                    self.release(held)

            waiter = Thread(target=queue, daemon=True, name="creator-write-lock")
            waiter.start()
            waiter.join(timeout)
            if waiter.is_alive() and settle("late"):
                raise busy()
            return held


class WriteLock:
    """Both locks, as one context."""

    def __init__(self, database: Path) -> None:
        self._threads = FairLock()
        self._processes = FileLock(database.with_name(database.name + "-lock"))

    @contextmanager
    def __call__(self, timeout: float) -> Iterator[None]:
        """Hold the right to write; `Unavailable` when it does not come within `timeout` seconds."""
        limit = time.monotonic() + timeout
        if not self._threads.acquire(timeout):
            raise busy()
        try:
            held = self._processes.acquire(max(0.0, limit - time.monotonic()))
            try:
                yield
            finally:
                self._processes.release(held)
        finally:
            self._threads.release()
