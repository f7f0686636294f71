"""A file on arrival: its kind checked by content, a photograph cleaned, kept under a random key."""

import io
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from creator.db import UnfitText, fit_line
from creator.i18n import _
from creator.services import file_kinds, photographs
from creator.services.file_kinds import NotAllowed
from creator.services.refused import Invalid
from creator.storage import NotStored, Received, Storage

_LONGEST_NAME = 200


@dataclass(frozen=True)
class Arrival:
    """What came in and is stored; a photograph without what its camera wrote into it."""

    token: str
    name: str
    media_type: str
    size: int
    sha256: str
    taken_at: str = ""
    taken_where: str = ""


@contextmanager
def arriving(
    storage: Storage, stream: IO[bytes], name: str, *, place: str, kinds: Collection[str], most: int
) -> Iterator[Arrival]:
    """Take one file of these kinds, of at most so many bytes.

    If it is refused, or the block does not end well, no trace of it is left. Raises `Invalid`
    (field = `place`), also for what the block refuses with `NotAllowed`.
    """
    kept: list[str] = []
    try:
        yield _taken(storage, stream, name, kinds, most, kept)
    except BaseException as broken:
        for token in kept:
            storage.discard(token)
        if isinstance(broken, NotStored | NotAllowed | UnfitText):
            raise Invalid(place, broken.text) from broken
        raise


def _taken(
    storage: Storage,
    stream: IO[bytes],
    name: str,
    kinds: Collection[str],
    most: int,
    kept: list[str],
) -> Arrival:
    kind, clean = file_kinds.kind_by_name(name, kinds), _clean_name(name)
    received = _received(storage, stream, most, kept)
    file_kinds.check(storage.path(received.token), kind)
    taken_at = taken_where = ""
    if kind.word == "image":
        photograph = photographs.cleaned(storage.path(received.token), kind.media_type)
        taken_at, taken_where = photograph.taken_at, photograph.taken_where
        original, most = received, max(most, len(photograph.content))
        received = _received(storage, io.BytesIO(photograph.content), most, kept)
        storage.discard(original.token)
    return Arrival(
        received.token,
        clean,
        kind.media_type,
        received.size,
        received.sha256,
        taken_at,
        taken_where,
    )


def _received(storage: Storage, stream: IO[bytes], most: int, kept: list[str]) -> Received:
    received = storage.receive(stream, most)
    kept.append(received.token)
    if not received.size:
        raise NotAllowed(_("文件是空的。请重新选择。"))
    storage.keep(received.token)
    return received


def _clean_name(name: str) -> str:
    """The name as it came, Chinese and all, without folders, short enough to store."""
    plain = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    suffix = PurePath(plain).suffix
    return fit_line(plain.removesuffix(suffix)[: _LONGEST_NAME - len(suffix)] + suffix)
