"""When people get round to what waits for them: mostly soon, sooner where a deadline is near."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from creator.models.edition import Edition
from creator.programme.programme import Programme
from creator.rehearsal.stage import Standing

_HOUR = timedelta(hours=1)
_LATE = timedelta(hours=48)
_LONGEST = 40 * _HOUR + _LATE
_SHARE_OF_WHAT_IS_LEFT = 0.12
_BEFORE_THE_CLOCK = 0.6


@dataclass
class Timetable:
    """The dates of an edition, and how people live with them."""

    random: Random
    opens: datetime | None = None
    closes: datetime | None = None
    rounds: tuple[datetime, ...] = ()
    scoring_from: datetime | None = None

    def read(self, rules: Programme, edition: Edition) -> None:
        """Take over the dates in force."""
        self.opens, self.closes = rules.calendar.call_opens, rules.calendar.call_closes
        self.rounds = tuple(at for one in rules.rounds for at in (one.opens, one.closes))
        self.scoring_from = rules.rounds[max(edition.round_index, 0)].opens

    def due(self, now: datetime, one: Standing, chance: datetime | None = None) -> datetime:
        """When somebody acts: within two days as a rule, one time in eight two days later still.

        Whoever works towards a date hurries as it comes near; `chance` is when the clock would act
        instead of this person, and nobody lets that happen by mere slowness.
        """
        start = max(now, self._start(now, one) or now)
        delay = self.random.randint(2, 40) * _HOUR
        if self.random.random() < 0.125:
            delay += _LATE
        ahead = min((at for at in self._deadlines(one) if at > start), default=None)
        if ahead is not None:
            delay = _squeezed(delay, (ahead - start) * _SHARE_OF_WHAT_IS_LEFT)
        if chance is not None and chance > start:
            delay = _squeezed(delay, (chance - start) * _BEFORE_THE_CLOCK)
        return _at_a_round_time(start + delay, delay)

    def _start(self, now: datetime, one: Standing) -> datetime | None:
        """Experts score from the round's first day on; half the drafts wait for the last days."""
        if one.kind == "review":
            return self.scoring_from
        if self._is_draft(one) and self.closes is not None and self.random.random() < 0.5:
            return self.closes - (self.closes - now) * self.random.uniform(0.02, 0.1)
        return None

    def _deadlines(self, one: Standing) -> tuple[datetime, ...]:
        if one.kind == "edition" and self.opens is not None:
            return (self.opens, *self.rounds)
        if self._is_draft(one) and self.closes is not None:
            return (self.closes, *self.rounds)
        return self.rounds

    def _is_draft(self, one: Standing) -> bool:
        return "editable" in one.state.marks and "counts_as_submitted" not in one.state.marks


def _squeezed(delay: timedelta, most: timedelta) -> timedelta:
    """Shorter in proportion where even the slowest must be done within `most`."""
    return min(delay, delay * (most / _LONGEST))


def _at_a_round_time(at: datetime, delay: timedelta) -> datetime:
    """On the hour, or on the minute where time presses: people act together more often so."""
    if delay < _HOUR:
        return at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return at.replace(minute=0, second=0, microsecond=0)
