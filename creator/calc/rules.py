"""Rule files: TOML read as strictly as programme files, with the line of every key."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

from creator.calc.desk import MANUAL, Desk
from creator.i18n import Label, Text, _
from creator.programme.fault import Fault, FaultyFile
from creator.programme.keys import read_table
from creator.programme.kinds import LabelKind, Whole
from creator.programme.nodes import Value, kind_of
from creator.programme.place import Place, Reading, Unreadable, nearest
from creator.programme.toml import contents, tree

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class RuleFile(Generic[T_co]):
    """What a rule file says, and the line of every key (`criteria.0.weight`)."""

    rule: T_co
    path: str
    places: Mapping[str, tuple[str, int]]

    def line(self, key: str) -> int:
        """The line of this key, or of the nearest table around it."""
        while key and key not in self.places:
            key = key.rpartition(".")[0]
        return self.places[key][1] if key else 1

    def blame(self, desk: Desk, key: str, text: Text, remedy: Text) -> None:
        """Write down what is wrong with a key whose value could be read."""
        desk.blame(Fault(self.path, self.line(key), text, remedy))


def read_rule(path: Path, cls: type[T]) -> RuleFile[T]:
    """The rule in this file; `cls` is its grammar (`creator.programme.keys.keyed`).

    Raises FaultyFile with every fault found.
    """
    reading = Reading(manual=MANUAL)
    place = Place(reading, str(path), 1)
    try:
        rule = cast(T, read_table(cls, tree(contents(path), str(path)), place))
    except Unreadable:
        raise FaultyFile(sorted(reading.faults, key=lambda fault: fault.line)) from None
    return RuleFile(rule, str(path), reading.places)


@dataclass(frozen=True)
class OneOf:
    """One word of a few."""

    words: tuple[str, ...]

    def take(self, value: Value, place: Place) -> str:
        if isinstance(value, str) and value in self.words:
            return value
        shown = value[:60] if isinstance(value, str) else kind_of(value)
        text = _("“{path}”不认识“{word}”。", path=place.path, word=shown)
        raise place.refused(text, nearest(shown, self.words))


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class NameKind:
    """An id as tables write it: any text without control characters, trimmed, NFC."""

    most: int = 200

    def take(self, value: Value, place: Place) -> str:
        if isinstance(value, str):
            name = unicodedata.normalize("NFC", value).strip()
            if name and len(name) <= self.most and not _CONTROL.search(name):
                return name
        shown = value[:60] if isinstance(value, str) else kind_of(value)
        text = _("“{path}”的值不对：{value}。", path=place.path, value=shown)
        raise place.refused(text, _("请写名称，加引号，最多 {n} 个字。", n=self.most))


class LabelOrText:
    """A name for people: `"…"` where both languages say the same, or `{ zh = "…", en = "…" }`."""

    def take(self, value: Value, place: Place) -> Label:
        if isinstance(value, str):
            name = NameKind().take(value, place)
            return Label(name, name)
        return LabelKind().take(value, place)


EXACT = -1
"""What `"exact"` is read as: this stage is not rounded, whatever is written around it."""


class Places:
    """A number of decimals to round to, or "exact"."""

    def take(self, value: Value, place: Place) -> int:
        if isinstance(value, str):
            OneOf(("exact",)).take(value, place)
            return EXACT
        return Whole(most=20).take(value, place)
