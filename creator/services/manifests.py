"""What a backup says of itself: versions, counts, digests, the heads of the audit chains."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import ColumnClause, Table, column, func, inspect, select, table
from sqlalchemy.orm import Session

from creator.db import Base
from creator.i18n import _
from creator.models.subject import Subject
from creator.rules.merkle import root
from creator.services import schema
from creator.services.refused import Declined

FORMAT = 1


class Damaged(Declined):
    """The backup is torn, altered, or none at all; nothing was restored."""


@dataclass(frozen=True)
class Member:
    """A file inside the backup: its size in bytes and its digest."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The list that belongs to a backup. `heads`: Merkle root over the heads of all chains."""

    made_at: str
    kind: str
    counts: Mapping[str, int]
    heads: str
    findings: tuple[str, ...] = ()
    """What did not hold already when the backup was made; empty in every ordinary one."""
    database: Member | None = None
    files: Mapping[str, Member] = field(default_factory=dict)
    format: int = FORMAT
    program: str = field(default_factory=lambda: version("creator"))
    schema: str = field(default_factory=schema.ours)

    def body(self) -> bytes:
        """As it is written into the backup."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def read(cls, body: bytes, digest: str) -> "Manifest":
        """What `body()` wrote. Raises `Damaged`, also for a format of a later program."""
        if hashlib.sha256(body).hexdigest() != digest:
            raise Damaged(_("备份的清单被改动或损坏。"))
        told: dict[str, Any] = json.loads(body)
        if told.get("format") != FORMAT:
            text = _("备份的格式（{format}）本程序不认识。", format=told.get("format"))
            raise Damaged(text)
        told["database"] = Member(**told["database"])
        told["files"] = {key: Member(**member) for key, member in told["files"].items()}
        told["findings"] = tuple(told["findings"])
        return cls(**told)


def of(session: Session, now: datetime, findings: tuple[str, ...]) -> Manifest:
    """The manifest of what a session sees, still without its members."""
    return Manifest(
        made_at=now.isoformat(),
        kind=session.get_bind().dialect.name,
        counts=counts(session),
        heads=heads(session),
        findings=findings,
    )


def counts(session: Session) -> dict[str, int]:
    """Rows per table, also of tables this program does not know."""
    names = inspect(session.connection()).get_table_names()
    found = {}
    for name in sorted(names):
        found[name] = session.scalar(select(func.count()).select_from(table(name))) or 0
    return found


def heads(session: Session) -> str:
    """Merkle root over the heads of all audit chains, as a checkpoint would have it."""
    rows = session.execute(
        select(Subject.type, Subject.id, Subject.seq, Subject.chain_head).order_by(Subject.id)
    )
    return root([":".join(map(str, row)).encode() for row in rows]).hex()


def stored_files(session: Session) -> Iterator[str]:
    """The key of every file that a row points to: a table with `key` and `sha256` is about files.

    Read by name, so that a restored database of an older schema can be asked too.
    """
    for found in _tables_of_files():
        key: ColumnClause[str] = column("key")
        query = select(key).select_from(table(found.name, key)).distinct().order_by(key)
        yield from session.scalars(query)


def _tables_of_files() -> list[Table]:
    tables = Base.metadata.sorted_tables
    return [one for one in tables if {"key", "sha256"} <= set(one.columns.keys())]
