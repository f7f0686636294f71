"""The dates of an edition for people: what is past, what comes next, and how long that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from creator.clock import local, start_of_day
from creator.i18n import Text, _
from creator.programme.programme import Programme
from creator.services.settings import DATES, settings

HOUR = 3600  # seconds


@dataclass(frozen=True)
class Milestone:
    """One date: a day or a minute. `left` says how long until it, for the next one only."""

    label: Text
    at: date | datetime
    past: bool
    left: Text | None = None

    @property
    def exact(self) -> bool:
        """Whether it is a minute, not a whole day."""
        return isinstance(self.at, datetime)


def milestones(programme: Programme, now: datetime) -> Sequence[Milestone]:
    """Every date of the programme in the order of time; the next one says how long it takes."""
    found: list[Milestone] = []
    waits = True
    dated = [one for one in settings(programme) if one.group == DATES]
    for one in sorted(dated, key=lambda setting: _instant(setting.value)):
        at = one.value
        assert isinstance(at, date)  # a minute is a date too
        past = _instant(at) <= now
        found.append(Milestone(one.label, at, past, until(now, at) if waits and not past else None))
        waits = waits and past
    return found


def _instant(at: object) -> datetime:
    if isinstance(at, datetime):
        return at
    assert isinstance(at, date)
    return start_of_day(at)


def until(now: datetime, at: date | datetime) -> Text:
    """How long it takes in words: whole days of the calendar, hours on the last day."""
    seconds = (_instant(at) - now).total_seconds()
    days = (local(_instant(at)).date() - local(now).date()).days
    if days >= 2 or (days == 1 and not isinstance(at, datetime)):
        return _("还有 {n} 天", n=days)
    if seconds >= HOUR:
        return _("还有 {n} 小时", n=int(seconds // HOUR))
    return _("还有 {n} 分钟", n=max(1, int(seconds // 60)))
