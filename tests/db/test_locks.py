"""Files closed to others, and a fair turn for every writer."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from creator.db import Database
from creator.db.lock import FairLock


def test_files_are_closed_to_others(tmp_path: Path) -> None:
    fresh = Database(f"sqlite:///{tmp_path}/instance/creator.db")
    with fresh.writing() as session:
        session.execute(text("CREATE TABLE chair (id integer)"))
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "instance").iterdir()}
    fresh.dispose()
    assert modes == {0o600}
    assert (tmp_path / "instance").stat().st_mode & 0o777 == 0o700


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        Database("sqlite://")


def test_threads_get_the_lock_in_the_order_they_came() -> None:
    lock, order = FairLock(), list[int]()
    assert lock.acquire(1)

    def come(number: int) -> None:
        assert lock.acquire(5)
        order.append(number)

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=come, args=(number,)))
        threads[-1].start()
        time.sleep(0.01)
    for _ in threads:
        lock.release()
        time.sleep(0.01)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_thread_that_gave_up_is_passed_over() -> None:
    lock = FairLock()
    assert lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0.01)
