"""The steady pulse of an instance: timers and outbox, every second, until told to stop."""

import logging
from collections.abc import Callable
from threading import Event
from time import monotonic

from creator.clock import Clock
from creator.db import Database, Unavailable
from creator.services import worker

log = logging.getLogger(__name__)

PULSE = 1.0  # seconds between passes
AFTER_FAILURE = 10.0  # seconds, so that a database that is away is not asked every second
STATISTICS_EVERY = 6 * 3600.0  # seconds


def run(
    database: Database,
    clock: Clock,
    stop: Event,
    *,
    send: Callable[[], int] = lambda: 0,
    pulse: float = PULSE,
) -> int:
    """Pass after pass until `stop` is set; returns how many items were handled.

    A pass that fails is logged and tried again: nothing done in it is lost, since each item is
    one unit of work. A pass under way is finished before this returns. `send` takes letters out.
    """
    handled, statistics_due = 0, 0.0
    while not stop.is_set():
        wait = pulse
        try:
            if monotonic() >= statistics_due:
                database.gather_statistics()
                statistics_due = monotonic() + STATISTICS_EVERY
            done = worker.tick(database, clock)
            send()
        except Unavailable as away:
            log.warning("worker: %s", away)
            wait = AFTER_FAILURE
        except Exception:
            log.exception("worker: a pass failed")
            wait = AFTER_FAILURE
        else:
            handled += done.handled
            wait = 0 if done.handled else pulse
        stop.wait(wait)
    return handled
