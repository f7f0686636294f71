"""What was done with the project, step by step, as its page tells the reader."""

from collections.abc import Iterator
from functools import partial

from creator.i18n import _, clauses
from creator.services.archive.entries import EVERYBODY, Entry, Paper, kind
from creator.services.archive.kinds.applying import clock_time
from creator.services.archive.reader import Reader
from creator.services.timeline import Happening, timeline

_MOST = 10_000


@kind("record", EVERYBODY)
def record(reader: Reader) -> Iterator[Entry]:
    newest = reader.stretches[-1].since
    yield Entry(reader.proposal.id, newest, _("办理记录"), partial(_paper, reader))


def _paper(reader: Reader) -> Paper:
    steps = reversed(timeline(reader.work, reader.proposal, limit=_MOST))
    return Paper([(clock_time(one.at) or "", _said(one)) for one in steps])


def _said(one: Happening) -> str:
    words = str(clauses(filter(None, (one.did, one.who, one.state))))
    return "\n".join(filter(None, (words, one.reason)))
