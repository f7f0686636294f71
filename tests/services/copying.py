"""What takes seconds to prepare is prepared once, and copied for each test. SQLite only."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import make_url

from creator.clock import SetClock
from creator.db import Database
from tests.engines import Engines
from tests.services.judging import Judging

_ENGINES = Engines()


def emptied(copies, folder: Path) -> Database:
    """An empty database in this folder. Takes the fixture `sqlite_copies`."""
    with copies.fresh(folder) as url:
        shutil.copy(make_url(url).database, folder / "once.db")
    return Database(f"sqlite:///{folder / 'once.db'}")


@contextmanager
def copied(source: Judging) -> Iterator[Judging]:
    """The same edition over a copy of its file, with a clock of its own."""
    prepared = source.ground.database
    prepared.dispose()  # the last connection writes everything into the one file
    made = Path(make_url(str(prepared.engine.url)).database or "")
    path = made.with_name("copied.db")
    for left in path.parent.glob("copied.db*"):
        left.unlink()
    shutil.copy(made, path)
    clock = SetClock(source.ground.clock.now())
    with _ENGINES.over(f"sqlite:///{path}") as database:
        yield replace(source, ground=replace(source.ground, database=database, clock=clock))
