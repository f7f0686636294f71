"""The programme an edition runs by, unpacked once per version."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.orm import Session

from creator.db.lean import ask
from creator.models.edition import Edition, ProgrammeVersion
from creator.programme.programme import Programme

_KEY = "programmes"
_MOST = 64
_VERSION = (ProgrammeVersion.edition_id == bindparam("of")) & (
    ProgrammeVersion.version == bindparam("at")
)
_DIGEST = select(ProgrammeVersion.digest).where(_VERSION)
_DIGESTS = select(ProgrammeVersion.edition_id, ProgrammeVersion.version, ProgrammeVersion.digest)
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


def look_up(session: Session, editions: Iterable[Edition]) -> None:
    """Look the programmes of these editions up at once: asking for each then costs no query."""
    known = _known(session)
    wanted = [(e.id, e.version) for e in editions if (e.id, e.version) not in known]
    places = tuple_(ProgrammeVersion.edition_id, ProgrammeVersion.version).in_(wanted)
    rows = session.execute(_DIGESTS.where(places)) if wanted else ()
    for edition_id, version, digest in rows:
        known[edition_id, version] = _named(session, edition_id, version, digest)


def _known(session: Session) -> dict[tuple[int, int], tuple[str, Programme]]:
    known: dict[tuple[int, int], tuple[str, Programme]] = session.info.setdefault(_KEY, {})
    return known


def _at(session: Session, edition_id: int, version: int) -> tuple[str, Programme]:
    known, place = _known(session), (edition_id, version)
    if place not in known:
        known[place] = _read(session, edition_id, version)
    return known[place]


def _read(session: Session, edition_id: int, version: int) -> tuple[str, Programme]:
    digest = ask(session, _DIGEST, {"of": edition_id, "at": version}).scalar()
    if digest is None:
        raise LookupError(f"edition {edition_id} has no programme version {version}")
    return _named(session, edition_id, version, digest)


def _named(session: Session, edition_id: int, version: int, digest: str) -> tuple[str, Programme]:
    place = {"of": edition_id, "at": version}
    return digest, _unpacked.get(digest) or unpacked(session.scalars(_BODY, place).one())


def unpacked(body: str) -> Programme:
    """The programme behind its canonical JSON."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    if digest not in _unpacked:
        if len(_unpacked) >= _MOST:
            _unpacked.clear()
        _unpacked[digest] = Programme.from_canonical(body)
    return _unpacked[digest]
