"""A filled demo instance: six editions, each at another stage, and everybody in them."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event, select

from creator.app import create_app
from creator.clock import SetClock
from creator.db import Database
from creator.models.person import Appointment, Person
from creator.rehearsal.rehearse import hurry
from creator.rehearsal.shopwindow import fill
from creator.services import instance, schema
from creator.services.demo import issue_links, open_window
from creator.services.work import Work
from creator.storage import Storage
from creator.web.request import Site

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""The present of the window: a fixed day, so that it shows the same in every run."""


class Window:
    """The site of a demo, and for each role the people who hold it with their sign-in codes."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder / 'creator.db'}")
        settings = {"DATA_DIR": str(folder), "DEMO": True}
        self.site: Site = create_app(settings, database=self.database, clock=SetClock(NOW))
        self.codes: dict[str, list[str]] = {}
        with self.database.writing() as session:
            work = Work(session, NOW)
            query = select(Person, Appointment.role).join(
                Appointment, Appointment.person_id == Person.id
            )
            for person, role in session.execute(query.order_by(Person.id)).unique():
                self.codes.setdefault(role, []).append(issue_links(work, person))


def made_once(shared: Path) -> Path:
    """The folder of a filled instance under `shared`; who comes first fills it, others wait."""
    folder = shared / "window"
    with (shared / "window.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _fill(shared / "window.new")
            (shared / "window.new").rename(folder)
    return folder


def _fill(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    database = Database(f"sqlite:///{folder / 'creator.db'}")
    event.listen(database.engine, "connect", hurry)
    schema.migrate(database)
    with database.writing() as session:
        work = Work(session, NOW)
        instance.fill_calendar(work)
        open_window(work)
    fill(database, Storage(folder / "files"), NOW, lambda _text: None)
    database.dispose()


@contextmanager
def window(shared: Path, own: Path) -> Iterator[Window]:
    """A copy of the filled instance, lying in `own`: whatever is done there stays there."""
    shutil.copytree(made_once(shared), own)
    opened = Window(own)
    yield opened
    opened.database.dispose()
