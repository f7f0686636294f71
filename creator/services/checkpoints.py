"""Checkpoints on request; a public notice takes its own while it is published."""

from creator.models.audit import Checkpoint
from creator.rules.checkpoints import checkpoint
from creator.services.work import Work


def make(work: Work, occasion: str) -> Checkpoint:
    """A new checkpoint over all heads as this transaction sees them."""
    made = checkpoint(work.session, work.now, occasion)
    work.session.add(made)
    work.session.flush()
    return made
