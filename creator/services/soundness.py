"""Is everything in order? What must hold in the data, and the audit chain, in one list."""

from sqlalchemy.orm import Session

from creator.services import invariants, verification
from creator.services.invariants import Breach
from creator.storage import Storage

CHAIN = "audit.chain"


def findings(session: Session, storage: Storage | None = None) -> list[Breach]:
    """Every breach of an invariant and every flaw of the audit chain; empty when all is well.

    Without `storage` uploaded files are not looked at.
    """
    flaws = [Breach(CHAIN, flaw.where, flaw.text) for flaw in verification.verify(session)]
    return invariants.breaches(session, storage) + flaws
