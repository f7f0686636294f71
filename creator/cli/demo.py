"""`creator demo`: an instance to try, filled with editions at every stage."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Config
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from creator.app import create_app, data_dir, load_settings
from creator.cli._instance import say
from creator.cli.serve import PORT, need_port, run
from creator.db import Database
from creator.i18n import Text, _
from creator.models.person import Appointment, Person
from creator.rehearsal.rehearse import hurry
from creator.rehearsal.shopwindow import fill
from creator.services import instance, schema
from creator.services.demo import DemoClock, issue_links, open_window
from creator.services.work import Work
from creator.storage import Storage
from creator.web.chrome import ROLE_NAMES

HOST, DEFAULT = "127.0.0.1", Path("instance/demo")


@click.command(
    help=str(_("建一个演示实例，填入处于各阶段的示例，启动网站并打印每个人的登录链接。"))
)
@click.option("--port", type=PORT, default=8000, show_default=True, help=str(_("监听的端口。")))
@click.option(
    "--data",
    default=DEFAULT,
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=str(_("演示数据的目录。")),
)
@click.option("--fresh", is_flag=True, help=str(_("先删掉原来的演示数据。")))
def demo(port: int, data: Path, fresh: bool) -> None:
    """Links and accounts of a demo exist in demo instances only."""
    need_port(HOST, port)
    if fresh:
        _remove(data)
    settings = settings_of(data, port)
    folder = data_dir(settings)
    url = f"sqlite:///{folder / 'creator.db'}"
    if not (folder / "ready").exists():
        _make(folder, url)
    database = Database(url)
    schema.require(database)
    clock = DemoClock(database)
    site = create_app(dict(settings), database=database, clock=clock)
    lines = database.write(lambda session: _links(session, clock.now(), settings["PUBLIC_URL"]))

    def ready() -> None:
        for line in lines:
            click.echo(line)
        click.echo(f"READY {settings['PUBLIC_URL']}/")

    run(site, HOST, port, ready=ready)


def settings_of(data: Path, port: int) -> Config:
    """Codes and letters of a demo lead to where it really listens."""
    address = f"http://{HOST}:{port}"
    return load_settings(
        {"DATA_DIR": str(data), "DATABASE": "", "DEMO": True, "PUBLIC_URL": address}
    )


def _remove(data: Path) -> None:
    """Only what a demo made is removed: a folder without its mark is left alone."""
    if (data / "creator.db").exists() and (data / "demo").exists():
        shutil.rmtree(data)


def _make(folder: Path, url: str) -> None:
    """Fill a new instance; one that was broken off half-way is made anew."""
    for old in (*folder.glob("creator.db*"), folder / "files"):
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
    (folder / "demo").touch()
    database = Database(url)
    event.listen(database.engine, "connect", hurry)
    schema.migrate(database)
    now = datetime.now(UTC).replace(microsecond=0)

    def settle(session: Session) -> None:
        work = Work(session, now)
        instance.fill_calendar(work)
        open_window(work)

    database.write(settle)
    fill(database, Storage(folder / "files"), now, say)
    database.dispose()
    (folder / "ready").touch()


def _links(session: Session, now: datetime, address: str) -> Sequence[str]:
    """One line per person: role, name, link."""
    work = Work(session, now)
    lines: list[str] = []
    for role, person in _people(session):
        code = issue_links(work, person)
        lines.append(f"{role}\t{person.name}\t{address}/c/{code}")
    return lines


def _people(session: Session) -> list[tuple[Text, Person]]:
    """Everybody once, under the first role they hold, staff first."""
    order = list(ROLE_NAMES)
    query = select(Appointment.role, Person).join(Person, Person.id == Appointment.person_id)
    found: dict[int, tuple[str, Person]] = {}
    for role, person in session.execute(query.order_by(Appointment.id)):
        found.setdefault(person.id, (role, person))
    listed = sorted(found.values(), key=lambda one: (order.index(one[0]), one[1].id))
    return [(ROLE_NAMES[role], person) for role, person in listed]
