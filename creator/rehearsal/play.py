"""The play itself: people act in the order of the simulated clock, until everything is settled."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from creator.i18n import Text, _, clauses, listed
from creator.models.subject import Subject
from creator.rehearsal import troubles
from creator.rehearsal.agenda import Agenda
from creator.rehearsal.duties import DUTIES, Did
from creator.rehearsal.players import step
from creator.rehearsal.roster import Roster
from creator.rehearsal.stage import Cue, Standing, cues, last_chances, next_alarm, standings
from creator.rehearsal.stories import Stories
from creator.rehearsal.timetable import Timetable
from creator.rehearsal.world import World
from creator.services import worker
from creator.services.editions import programme
from creator.services.refused import Declined
from creator.services.stages import state_of
from creator.services.work import Work

AGAIN = timedelta(hours=20)
"""After a change elsewhere, somebody who could do nothing looks again about a day later."""
SOME_DAY = timedelta(days=3)
"""When nothing changed at all, they look again after this long."""
PATIENCE = timedelta(days=30)
"""Nothing happens for so long, and no deadline is ahead, only when nobody can go on."""
MOST = timedelta(days=400)
_IN_ONE_GO = 6
_KEYS = frozenset(duty.key for duty in DUTIES)


class Stuck(Declined):
    """The rehearsal cannot go on; the text says where it stands."""


@dataclass
class Play:
    """One rehearsal under way. `until` may stop it early (for the demo's stages)."""

    world: World
    stories: Stories
    until: Callable[[Work], bool] | None = None
    tell: Callable[["Play"], None] | None = None
    """Called whenever the clock has moved on."""
    agenda: Agenda = field(default_factory=Agenda)
    known: dict[int, Standing] = field(default_factory=dict)
    blocked: dict[Cue, None] = field(default_factory=dict)
    shut: dict[Cue, tuple[str, ...]] = field(default_factory=dict)
    """What kept somebody from going on when they looked last."""
    refused: Counter[str] = field(default_factory=Counter)
    """Steps that were offered and then refused: a fault of ours or of the rules."""
    moved_at: datetime | None = None
    roster: Roster = field(init=False)
    times: Timetable = field(init=False)

    def __post_init__(self) -> None:
        self.roster, self.times = Roster(self.world), Timetable(self.world.random)

    @property
    def open(self) -> list[Standing]:
        """The subjects that are not final."""
        return [one for one in self.known.values() if one.state.final is None]

    def run(self) -> None:
        """Play until every subject of the edition is final, or `until`. Raises `Stuck`."""
        self.moved_at = self.world.clock.now()
        while True:
            worker.drain(self.world.database, self.world.clock, simulated=True)
            self.world.look(self.look_around)
            if not self.open or (self.until is not None and self.world.look(self.until)):
                return
            if not self.act_due() and not troubles.happen(self.world, self.stories):
                self._wait()

    def look_around(self, work: Work) -> None:
        """Note what changed since, and who could do something about it."""
        self.roster.refresh(work)
        before, self.known = self.known, {one.id: one for one in standings(self.world, work)}
        changed = [
            one for one in self.known.values()
            if one.id not in before or before[one.id].version != one.version
        ]  # fmt: skip
        if changed:
            self.moved_at = self.world.clock.now()
            edition = self.world.edition(work)
            self.times.read(programme(work, edition), edition)
            self._look_again({one.id for one in changed})
        self._cue(work, changed)
        self._ask_new_experts(work)

    def _cue(self, work: Work, news: Sequence[Standing]) -> None:
        for one in news:
            self.agenda.forget(one.id)
        waiting = [one for one in news if one.state.final is None]
        chances = last_chances(work, [one.id for one in waiting])
        for one in waiting:
            for cue in cues(self.roster, self.stories, work, one, _KEYS):
                self._put(cue, one, chances.get(one.id))

    def _ask_new_experts(self, work: Work) -> None:
        """Seats are given without a step of the edition: whoever must declare is asked at once."""
        edition = self.known[self.world.edition_id]
        for cue in cues(self.roster, self.stories, work, edition, _KEYS):
            if not self.agenda.waits(cue):
                self._put(cue, edition)

    def _put(self, cue: Cue, one: Standing, chance: datetime | None = None) -> None:
        self.blocked.pop(cue, None)
        self.agenda.put(cue, self.times.due(self.world.clock.now(), one, chance))

    def _look_again(self, changed: Collection[int]) -> None:
        """Something happened: whoever could do nothing looks again, sooner where time presses."""
        now = self.world.clock.now()
        for cue in self.blocked:
            if cue.subject_id not in changed:
                due = self.times.due(now, self.known[cue.subject_id])
                self.agenda.put(cue, min(now + AGAIN, due))
        self.blocked.clear()

    def cues_now(self) -> list[Cue]:
        """Everybody who waits for their time, due or not."""
        return list(self.agenda.newest)

    def act_due(self) -> bool:
        """Let everybody act whose time has come; True when something happened."""
        done = False
        for cue in list(self.agenda.take_due(self.world.clock.now())):
            done = self.turn(cue) or done
            self.agenda.put(cue, self.world.clock.now() + SOME_DAY)
        return done

    def turn(self, cue: Cue) -> bool:
        """One person does with one subject whatever can be done now, act by act."""
        done = False
        self.blocked[cue] = None
        for _nth in range(_IN_ONE_GO):
            try:
                did = self.world.act(cue.person_id, lambda work: self._once(work, cue))
            except Declined as declined:
                self.refused[str(declined.text)] += 1
                self.shut[cue] = (str(declined.text),)
                break
            if did is Did.WAITS:
                self.blocked.pop(cue, None)
            if did is not Did.SOMETHING:
                break
            done = True
        return done

    def _once(self, work: Work, cue: Cue) -> Did:
        subject = work.session.get_one(Subject, cue.subject_id)
        marks = state_of(work, subject).marks
        for duty in DUTIES:
            if duty.kind == subject.type and duty.mark in marks:
                did = duty.do(self.world, self.stories, work, subject)
                if did is not Did.NOTHING:
                    return did
        shut = step(self.stories, work, subject)
        self.shut[cue] = shut.reasons if shut else ()
        return Did.NOTHING if shut else Did.SOMETHING

    def _wait(self) -> None:
        """Move the clock to whatever comes next."""
        now = self.world.clock.now()
        alarm = self.world.look(next_alarm)
        coming = [at for at in (self.agenda.next_due(), alarm) if at is not None and at > now]
        if not coming or self._hopeless(now):
            raise Stuck(self._where())
        self.world.hand.instant = min(coming).astimezone(UTC)
        if self.tell is not None:
            self.tell(self)

    def _hopeless(self, now: datetime) -> bool:
        """Whether nothing has happened for long, and the clock will do nothing by itself either."""
        if self.moved_at is None or now - self.moved_at < PATIENCE:
            return False
        ids = [one.id for one in self.open]
        ahead = self.world.look(lambda work: last_chances(work, ids))
        return now - self.moved_at > MOST or not any(at > now for at in ahead.values())

    def _where(self) -> Text:
        where = Counter((one.kind, str(one.state.label)) for one in self.open)
        standing = listed(f"{kind} {label} {n}" for (kind, label), n in where.items())
        why = Counter(reason for reasons in self.shut.values() for reason in reasons)
        named = clauses(
            _("{name}（{note}）", name=reason, note=n) for reason, n in why.most_common(5)
        )
        return _("演练停住了：{standing}。原因：{why}", standing=standing, why=named or "—")
