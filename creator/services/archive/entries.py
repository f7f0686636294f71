"""What the file of a project holds: the registry of kinds, and the entries a reader may see.

A new kind of document is one function in `kinds/`, decorated with `kind(word, audience)`, that
yields an `Entry` for each document. Page, download, ZIP and index follow. Nobody sees a kind whose
audience does not name them; which rows they see is for the query of the kind to say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from creator.i18n import Label, Listed, Text
from creator.services.archive.reader import Reader
from creator.services.refused import NotFound

Title = str | Text | Label
Words = Title | Listed


@dataclass(frozen=True)
class Stored:
    """An uploaded file: its key in the storage, the name it came with, what it must be."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Paper:
    """A document in words, and the texts (name -> text) whose digests the record keeps of it."""

    facts: Sequence[tuple[Words, Words | None]]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One document. `number` names it among those of its kind.

    `document`: an uploaded file, or how to write it down; a list writes none.
    """

    number: int
    at: datetime
    title: Title
    document: Stored | Callable[[], Paper]
    kind: str = ""
    general: bool = False
    """Of the edition as a whole, such as its rules: it stands before all phases."""


Kind = Callable[[Reader], Iterable[Entry]]
STAFF, OWN = ("staff",), ("applicant", "sponsor")
EVERYBODY = STAFF + OWN
_KINDS: dict[str, tuple[frozenset[str], Kind]] = {}


def kind(word: str, audience: tuple[str, ...]) -> Callable[[Kind], Kind]:
    """Enter a kind of document. `audience`: the words of `reader.py` that may see it at all."""

    def enter(found: Kind) -> Kind:
        _KINDS[word] = frozenset(audience), found
        return found

    return enter


def entries(reader: Reader) -> list[Entry]:
    """Every document the reader may see, in order of time."""
    found = [entry for word in _KINDS for entry in _of_kind(reader, word)]
    return sorted(found, key=lambda entry: entry.at)


def one(reader: Reader, word: str, number: int) -> Entry:
    """A single one of them. Raises `NotFound`."""
    for entry in _of_kind(reader, word):
        if entry.number == number:
            return entry
    raise NotFound


def _of_kind(reader: Reader, word: str) -> Iterator[Entry]:
    audience, write = _KINDS.get(word, (frozenset(), None))
    if write is not None and audience & reader.words:
        for entry in write(reader):
            yield replace(entry, kind=word)
