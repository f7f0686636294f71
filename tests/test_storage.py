"""Uploaded files: whole or not at all, never under a name somebody else chose."""

import hashlib
import io
import os
import resource
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from creator.storage import NotStored, Storage

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 1_000


class Phone:
    """A connection that brings a few bytes at a time, and may break."""

    def __init__(self, content: bytes, breaks_after: int | None = None) -> None:
        self._content, self._breaks_after, self._sent = content, breaks_after, 0

    def read(self, _size: int) -> bytes:
        if self._breaks_after is not None and self._sent >= self._breaks_after:
            raise ConnectionResetError
        block = self._content[self._sent : self._sent + 1_000]
        self._sent += len(block)
        return block


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files")


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def receive(storage: Storage, content: bytes = PHOTO) -> str:
    return storage.receive(io.BytesIO(content), limit_bytes=1_000_000).token


def test_a_kept_file_is_read_back_as_it_was_sent(storage: Storage) -> None:
    received = storage.receive(Phone(PHOTO), limit_bytes=1_000_000)
    assert received.size == len(PHOTO)
    assert received.sha256 == hashlib.sha256(PHOTO).hexdigest()
    assert received.head == PHOTO[:4096]
    with storage.open(storage.keep(received.token)) as stream:
        assert stream.read() == PHOTO


def test_an_empty_file_is_a_file(storage: Storage) -> None:
    with storage.open(storage.keep(receive(storage, b""))) as stream:
        assert stream.read() == b""


def test_a_file_over_the_limit_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(NotStored) as refused:
        storage.receive(Phone(PHOTO), limit_bytes=200_000)
    assert str(refused.value.text) == "文件太大：最多 0.2 MB。"
    assert files(tmp_path) == []


def test_a_file_of_just_the_limit_is_taken(storage: Storage) -> None:
    assert storage.receive(Phone(PHOTO), limit_bytes=len(PHOTO)).size == len(PHOTO)


def test_a_broken_connection_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        storage.receive(Phone(PHOTO, breaks_after=50_000), limit_bytes=1_000_000)
    assert files(tmp_path) == []


def test_a_full_disk_is_said_and_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(NotStored, match="存储空间不足"):
            receive(storage)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(tmp_path) == []


def test_keeping_again_after_a_retry_changes_nothing(storage: Storage) -> None:
    token = receive(storage)
    assert storage.keep(token) == storage.keep(token)


def test_keeping_what_never_arrived_fails(storage: Storage) -> None:
    with pytest.raises(FileNotFoundError):
        storage.keep("0" * 32)


@pytest.mark.parametrize("name", ["../../etc/passwd", "申报书.docx", "", "0" * 31, "/" + "0" * 31])
def test_a_name_that_is_not_ours_finds_nothing(storage: Storage, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        storage.path(name)
    with pytest.raises(FileNotFoundError):
        storage.discard(name)


def test_discarded_files_are_gone(storage: Storage, tmp_path: Path) -> None:
    arrived, kept = receive(storage), storage.keep(receive(storage))
    for name in (arrived, kept, kept):
        storage.discard(name)
    assert files(tmp_path) == []


def test_orphans_are_old_files_that_no_row_knows(storage: Storage) -> None:
    known, lost = storage.keep(receive(storage)), storage.keep(receive(storage))
    forgotten, on_its_way = receive(storage), receive(storage)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    for path in (storage.path(known), storage.path(lost)):
        os.utime(path, (yesterday.timestamp(),) * 2)
    os.utime(storage.path(known).parents[2] / "incoming" / forgotten, (0, 0))
    found = storage.orphans({known}, older_than=datetime.now(UTC) - timedelta(hours=1))
    assert found == sorted([lost, forgotten])
    assert on_its_way not in found


def test_only_we_can_read_them(storage: Storage, tmp_path: Path) -> None:
    storage.keep(receive(storage))
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "files").rglob("*")}
    assert modes == {0o600, 0o700}
