"""Objections to the project, or to the procedure of a notice it stands on."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import or_, select

from creator.i18n import _
from creator.models.decision import NoticeItem, Objection
from creator.services import find, objections
from creator.services.archive.entries import EVERYBODY, Entry, Paper, Words, kind
from creator.services.archive.kinds.applying import clock_time
from creator.services.archive.reader import Reader
from creator.services.stages import state_of


@kind("objection", EVERYBODY)
def filed(reader: Reader) -> Iterator[Entry]:
    """For the office those it decides on; for others none but their own."""
    notices = select(NoticeItem.notice_id).where(NoticeItem.proposal_id == reader.proposal.id)
    about = or_(Objection.parent_id == reader.proposal.id, Objection.parent_id.in_(notices))
    query = find.scope(reader.work, Objection).where(about)
    for one in reader.work.session.scalars(query.order_by(Objection.id)):
        title = _("异议 {number}", number=one.number)
        yield Entry(one.id, one.created_at, title, partial(_paper, reader, one))


def _paper(reader: Reader, one: Objection) -> Paper:
    state = state_of(reader.work, one)
    facts: list[tuple[Words, Words | None]] = [
        (_("异议编号"), one.number),
        (_("针对"), objections.TARGETS[one.target]),
        (_("状态"), state.label if reader.inside else state.shown_outside),
        (_("提出时间"), clock_time(one.created_at)),
        (_("内容和依据"), one.statement),
        (_("处理意见"), one.finding),
        (_("处理时间"), clock_time(one.settled_at)),
    ]
    if objections.knows_objector(reader.work, one):
        who = objections.objector(reader.work, one)
        facts += [(_("异议人"), who.name), (_("联系方式"), who.contact)]
    return Paper(facts)
