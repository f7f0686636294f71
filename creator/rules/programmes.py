"""The programme an edition runs by, unpacked once per version."""

import hashlib

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from creator.models.edition import Edition, ProgrammeVersion
from creator.programme.programme import Programme

_KEY = "programmes"
_MOST = 64
_VERSION = (ProgrammeVersion.edition_id == bindparam("of")) & (
    ProgrammeVersion.version == bindparam("at")
)
_DIGEST = select(ProgrammeVersion.digest).where(_VERSION)
_BODY = select(ProgrammeVersion.body).where(_VERSION)
_unpacked: dict[str, Programme] = {}
"""Digest -> programme. A version never changes, and `creator check` compares digest and body."""


def programme_of(session: Session, edition: Edition) -> Programme:
    """The programme in force: the stored text with the adjustments laid over it."""
    return programme_at(session, edition.id, edition.version)


def programme_digest(session: Session, edition: Edition) -> str:
    """Names the programme in force: equal digests, equal rules."""
    return _at(session, edition.id, edition.version)[0]


def programme_at(session: Session, edition_id: int, version: int) -> Programme:
    """The programme as one of the edition's versions has it."""
    return _at(session, edition_id, version)[1]


def _at(session: Session, edition_id: int, version: int) -> tuple[str, Programme]:
    known: dict[tuple[int, int], tuple[str, Programme]] = session.info.setdefault(_KEY, {})
    place = edition_id, version
    if place not in known:
        known[place] = _read(session, edition_id, version)
    return known[place]


def _read(session: Session, edition_id: int, version: int) -> tuple[str, Programme]:
    place = {"of": edition_id, "at": version}
    digest = session.scalar(_DIGEST, place)
    if digest is None:
        raise LookupError(f"edition {edition_id} has no programme version {version}")
    return digest, _unpacked.get(digest) or unpacked(session.scalars(_BODY, place).one())


def unpacked(body: str) -> Programme:
    """The programme behind its canonical JSON."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    if digest not in _unpacked:
        if len(_unpacked) >= _MOST:
            _unpacked.clear()
        _unpacked[digest] = Programme.from_canonical(body)
    return _unpacked[digest]
