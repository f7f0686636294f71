"""Uploaded files: bytes under names of our own, kept outside the database.

A file arrives in `incoming/` while it is hashed. Its row and its final place belong together, but
no transaction spans both, so the order is: receive, `keep`, then commit the row. A crash between
the two leaves a file without a row, which `orphans` finds; never a row without its file.
"""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from creator.i18n import Text, _

_BLOCK = 64 * 1024
_HEAD = 4096  # enough for every signature by which kinds of files are told apart
_NAME = re.compile(r"[0-9a-f]{32}")


class NotStored(Exception):
    """A file that was not taken; `text` says why. Nothing of it is left."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class Readable(Protocol):
    """What a web server hands over, or an open file."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Received:
    """A file that has arrived whole and waits for `keep`."""

    token: str
    size: int  # bytes
    sha256: str
    head: bytes  # the first 4 KiB


class Storage:
    """The files of one instance, in `root/incoming` and `root/kept`."""

    def __init__(self, root: Path) -> None:
        self._incoming = root / "incoming"
        self._kept = root / "kept"

    def receive(self, stream: Readable, limit_bytes: int) -> Received:
        """Write a stream to disk block by block, hashing on the way.

        Raises `NotStored` for more than `limit_bytes`, and lets errors of the stream pass; both
        leave nothing behind.
        """
        token = secrets.token_hex(16)
        path = self._folder(self._incoming) / token
        try:
            with _room_needed(), _new(path) as target:
                size, sha256, head = _copy(stream, target, limit_bytes)
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Received(token, size, sha256, head)

    def keep(self, token: str) -> str:
        """Move a received file to its final place and give the key under which it stays.

        To be called last before the row is committed; asking again for the same token is harmless.
        """
        key = _checked(token)
        target = self._place(key)
        self._folder(target.parent)
        _settle(self._kept)
        try:
            (self._incoming / key).rename(target)
        except FileNotFoundError:
            if not target.exists():
                raise
        _settle(target.parent)
        return key

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """Read a kept file; `FileNotFoundError` when there is none."""
        with self._place(_checked(key)).open("rb") as stream:
            yield stream

    def path(self, key: str) -> Path:
        """Where a kept file lies, for servers that send files themselves."""
        return self._place(_checked(key))

    def discard(self, token: str) -> None:
        """Forget a file, received or kept; one that is not there is forgotten already."""
        name = _checked(token)
        for path in (self._incoming / name, self._place(name)):
            path.unlink(missing_ok=True)

    def orphans(self, known_keys: Collection[str], older_than: datetime) -> list[str]:
        """Names of files that no row knows and that were last touched before `older_than`.

        Pass an age beyond the longest upload, such as a day: younger files may be on their way.
        """
        known = set(known_keys)
        names = []
        for folder in (self._incoming, self._kept):
            for path in folder.rglob("*"):
                with suppress(FileNotFoundError):
                    touched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                    if path.is_file() and path.name not in known and touched < older_than:
                        names.append(path.name)
        return sorted(names)

    def _place(self, key: str) -> Path:
        return self._kept / key[:2] / key  # 256 folders: no folder grows too long to list

    @staticmethod
    def _folder(path: Path) -> Path:
        if not path.exists():
            Storage._folder(path.parent)
            path.mkdir(mode=0o700, exist_ok=True)
        return path


def _checked(name: str) -> str:
    """A name of our own making; anything else could point outside the store."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return name


def _new(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _copy(stream: Readable, target: BinaryIO, limit: int) -> tuple[int, str, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > limit:
            raise NotStored(_("文件太大：最多 {most} MB。", most=f"{limit / 1_000_000:g}"))
        head += block[: _HEAD - len(head)]
        digest.update(block)
        target.write(block)
    return size, digest.hexdigest(), head


@contextmanager
def _room_needed() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise NotStored(_("服务器的存储空间不足，文件没有保存。请联系管理员。")) from error


def _settle(folder: Path) -> None:
    """Make a rename survive a power cut: the folder is written to disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
