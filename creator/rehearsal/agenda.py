"""What waits for each person, in the order of time."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from creator.rehearsal.stage import Cue


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
