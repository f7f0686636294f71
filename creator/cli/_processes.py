"""A process for each job, kept running until the first of them all is told to stop.

The first process does nothing but look after the others: it has no threads and no database open,
so it can start a job anew at any time.
"""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

from creator.i18n import _
from creator.services.refused import Declined

Job = Callable[[], object]
BREATH = 1.0  # seconds before a job that ended by itself is started again


class OneProcessOnly(Declined):
    """This system cannot hand a socket to several processes."""

    def __init__(self) -> None:
        super().__init__(_("这个系统只能用一个进程：请去掉 --processes。"))


def keep_running(jobs: Sequence[Job]) -> None:
    """Run each job in a process of its own until SIGTERM or SIGINT; they finish what they do.

    A job opens what it needs itself. Raises `OneProcessOnly`.
    """
    if not hasattr(os, "fork"):
        raise OneProcessOnly
    running: dict[int, Job] = {}
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    gc.collect()
    gc.freeze()  # what is loaded now stays shared: the collector would touch, and so copy, it all
    try:
        for job in jobs:
            running[_start(job)] = job
        while True:
            ended, _status = os.wait()
            job = running.pop(ended)
            time.sleep(BREATH)
            running[_start(job)] = job
    except SystemExit:
        _end(running)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _start(job: Job) -> int:
    """The number of the new process; in the new process itself this does not return."""
    sys.stdout.flush()
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells everybody; we are told
        job()
        code = 0
    except SystemExit:
        code = 0
    finally:
        # No clean-up of the first process must run here.
        sys.stderr.flush()
        os._exit(code)


def _end(running: dict[int, Job]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for process in running:
        os.kill(process, signal.SIGTERM)
    for process in running:
        os.waitpid(process, 0)
