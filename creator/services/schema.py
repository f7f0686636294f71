"""The schema of the database: which version it has, and bringing it to ours."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from creator.db import Database
from creator.i18n import _
from creator.services.refused import Declined

_LOCK = 7_239_114  # any number, the same in every process: one migration at a time


class WrongSchema(Declined):
    """The database has another schema than this program."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).resolve().parent.parent / "migrations")
    )
    config.attributes["connection"] = connection
    return config


def ours() -> str:
    """The schema version this program was written for."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def present(database: Database) -> str | None:
    """The schema version the database has; None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database) -> str:
    """Bring the database to our version, under a lock, all or nothing. Returns the version."""
    with database.writing() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        command.upgrade(_config(connection), "head")
    return ours()


def revise(database: Database, message: str) -> None:
    """Write the migration from the database's schema to the models' (for developers)."""
    with database.engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def require(database: Database) -> None:
    """Raise `WrongSchema` unless the database has exactly our version."""
    found = present(database)
    if found != ours():
        raise WrongSchema(
            _("数据库版本是 {found}，程序需要 {ours}。请先运行 creator migrate。",
              found=found or "—", ours=ours())
        )  # fmt: skip
