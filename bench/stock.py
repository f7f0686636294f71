"""The data everything is measured on: seeded once, the same on both databases."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, insert, select, text

from bench import scene
from bench.enlarging import Enlarged, Enlarger
from creator.db import Base, Database
from creator.services import instance, schema, soundness
from creator.storage import Storage

T = TypeVar("T")
_SHEETS_EACH = 50  # about so many sheets has an expert
_CHUNK = 2000


@dataclass(frozen=True)
class Stock:
    """Three small editions (`few`) and three large ones (`many`), and the officer of all."""

    officer: int
    few: dict[str, int]
    many: dict[str, Enlarged]


def seed(database: Database, storage: Storage, proposals: int, sheets: int) -> Stock:
    """Half of the proposals and sheets are being judged, the other half have their results.

    As many again, half as large, apply in the open call: those are handed in and moved on.
    """
    schema.migrate(database)
    played = scene.play(database, storage)
    played.world.act(None, instance.fill_calendar)
    numbers = played.rehearsal.numbers
    half, experts = proposals // 2, max(8, sheets // 2 // _SHEETS_EACH)

    def enlarge(pattern: int, slug: str, seats: int, **how: Any) -> Enlarged:
        return database.write(
            lambda session: Enlarger(
                session, storage, numbers, pattern, but=played.left_out, **how
            ).enlarge(slug, half, seats)
        )

    many = {
        "call": enlarge(played.call, "call-large", 0),
        "judging": enlarge(played.judging, "judging-large", experts),
        "ranked": enlarge(played.ranked, "ranked-large", experts, vary=True),
    }
    few = {"call": played.call, "judging": played.judging, "ranked": played.ranked}
    return Stock(played.world.staff("officer"), few, many)


def need_sound(database: Database, storage: Storage) -> None:
    """Raise unless `creator check` finds nothing: invariants, files and the audit chain."""
    with database.reading() as session:
        found = soundness.findings(session, storage)
    if found:
        raise RuntimeError(
            f"{len(found)}: {[(one.rule, one.where, str(one.text)) for one in found[:5]]}"
        )


def move(source: Database, target: Database) -> None:
    """Copy every row of a seeded database into an empty one."""
    schema.migrate(target)
    with source.reading() as reading, target.writing() as writing:
        for table in Base.metadata.sorted_tables:
            rows = [
                dict(row)
                for row in reading.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for at in range(0, len(rows), _CHUNK):
                writing.execute(insert(table), rows[at : at + _CHUNK])
            column = table.autoincrement_column
            if rows and column is not None and not column.foreign_keys:
                last = writing.scalar(select(func.max(column)))
                writing.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, :column), :last)"),
                    {"name": table.name, "column": column.name, "last": last},
                )
    with target.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        plain.execute(text("VACUUM ANALYZE"))  # as the server would by itself before long


def timed(said: str, work: Callable[[], T]) -> T:
    """Do it and tell how long it took."""
    begun = time.monotonic()
    found = work()
    print(f"  {said}: {time.monotonic() - begun:.0f} s", flush=True)
    return found
