"""The instance a command works on: its settings, database, clock and files."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click
from flask import Config
from sqlalchemy.orm import Session

from creator.app import data_dir, database_url, load_settings
from creator.clock import Clock, SystemClock
from creator.db import Database
from creator.i18n import _, both
from creator.services import schema
from creator.services.invariants import Breach
from creator.services.refused import Declined
from creator.services.work import Work
from creator.storage import Storage

T = TypeVar("T")


class OpenToOthers(Declined):
    """The data folder can be read by other users of the machine."""


@dataclass(frozen=True)
class Instance:
    """What `config.py` and the environment describe, opened."""

    settings: Config
    database: Database
    clock: Clock
    storage: Storage

    @property
    def folder(self) -> Path:
        """Where everything this instance keeps lies."""
        return data_dir(self.settings)

    def work(self, session: Session) -> Work:
        """A unit of work that nobody in particular does."""
        return Work(session, self.clock.now(), storage=self.storage)

    def act(self, what: Callable[[Work], T]) -> T:
        """Do `what` as one unit of work."""
        return self.database.write(lambda session: what(self.work(session)))

    def look(self, what: Callable[[Work], T]) -> T:
        """Read something; nothing can be changed."""
        with self.database.reading() as session:
            return what(self.work(session))


@contextmanager
def opened(*, any_schema: bool = False) -> Iterator[Instance]:
    """The instance of the present settings.

    Raises `WrongSchema` unless its database fits the program (`any_schema` leaves that to the
    command), `OpenToOthers` when its folder does not keep others out.
    """
    settings = load_settings()
    folder = data_dir(settings)
    _closed_to_others(folder)
    database = Database(database_url(settings))
    try:
        if not any_schema:
            schema.require(database)
        yield Instance(settings, database, SystemClock(), Storage(folder / "files"))
    finally:
        database.dispose()


def _closed_to_others(folder: Path) -> None:
    if os.name == "posix" and folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise OpenToOthers(
            _("数据目录 {folder} 可被本机其他用户读取。请先运行：chmod 700 {folder}", folder=folder)
        )


def say(text: object) -> None:
    """One line for people."""
    click.echo(str(text))


def show_findings(found: list[Breach], *, as_json: bool) -> None:
    """What does not hold, for people or for programs; ends the command with 1 if there is any."""
    if as_json:
        listed = [{"rule": one.rule, "where": one.where, "text": both(one.text)} for one in found]
        click.echo(json.dumps({"sound": not found, "findings": listed}, ensure_ascii=False))
    for one in () if as_json else found:
        say(_("{where}：{text}（{rule}）", where=one.where, text=one.text, rule=one.rule))
    if found:
        raise SystemExit(1)
