"""`creator check`: what must hold in the data, whoever wrote it and whatever crashed.

Every check asks the database for what is wrong; none loads all subjects. A rule's name says where
to look: `docs/invariants.md` explains each.
"""

from sqlalchemy.orm import Session

from creator.services.invariants import (
    documents,
    draws,
    engine,
    judging,
    messages,
    money,
    records,
    steps,
)
from creator.services.invariants.breach import Breach, Check
from creator.storage import Storage

__all__ = ["CHECKS", "Breach", "Check", "breaches"]

CHECKS: tuple[Check, ...] = (
    money.pools,
    money.slots,
    money.amounts,
    money.lists,
    steps.counts,
    steps.timers,
    steps.families,
    steps.in_time,
    judging.sheets,
    judging.undeclared,
    judging.changed,
    judging.results,
    judging.rankings,
    draws.draws,
    draws.seats,
    documents.digests,
    documents.unsealed,
    documents.lists,
    documents.files,
    records.readable,
    messages.answers,
    messages.delivered,
    engine.sound,
)


def breaches(session: Session, storage: Storage | None = None) -> list[Breach]:
    """Every breach of every rule; an empty list means the data is sound.

    Without `storage` uploaded files are not looked at.
    """
    return [breach for check in CHECKS for breach in check(session, storage)]
