"""What the macros in `templates/parts/` are given.

A view turns what a service answered into these small values; the macros lay them out. Words may be
`str`, `Text` or `Label`. Nothing here knows the database or the request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from creator.i18n import Label, Text

Words = str | Text | Label
Tone = Literal["neutral", "info", "good", "wait", "bad"]


@dataclass(frozen=True)
class Column:
    """A column of `parts/table.html`.

    On a phone every row becomes a card: `title` heads it, `corner` stands at its right, `line` is a
    labelled value, `wide` a labelled value over the full width, `desk` is left out. `sort` is the
    word this column is sorted by (None: it cannot be).
    """

    id: str
    label: Words
    card: Literal["title", "corner", "line", "wide", "desk"] = "line"
    number: bool = False
    sort: str | None = None


@dataclass(frozen=True)
class Status:
    """A state in a word and a tone; the tone never says what the word does not."""

    label: Words
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Step:
    """One thing that could be done next, as `parts/steps.html` shows it.

    `open`: a button. `shut`: the reasons stand beside it in words. `not_yours`: `whose` says who is
    waited for. A step without form, confirmation, reason or signature is `direct`: its button posts
    at once; any other leads to its own page.
    """

    id: str
    label: Words
    url: str
    access: Literal["open", "shut", "not_yours"] = "open"
    reasons: Sequence[Words] = ()
    whose: Words | None = None
    hint: Words | None = None
    primary: bool = False
    grave: bool = False
    direct: bool = False
    seq: int | None = None
    then: str = ""
    """Where a direct step leads back to, if not to the subject's own page."""

    @property
    def sent(self) -> dict[str, object]:
        """What the button of a direct step posts."""
        values = {"seq": self.seq, "next": self.then or None}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True)
class Entry:
    """A line of the timeline: who did what when, newest first."""

    at: datetime
    did: Words
    who: Words | None = None
    reason: str | None = None
    remark: Words | None = None
    url: str | None = None
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Todo:
    """Something that waits for the reader. `due` colours itself: past, today, later."""

    title: Words
    url: str
    about: Words | None = None
    status: Status | None = None
    due: datetime | None = None
    since: datetime | None = None
    overdue: bool = False


@dataclass(frozen=True)
class File:
    """A file to open: `url` leads to it, `size` in bytes."""

    name: str
    url: str
    size: int | None = None
    remark: Words | None = None


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing; a link, not a script."""

    label: Words
    url: str
    here: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Tile:
    """A number that matters, large, with its name above it."""

    label: Words
    value: Words | int
    remark: Words | None = None
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Slice:
    """A part of a bar: `amount` in any unit, `shown` as people read it."""

    label: Words
    amount: int
    shown: Words
    tone: Tone = "info"


@dataclass(frozen=True)
class Dots:
    """Marks on one scale: each value a dot, the line where the result stands."""

    values: Sequence[float]
    result: float | None
    low: float
    high: float
    said: Words

    @property
    def places(self) -> list[float]:
        """Where the dots stand in the drawing."""
        return [self._x(value) for value in self.values]

    @property
    def mark(self) -> float | None:
        """Where the result stands in the drawing."""
        return None if self.result is None else self._x(self.result)

    def _x(self, value: float) -> float:
        return round((value - self.low) / ((self.high - self.low) or 1) * 168 + 6, 1)


@dataclass(frozen=True)
class Row:
    """A plain table row, for lists whose cells need no markup of their own."""

    cells: Mapping[str, Words | int | None]
    url: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
