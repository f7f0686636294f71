"""The pulse as the whole business of a process."""

import signal
from threading import Event

from creator.cli._instance import opened
from creator.services import background
from creator.services.outgoing import outgoing


def keep_pulse() -> int:
    """Handle what is due until SIGTERM or SIGINT; returns how many items that were."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with opened() as place:
        send = outgoing(place.settings, place.folder, place.database, place.clock)
        return background.run(place.database, place.clock, stop, send=send)
