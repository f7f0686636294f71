"""What a demo instance shows: editions of one host, each at another stage today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from creator.clock import SetClock
from creator.db import Database
from creator.home import home
from creator.i18n import Text, _
from creator.programme import reader
from creator.rehearsal.casting import Numbers
from creator.rehearsal.rehearse import BEFORE, Rehearsal
from creator.rehearsal.world import World
from creator.services.settings import moved
from creator.storage import Storage


@dataclass(frozen=True)
class Pane:
    """One edition of the window: how many days ago its call opened."""

    slug: str
    programme: str
    opened_days_ago: int
    remark: Text


PANES = (
    Pane("beilin-done", "beilin", 110, _("已结束的一届")),
    Pane("beilin-notice", "beilin", 47, _("公示中")),
    Pane("beilin-deciding", "beilin", 44, _("定档中")),
    Pane("beilin-review", "beilin", 42, _("专家评审中")),
    Pane("beilin-screening", "beilin", 24, _("资格审查中")),
    Pane("beilin-call", "beilin", 6, _("征集中")),
)


class NoLaterThan(SetClock):
    """A simulated clock that stops at the present: nobody in the window lives in the future."""

    def __init__(self, instant: datetime, latest: datetime) -> None:
        self.latest = latest
        super().__init__(instant)

    def __setattr__(self, name: str, value: object) -> None:
        late = name == "instant" and isinstance(value, datetime) and value > self.latest
        super().__setattr__(name, self.latest if late else value)


SMALL = {
    "tiers.A.slots": 3,
    "tiers.B.slots": 2,
    "pool": 250000,
    "funds.district.amount": 250000,
}
"""So few slots that the window is filled within a minute."""


def fill(database: Database, storage: Storage, now: datetime, tell: Callable[[Text], None]) -> None:
    """Play every pane up to `now`. The database must be empty but for its schema."""
    numbers, host_id = Numbers(), 0
    for nth, pane in enumerate(PANES, 1):
        tell(_("正在准备示例（{nth}/{of}）：{remark}", nth=nth, of=len(PANES), remark=pane.remark))
        clock = NoLaterThan(now - timedelta(days=pane.opened_days_ago) - BEFORE, now)
        world = World(database, storage, clock, seed=nth, host_id=host_id)
        host_id = _play(world, pane, numbers, now)


def _play(world: World, pane: Pane, numbers: Numbers, now: datetime) -> int:
    path = home() / "workflows" / "programmes" / f"{pane.programme}.toml"
    text = path.read_text("utf-8")
    opens = now - timedelta(days=pane.opened_days_ago)
    adjustments = {**SMALL, **moved(reader.parse(text, path.name), opens)}
    play = Rehearsal(world, numbers)
    play.prepare(text, adjustments, pane.slug)
    play.perform(until=lambda work: work.now >= now)
    return world.host_id
