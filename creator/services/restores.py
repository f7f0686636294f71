"""Restoring a backup into an empty place, after checking that it is exactly what was saved."""

import hashlib
import os
import re
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, update

from creator.db import Database
from creator.i18n import _
from creator.models.access import SignInCode, WebSession
from creator.services import dumps, manifests, schema, soundness
from creator.services.backups import FILES, MANIFEST, SEAL, Exists, settle_folder
from creator.services.manifests import Damaged, Manifest, Member
from creator.storage import Storage

_BLOCK = 1024 * 1024
_LONGEST_TEXT = 64_000_000  # bytes of a manifest
_KNOWN = re.compile(rf"{dumps.DUMP}|{MANIFEST}|{SEAL}|{FILES}[0-9a-f]{{32}}")
SQLITE_FILE = "creator.db"


@dataclass(frozen=True)
class Restored:
    """An instance back in place. `left` are faults the backup already knew of."""

    folder: Path
    manifest: Manifest
    left: tuple[str, ...] = ()


def restore(backup: Path, folder: Path, now: datetime, *, url: str = "") -> Restored:
    """Bring a backup back into `folder`, which must be empty or absent.

    A backup of PostgreSQL also needs `url`, an empty database. Every digest, count and invariant
    is checked; sessions and unused sign-in codes of the time of the backup are ended. Raises
    `Exists`, `Damaged`, `CannotDump` or `WrongSchema`; then nothing is left behind.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Exists(_("“{folder}”不是空目录。请恢复到一个新目录。", folder=folder))
    with _staging(folder) as aside:
        manifest = _unpacked(backup, aside)
        _not_newer(manifest)
        left = _checked_database(aside, manifest, url, now)
    return Restored(folder, manifest, left)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one, which takes its name when all went well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    aside.mkdir(mode=0o700)
    try:
        yield aside
        aside.rename(folder)  # replaces an empty folder and nothing else
        settle_folder(folder.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _not_newer(manifest: Manifest) -> None:
    if manifest.schema > schema.ours():
        raise schema.WrongSchema(
            _("备份来自更新的程序（数据库版本 {found}，本程序是 {ours}）。请先升级程序。",
              found=manifest.schema, ours=schema.ours())
        )  # fmt: skip


def _unpacked(backup: Path, aside: Path) -> Manifest:
    """Everything in the archive, written out and compared with the manifest."""
    found: dict[str, Member] = {}
    texts: dict[str, bytes] = {}
    try:
        with tarfile.open(backup, "r:") as archive:
            for entry in archive:
                _take(archive, entry, aside, found, texts)
        manifest = Manifest.read(texts[MANIFEST], texts[SEAL].decode())
    except FileNotFoundError:
        raise
    except (tarfile.TarError, EOFError, KeyError, ValueError, TypeError, OSError) as error:
        raise Damaged(_("备份不完整或已损坏，没有恢复任何内容。")) from error
    wanted = {FILES + key: member for key, member in manifest.files.items()}
    wanted |= {dumps.DUMP: manifest.database} if manifest.database else {}
    if found != wanted:
        wrong = sorted(name for name in found | wanted if found.get(name) != wanted.get(name))
        raise Damaged(_("备份里的“{name}”与清单不符，没有恢复任何内容。", name=wrong[0]))
    return manifest


def _take(
    archive: tarfile.TarFile,
    entry: tarfile.TarInfo,
    aside: Path,
    found: dict[str, Member],
    texts: dict[str, bytes],
) -> None:
    stream = archive.extractfile(entry) if entry.isfile() else None
    if stream is None or not _KNOWN.fullmatch(entry.name) or entry.name in found:
        raise ValueError(f"unexpected entry {entry.name!r}")
    if entry.name in (MANIFEST, SEAL):
        texts[entry.name] = stream.read(_LONGEST_TEXT)
        return
    target = _target(aside, entry.name)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    found[entry.name] = Member(size, digest.hexdigest())


def _target(aside: Path, name: str) -> Path:
    if not name.startswith(FILES):
        return aside / name
    target = Storage(aside / "files").path(name.removeprefix(FILES))
    for folder in (aside / "files", aside / "files" / "kept", target.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    return target


def _checked_database(aside: Path, manifest: Manifest, url: str, now: datetime) -> tuple[str, ...]:
    embedded = manifest.kind == "sqlite"
    if embedded:
        (aside / dumps.DUMP).rename(aside / SQLITE_FILE)
    elif not url.startswith("postgres"):
        raise dumps.CannotDump(_("这份备份来自 PostgreSQL，恢复时须指定一个空数据库的地址。"))
    database = Database(f"sqlite:///{aside / SQLITE_FILE}" if embedded else url)
    try:
        if not embedded:
            dumps.require_empty(database)
            dumps.load(aside / dumps.DUMP, url)
            (aside / dumps.DUMP).unlink()
        return _proven(database, aside, manifest, now)
    finally:
        database.dispose()
        if embedded:
            dumps.settle(aside / SQLITE_FILE)


def _proven(database: Database, aside: Path, manifest: Manifest, now: datetime) -> tuple[str, ...]:
    try:
        with database.reading() as session:
            same = (manifests.counts(session), manifests.heads(session))
        if same != (manifest.counts, manifest.heads):
            raise Damaged(_("恢复出的数据与清单的行数或审计链头不符。"))
        schema.migrate(database)
        with database.reading() as session:
            found = soundness.findings(session, Storage(aside / "files"))
        lines = tuple(f"{one.rule} {one.where}" for one in found)
        if set(lines) - set(manifest.findings):
            raise Damaged(_("恢复出的数据通不过检查：{first}", first=lines[0]))
        _end_sessions(database, now)
    except BaseException:
        if manifest.kind != "sqlite":
            dumps.clear(database)
        raise
    return lines


def _end_sessions(database: Database, now: datetime) -> None:
    """What was open when the backup was made may since have been closed, or fallen into hands."""
    with database.writing() as session:
        session.execute(delete(WebSession))
        unused = update(SignInCode).where(
            SignInCode.used_at.is_(None), SignInCode.purpose == "entry"
        )
        session.execute(unused.where(SignInCode.expires_at > now).values(expires_at=now))
