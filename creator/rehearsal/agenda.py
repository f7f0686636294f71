"""When each person gets round to what waits for them."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from creator.rehearsal.stage import Cue

_HOUR = timedelta(hours=1)
_LATE = timedelta(hours=48)
_SHARE_OF_WHAT_IS_LEFT = 0.12
_LATEST = 0.6


@dataclass
class Agenda:
    """Cues by the time they are due; a newer cue for the same person and subject wins."""

    heap: list[tuple[datetime, int, Cue]] = field(default_factory=list)
    newest: dict[Cue, int] = field(default_factory=dict)
    about: dict[int, set[Cue]] = field(default_factory=dict)
    count: int = 0

    def put(self, cue: Cue, due: datetime) -> None:
        self.count += 1
        self.newest[cue] = self.count
        self.about.setdefault(cue.subject_id, set()).add(cue)
        heapq.heappush(self.heap, (due, self.count, cue))

    def forget(self, subject_id: int) -> None:
        """Nobody looks at this subject any more: it has changed."""
        for cue in self.about.pop(subject_id, ()):
            self.newest.pop(cue, None)

    def waits(self, cue: Cue) -> bool:
        """Whether this person is going to look at this subject anyway."""
        return cue in self.newest

    def take_due(self, now: datetime) -> Iterator[Cue]:
        """Everything due by now, in order, taken off."""
        while self.heap and self.heap[0][0] <= now:
            _due, number, cue = heapq.heappop(self.heap)
            if self.newest.get(cue) == number:
                del self.newest[cue]
                yield cue

    def next_due(self) -> datetime | None:
        """When something is due next."""
        while self.heap and self.newest.get(self.heap[0][2]) != self.heap[0][1]:
            heapq.heappop(self.heap)
        return self.heap[0][0] if self.heap else None


def patience(
    random: Random,
    now: datetime,
    *,
    chance: datetime | None = None,
    deadlines: Sequence[datetime] = (),
) -> datetime:
    """When somebody acts: within two days as a rule, one time in eight two days later still.

    Whoever works towards one of the `deadlines` hurries as it comes near; `chance` is when the
    clock would act instead of this person, and nobody lets that happen by mere slowness.
    """
    delay = random.randint(2, 40) * _HOUR
    if random.random() < 0.125:
        delay += _LATE
    ahead = min((at for at in deadlines if at > now), default=None)
    if ahead is not None:
        delay = min(delay, (ahead - now) * _SHARE_OF_WHAT_IS_LEFT)
    if chance is not None and chance > now:
        delay = min(delay, (chance - now) * _LATEST)
    return _at_a_round_time(now + delay, delay)


def _at_a_round_time(at: datetime, delay: timedelta) -> datetime:
    """On the hour, or on the minute where time presses: people act together more often so."""
    if delay < _HOUR:
        return at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return at.replace(minute=0, second=0, microsecond=0)
