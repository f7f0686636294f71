"""A whole competition in a throw-away database under a simulated clock."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from creator.clock import SetClock
from creator.db import Database
from creator.models.person import Host
from creator.programme import reader
from creator.programme.programme import Programme
from creator.rehearsal.applying import LeftOut, apply_by_file, apply_by_hand
from creator.rehearsal.casting import Numbers, hire
from creator.rehearsal.play import Play
from creator.rehearsal.stories import Stories
from creator.rehearsal.world import World
from creator.services import editions, schema
from creator.services.editions import programme
from creator.services.stages import has_mark
from creator.services.work import Work
from creator.storage import Storage

BEFORE = timedelta(days=10)
Tell = Callable[[Play], None]
Until = Callable[[Work], bool]


@contextmanager
def throw_away(seed: int, start: datetime, url: str = "") -> Iterator[World]:
    """A world in a temporary folder, gone afterwards; `url`: over an empty database of yours."""
    with tempfile.TemporaryDirectory(prefix="creator-rehearsal-") as folder:
        database = Database(url or f"sqlite:///{folder}/rehearsal.db")
        if not url:
            event.listen(database.engine, "connect", hurry)
        try:
            schema.migrate(database)
            yield World(database, Storage(Path(folder) / "files"), SetClock(start), seed)
        finally:
            database.dispose()


def hurry(connection: Any, _record: object) -> None:
    # What will be thrown away need not survive a power cut.
    connection.execute("PRAGMA synchronous=OFF")


def opening(rules: Programme) -> datetime:
    """Some days before the call, at ten in the morning."""
    at = rules.calendar.call_opens - BEFORE
    return at.astimezone(UTC).replace(hour=2, minute=0, second=0, microsecond=0)


@dataclass
class Rehearsal:
    """One edition on its way from the draft of its call to the last subject settled."""

    world: World
    numbers: Numbers = field(default_factory=Numbers)
    tell: Tell | None = None
    left_out: tuple[LeftOut, ...] = ()
    stories: Stories = field(init=False)

    def __post_init__(self) -> None:
        self.stories = Stories(self.world.random)

    def prepare(self, text: str, adjustments: Mapping[str, str | int], slug: str) -> None:
        """The host and its people where there are none yet, and the edition its officer creates.

        Raises `FaultyFile`.
        """
        rules = reader.parse(text, "programme.toml", adjustments)
        if not self.world.host_id:
            hire(self.world, rules, self.numbers)

        def create(work: Work) -> int:
            host = work.session.get_one(Host, self.world.host_id)
            edition = editions.create(work, host, text, slug=slug, adjustments=adjustments)
            edition.naming_seed = f"{self.world.seed:032x}"  # draws lots of readers
            return edition.id

        self.world.edition_id = self.world.act(self.world.staff("officer"), create)

    def perform(self, *, applications: Path | None = None, until: Until | None = None) -> Play:
        """Play to the end or `until`. Raises `Stuck`."""
        opened = self._play(self._call_is_open)
        opened.run()
        if applications is None:
            applied = apply_by_hand(self.world, self.numbers)
        else:
            applied = apply_by_file(self.world, applications, self.numbers)
        self.left_out = tuple(applied.left_out)
        rules = self.world.look(lambda work: programme(work, self.world.edition(work)))
        self.stories.least_score = float(rules.ranking.min_score or 0) / 100
        self.stories.cast(applied.drafts, spare_experts=all(not r.min_load for r in rules.rounds))
        play = self._play(until)
        play.run()
        return play

    def _call_is_open(self, work: Work) -> bool:
        return has_mark(work, self.world.edition(work), "call_open")

    def _play(self, until: Until | None) -> Play:
        return Play(self.world, self.stories, until, self.tell)
