"""What a demo instance shows: editions of one host, each at another stage today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from creator.clock import SetClock
from creator.db import Database
from creator.home import home
from creator.i18n import Label, Text, _
from creator.models.proposal import Proposal
from creator.models.review import Review
from creator.programme import reader
from creator.rehearsal.casting import Numbers
from creator.rehearsal.rehearse import BEFORE, Rehearsal
from creator.rehearsal.world import World
from creator.services.settings import moved
from creator.services.stages import has_mark, states_with
from creator.services.work import Work
from creator.storage import Storage

Reached = Callable[[World, Work], bool]


def applications_come_in(world: World, work: Work) -> bool:
    """Some have been handed in, others are still drafts."""
    return _proposals(world, work, "counts_as_submitted") >= 3


def screening_is_under_way(world: World, work: Work) -> bool:
    """The call is closed, some have passed, others wait."""
    waiting = _proposals(world, work, "before_screening") + _proposals(world, work, "in_screening")
    closed = has_mark(work, world.edition(work), "screening_open")
    return closed and waiting <= 3 and _proposals(world, work, "enters_round") > 0


def sheets_are_half_full(world: World, work: Work) -> bool:
    """Experts are at it: between a third and all of the sheets have points."""
    edition = world.edition(work)
    query = select(func.count(Review.total), func.count()).where(Review.edition_id == edition.id)
    full, there = work.session.execute(query).one()
    return has_mark(work, edition, "scoring_open") and there > 0 and full * 2 >= there


def ranking_is_open(world: World, work: Work) -> bool:
    """Scores are sealed, nothing has been decided."""
    edition = world.edition(work)
    return has_mark(work, edition, "ranking_open") and _proposals(world, work, "undecided") > 0


def an_award_is_contested(world: World, work: Work) -> bool:
    """On public notice, one item held by an objection."""
    return _proposals(world, work, "contested") > 0


def nothing_more(_world: World, _work: Work) -> bool:
    """Played to the end."""
    return False


def _proposals(world: World, work: Work, mark: str) -> int:
    edition = world.edition(work)
    query = select(func.count(Proposal.id)).where(
        Proposal.edition_id == edition.id,
        Proposal.state.in_(states_with(work, edition, "proposal", mark)),
    )
    return work.session.scalar(query) or 0


SMALL: Mapping[str, int] = {
    "tiers.A.slots": 3,
    "tiers.B.slots": 2,
    "pool": 250000,
    "funds.district.amount": 250000,
}
"""So few slots that the window is filled within a minute."""


@dataclass(frozen=True)
class Pane:
    """One edition: how many days ago its call opened, and when to leave it as it stands.

    The days are so many that the stage is reached a little before the present.
    """

    slug: str
    days: int
    remark: Label
    reached: Reached
    size: Mapping[str, int] = field(default_factory=lambda: SMALL)


PANES = (
    Pane("beilin-done", 85, Label("已结束", "concluded"), nothing_more),
    Pane("beilin-notice", 43, Label("公示中", "public notice"), an_award_is_contested),
    Pane("beilin-deciding", 43, Label("定档中", "being decided"), ranking_is_open, {}),
    Pane("beilin-review", 42, Label("评审中", "under review"), sheets_are_half_full),
    Pane("beilin-screening", 24, Label("审查中", "screening"), screening_is_under_way),
    Pane("beilin-call", 2, Label("征集中", "call open"), applications_come_in),
)


class NoLaterThan(SetClock):
    """A simulated clock that stops at the present: nobody in the window lives in the future."""

    def __init__(self, instant: datetime, latest: datetime) -> None:
        self.latest = latest
        super().__init__(instant)

    def __setattr__(self, name: str, value: object) -> None:
        late = name == "instant" and isinstance(value, datetime) and value > self.latest
        super().__setattr__(name, self.latest if late else value)


def fill(database: Database, storage: Storage, now: datetime, tell: Callable[[Text], None]) -> None:
    """Play every pane up to its stage, at most to `now`. Only the schema may be there before."""
    numbers, host_id = Numbers(), 0
    for nth, pane in enumerate(PANES, 1):
        tell(_("正在准备示例（{nth}/{of}）：{remark}", nth=nth, of=len(PANES), remark=pane.remark))
        clock = NoLaterThan(now - timedelta(days=pane.days) - BEFORE, now)
        world = World(database, storage, clock, seed=nth, host_id=host_id)
        play_pane(world, pane, numbers, now)
        host_id = world.host_id


def play_pane(world: World, pane: Pane, numbers: Numbers, now: datetime) -> None:
    """One edition of the window, from the draft of its call."""
    path = home() / "workflows" / "programmes" / "beilin.toml"
    text = path.read_text("utf-8")
    adjustments = {
        **pane.size,
        **moved(reader.parse(text, path.name), now - timedelta(days=pane.days)),
        "title.zh": f"碑林区公益创投（演示：{pane.remark.zh}）",
        "title.en": f"Beilin competition (demo: {pane.remark.en})",
    }
    play = Rehearsal(world, numbers)
    play.prepare(text, adjustments, pane.slug)
    play.perform(until=lambda work: work.now >= now or pane.reached(world, work))
