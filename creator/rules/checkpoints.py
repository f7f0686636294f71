"""Checkpoints: one root over the heads of all chains, linked to the checkpoint before.

The root is printed on public notices: whoever kept the paper can later prove that nothing before
it was rewritten.
"""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from creator.models.audit import Checkpoint
from creator.models.subject import GENESIS, Subject
from creator.rules.merkle import root
from creator.rules.numbers import take


def checkpoint(session: Session, now: datetime, occasion: str) -> Checkpoint:
    """A checkpoint over all heads as this transaction sees them, still to be added.

    Two made at once wait for each other, so that the links between checkpoints never fork.
    """
    session.flush()
    take(session, "instance", "checkpoint")
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
