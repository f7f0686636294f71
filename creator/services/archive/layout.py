"""The order of the file: folders by phase, and the names documents have inside them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from creator.i18n import _, speaking
from creator.services.archive.entries import Entry, Title
from creator.services.archive.kinds import entries
from creator.services.archive.reader import Reader

_GENERAL = _("规则")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST = 60
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True)
class Group:
    """The documents of one phase, in order of time. `number` stands before the folder's name."""

    number: int
    label: Title
    entries: Sequence[Entry]

    @property
    def folder(self) -> str:
        """`01-申报`: in Chinese, whoever asks for it."""
        with speaking("zh"):
            return f"{self.number:02d}-{_safe(str(self.label))}"


def groups(reader: Reader) -> list[Group]:
    """The whole file: what is of the edition first, then phase by phase; none that is empty."""
    found = entries(reader)
    rules = Group(0, _GENERAL, [one for one in found if one.general])
    special = [one for one in found if not one.general]
    phased = [(reader.phase_at(one.at), one) for one in special]
    phases = [
        Group(number, label, [one for phase, one in phased if phase == id])
        for number, (id, label) in enumerate(reader.phases, 1)
    ]
    return [group for group in (rules, *phases) if group.entries]


def file_name(number: int, title: str, extension: str) -> str:
    """`03-申报回执.html`: a name every system can hold. An extension of the title's own goes."""
    stem = _safe(title)
    if extension and stem.lower().endswith(extension.lower()):
        stem = stem[: -len(extension)]
    return f"{number:02d}-{stem[:_LONGEST].rstrip('. ') or '_'}{extension}"


def extension_of(name: str) -> str:
    """`.pdf`; empty where the name has none, or one that only documents of ours have."""
    found = _EXTENSION.search(name)
    return found[0] if found and found[0].lower() not in (".json", ".html") else ""


def _safe(words: str) -> str:
    return _FORBIDDEN.sub("_", " ".join(unicodedata.normalize("NFC", words).split())).strip("._ ")
