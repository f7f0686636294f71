"""Everything a database holds, as one digest: equal before and after means nothing was written."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event, select

from creator.db import Base, Database


def digest(database: Database) -> str:
    whole = hashlib.sha256()
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).all()
            whole.update(f"{table.name}{[tuple(row) for row in rows]}".encode())
    return whole.hexdigest()


class Crash(Exception):
    """What a test throws into the works."""


@contextmanager
def crash_at(database: Database, number: int) -> Iterator[list[str]]:
    """Raise `Crash` instead of sending statement `number` (from 1; 0: never), or the commit.

    Gives the statements sent so far; the last one is `COMMIT`.
    """
    sent: list[str] = []

    def send(statement: str) -> None:
        sent.append(statement)
        if len(sent) == number:
            raise Crash(statement)

    def before(_link: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            send(statement)

    def commit(link: Connection) -> None:
        try:
            send("COMMIT")
        except Crash:
            if link.dialect.name == "postgresql":  # the server sees us vanish before the COMMIT
                link.connection.driver_connection.close()
            raise

    event.listen(database.engine, "before_cursor_execute", before)
    event.listen(database.engine, "commit", commit)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", before)
        event.remove(database.engine, "commit", commit)
