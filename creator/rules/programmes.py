"""The programme an edition runs by, unpacked once per version."""

from functools import lru_cache

from sqlalchemy.orm import Session

from creator.models.edition import Edition, ProgrammeVersion
from creator.programme.programme import Programme


def programme_of(session: Session, edition: Edition) -> Programme:
    """The programme in force: the stored text with the adjustments laid over it."""
    stored = session.get(ProgrammeVersion, (edition.id, edition.version))
    if stored is None:
        raise LookupError(f"edition {edition.id} has no programme version {edition.version}")
    return unpacked(stored.body)


@lru_cache(maxsize=64)
def unpacked(body: str) -> Programme:
    """The programme behind its canonical JSON."""
    return Programme.from_canonical(body)
