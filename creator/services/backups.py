"""Backups: database and uploaded files in one archive that can prove it is whole.

The database is written first and the files after it: files are only ever added, so every file a
row of the copy points to is there. The archive appears under its name only when it is complete.
"""

import hashlib
import io
import os
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from creator.db import Database
from creator.i18n import _
from creator.services import dumps, manifests, soundness
from creator.services.invariants import Breach
from creator.services.manifests import Manifest, Member
from creator.services.refused import Declined
from creator.storage import Storage

MANIFEST, SEAL, FILES = "manifest.json", "manifest.sha256", "files/"
_BLOCK = 1024 * 1024


class Unsound(Declined):
    """The data does not hold together; `findings` says where."""

    def __init__(self, findings: list[Breach]) -> None:
        self.findings = findings
        super().__init__(
            _("数据有 {n} 处不符，没有备份。请先运行 creator check 查看。", n=len(findings))
        )


class Exists(Declined):
    """There is something at the place already."""


@dataclass(frozen=True)
class Made:
    """A finished backup: where it is, its size in bytes, and what it says of itself."""

    path: Path
    size: int
    manifest: Manifest


def make(
    database: Database, storage: Storage, path: Path, now: datetime, *, anyway: bool = False
) -> Made:
    """Write a backup of a running instance to `path`, mode 0600.

    Raises `Exists`, `CannotDump`, and `Unsound` when the copy breaks an invariant; with `anyway`
    it is kept all the same, with its faults written down inside. Nothing is left after a failure.
    """
    if path.exists():
        raise Exists(_("“{path}”已存在，没有覆盖。", path=path))
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as name:
        with dumps.taken(database, Path(name)) as (session, dump):
            # On PostgreSQL the session looks at the live database, under the dump's snapshot.
            found = soundness.findings(session, storage)
            if found and not anyway:
                raise Unsound(found)
            lines = tuple(f"{one.rule} {one.where}" for one in found)
            manifest = manifests.of(session, now, lines)
            keys = list(manifests.stored_files(session))
        with _appearing(path) as stream, tarfile.open(fileobj=stream, mode="w") as archive:
            manifest = replace(manifest, database=_add(archive, dumps.DUMP, dump))
            manifest = replace(manifest, files=_add_files(archive, storage, keys))
            _add_text(archive, MANIFEST, manifest.body())
            _add_text(archive, SEAL, hashlib.sha256(manifest.body()).hexdigest().encode())
    return Made(path, path.stat().st_size, manifest)


def _add_files(archive: tarfile.TarFile, storage: Storage, keys: list[str]) -> dict[str, Member]:
    """A removed attachment may have lost its file; one that should be there is a finding."""
    there = [key for key in keys if storage.path(key).exists()]
    return {key: _add(archive, FILES + key, storage.path(key)) for key in there}


def _add(archive: tarfile.TarFile, name: str, path: Path) -> Member:
    with path.open("rb") as stream:
        member = Member(path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())
        stream.seek(0)
        archive.addfile(_entry(name, member.size), stream)
    return member


def _add_text(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    archive.addfile(_entry(name, len(body)), io.BytesIO(body))


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is complete and on disk."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.link(aside, path)  # unlike a rename this never replaces what came there meanwhile
        settle_folder(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def settle_folder(folder: Path) -> None:
    """Make new names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
