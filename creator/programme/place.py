"""Where the reader is in the file, and where it writes down what is wrong there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from creator.i18n import Text, _, listed
from creator.programme.fault import Fault, Severity


class Unreadable(Exception):
    """A value could not be read; the fault is already written down."""


@dataclass
class Reading:
    """One reading of one file: the faults found, and the file and line of every path read.

    `manual` is the page that documents the keys.
    """

    faults: list[Fault] = field(default_factory=list)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    manual: str = "docs/programme.md"


@dataclass(frozen=True)
class Place:
    """A dotted path of the file being read, its line and the file's name."""

    reading: Reading
    name: str
    line: int
    path: str = ""

    def inside(self, key: str, line: int, name: str | None = None) -> "Place":
        path = f"{self.path}.{key}" if self.path else key
        self.reading.places[path] = (name or self.name, line)
        return Place(self.reading, name or self.name, line, path)

    def note(self, text: Text, remedy: Text, severity: Severity = "error") -> None:
        """Write a fault down and go on."""
        self.reading.faults.append(Fault(self.name, self.line, text, remedy, severity))

    def refused(self, text: Text, remedy: Text) -> Unreadable:
        """Write a fault down; to be raised, which gives this value up."""
        self.note(text, remedy)
        return Unreadable()


def nearest(word: str, known: Iterable[str]) -> Text:
    """The remedy for a word nobody knows: the one that was probably meant, or the whole list."""
    choices = list(known)
    close = get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return _("是不是想写“{word}”？", word=close[0])
    if not choices:
        return _("这里还没有可写的词；请先在文件里定义它。")
    return _("可以写：{words}。", words=listed(choices))
