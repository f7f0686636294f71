"""Checkpoints: one root over the heads of all chains, linked to the checkpoint before.

The root is printed on public notices: whoever kept the paper can later prove that nothing before
it was rewritten.
"""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from creator.models.audit import Checkpoint
from creator.models.edition import NumberSeries
from creator.models.subject import GENESIS, Subject
from creator.rules.merkle import root

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_SERIES = {"scope": "instance", "kind": "checkpoint"}


def checkpoint(session: Session, now: datetime, occasion: str) -> Checkpoint:
    """A checkpoint over all heads as this transaction sees them, still to be added.

    Two made at once wait for each other, so that the links between checkpoints never fork.
    """
    session.flush()
    _take_turns(session)
    heads = select(Subject.type, Subject.id, Subject.seq, Subject.chain_head).order_by(Subject.id)
    lines = [":".join(map(str, row)) for row in session.execute(heads)]
    previous = session.scalar(select(Checkpoint.hash).order_by(Checkpoint.id.desc()).limit(1))
    tree = root([line.encode() for line in lines]).hex()
    return Checkpoint(
        at=now,
        occasion=occasion,
        leaves="\n".join(lines),
        root=tree,
        prev_hash=previous or GENESIS,
        hash=link(previous or GENESIS, tree, now.isoformat(), occasion),
    )


def link(previous: str, tree: str, at: str, occasion: str) -> str:
    """Hash that ties a checkpoint to the one before."""
    return hashlib.sha256(f"{previous}\n{tree}\n{at}\n{occasion}".encode()).hexdigest()


def _take_turns(session: Session) -> None:
    insert = _INSERT[session.get_bind().dialect.name](NumberSeries)
    session.execute(insert.values(**_SERIES, last=0).on_conflict_do_nothing())
    session.execute(select(NumberSeries.id).filter_by(**_SERIES).with_for_update())
