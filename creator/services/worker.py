"""The loop behind the scenes: due timers and the outbox, one unit of work each.

It runs as a thread of the web process, as `creator worker`, or once as `creator tick`. Several may
run at once: rows are claimed under a lock, and every act carries a key.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from sqlalchemy.orm import Session

from creator.clock import Clock
from creator.db import Database, Unavailable
from creator.i18n import Text, _
from creator.rules.step import Actor
from creator.services import alarms, outbox
from creator.services.refused import Declined
from creator.services.work import Work

log = logging.getLogger(__name__)

Waiting = Callable[[Session, Work], Sequence[int]]
Handle = Callable[[Work, int], bool]
Failed = Callable[[Work, int, Text], None]


@dataclass(frozen=True)
class Done:
    """What one pass did."""

    handled: int = 0
    refused: int = 0

    def __add__(self, other: "Done") -> "Done":
        return Done(self.handled + other.handled, self.refused + other.refused)


def drain(database: Database, clock: Clock, *, simulated: bool = False, most: int = 10_000) -> Done:
    """Handle everything due now: acts first, since timers may depend on them."""
    total = Done()
    while total.handled + total.refused < most:
        done = tick(database, clock, simulated=simulated)
        total += done
        if not done.handled:
            break
    return total


def follow(database: Database, clock: Clock, *, seconds: float = 1.5) -> Done:
    """Carry out the acts a request has just caused, so that its next page shows them done.

    Stops after `seconds`; the worker does the rest.
    """
    unit, total, ends = _Unit(database, clock, False), Done(), monotonic() + seconds
    while monotonic() < ends:
        done = unit.each(outbox.waiting, outbox.handle, outbox.failed)
        total += done
        if not done.handled:
            break
    return total


def tick(database: Database, clock: Clock, *, simulated: bool = False) -> Done:
    """One pass over outbox and timers."""
    unit = _Unit(database, clock, simulated)
    return unit.each(outbox.waiting, outbox.handle, outbox.failed) + unit.each(
        lambda _session, work: alarms.due(work), alarms.ring, alarms.failed
    )


@dataclass(frozen=True)
class _Unit:
    database: Database
    clock: Clock
    simulated: bool

    def work(self, session: Session) -> Work:
        return Work(session, self.clock.now(), Actor(simulated=self.simulated))

    def each(self, waiting: Waiting, handle: Handle, failed: Failed) -> Done:
        with self.database.reading() as session:
            ids = waiting(session, self.work(session))
        return sum((self._one(item, handle, failed) for item in ids), Done())

    def _one(self, item: int, handle: Handle, failed: Failed) -> Done:
        try:
            done = self.database.write(lambda session: handle(self.work(session), item))
        except Unavailable:
            raise
        except Declined as problem:
            log.warning("%s %s refused: %s", handle.__module__, item, problem)
            self._note(item, problem.text, failed)
            return Done(refused=1)
        except Exception as error:
            # A mistake of ours in one item must not keep all the others waiting.
            log.exception("%s %s failed", handle.__module__, item)
            text = _("程序出错（{kind}），详情见日志。", kind=type(error).__name__)
            self._note(item, text, failed)
            return Done(refused=1)
        return Done(handled=int(done))

    def _note(self, item: int, problem: Text, failed: Failed) -> None:
        try:
            self.database.write(lambda session: failed(self.work(session), item, problem))
        except Unavailable:
            raise
        except Exception:
            log.exception("%s %s: the failure itself could not be noted", failed.__module__, item)
