"""The scan of the minutes (会议纪要扫描件) that a decision list stands on."""

from typing import IO

from creator.i18n import _
from creator.models.decision import Decision
from creator.models.proposal import Attachment
from creator.rules.refusal import Refusal
from creator.services import find
from creator.services.arrivals import arriving
from creator.services.attachments import MEGABYTE, attached
from creator.services.locking import lock_row
from creator.services.offices import need_no_interest, need_officer
from creator.services.refused import NotFound, Refused
from creator.services.stages import has_mark
from creator.services.transitions import edition_of
from creator.services.work import Work

KINDS = ("pdf", "image")
MOST_MB = 20
_FIELD = "minutes"


def keep(work: Work, decision: Decision, stream: IO[bytes], name: str) -> Attachment:
    """Take the scan, in place of the one there was: PDF or picture, by its content.

    For officers, while the list is open: what is submitted cites the scan by its digest. Raises
    `NotYours`, `Refused` or `Invalid`, and leaves nothing behind.
    """
    edition = edition_of(work, decision)
    need_officer(work, edition)
    need_no_interest(work, edition)
    lock_row(work, Decision, decision.id)
    if not has_mark(work, decision, "list_open"):
        raise Refused([Refusal("list.closed", _("名单已提交，不能再改。请先撤回名单。"))])
    most = MOST_MB * MEGABYTE
    with arriving(work.files, stream, name, place="scan", kinds=KINDS, most=most) as arrival:
        if decision.scan is not None:
            decision.scan.removed_at = work.now
        decision.scan = attached(work, decision, _FIELD, arrival)
        decision.revision += 1
        work.session.flush()
        return decision.scan


def opened(work: Work, decision_id: int) -> Attachment:
    """The scan, for staff who may read the list. Raises `NotFound`, `Refused`."""
    decision = find.one(work, Decision, decision_id)
    need_no_interest(work, edition_of(work, decision))
    if decision.scan is None:
        raise NotFound
    return decision.scan
