"""How instants are written for people: Chinese wall clock, weekday, 24:00 for the end of a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from creator.clock import local
from creator.i18n import current_language

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class At:
    """An instant as a parameter of a sentence, written in the reader's language when shown."""

    instant: datetime

    def __str__(self) -> str:
        return shown(self.instant)


def shown(instant: datetime) -> str:
    """`2017-02-10（星期五）24:00`: midnight belongs to the day that it ends."""
    at = local(instant)
    clock = f"{at:%H:%M}"
    if clock == "00:00":
        at, clock = at - timedelta(days=1), "24:00"
    if current_language() == "en":
        return f"{at:%Y-%m-%d (%a)} {clock}"
    return f"{at:%Y-%m-%d}（星期{_WEEKDAYS[at.weekday()]}）{clock}"
