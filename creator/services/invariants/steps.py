"""Subjects, their steps, timers and children."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from creator.i18n import _
from creator.models.audit import AuditRow
from creator.models.edition import Edition, ProgrammeVersion
from creator.models.proposal import Proposal
from creator.models.subject import Subject
from creator.models.timer import Timer
from creator.rules.programmes import unpacked
from creator.services.invariants.breach import Breach, standing
from creator.storage import Storage


def counts(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """Every step left exactly one audit row."""
    rows = select(func.count()).where(AuditRow.subject_id == Subject.id).scalar_subquery()
    query = select(Subject.type, Subject.id).where(rows != Subject.seq + 1)
    for kind, subject_id in session.execute(query):
        yield Breach("audit.count", f"{kind}:{subject_id}", _("步数与审计记录数不符。"))


def timers(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """Armed timers belong to the present state; what the clock must end has its timer."""
    final = standing(session, lambda state: state.final is not None)
    armed = select(Subject.type, Subject.id).join(Timer, Timer.subject_id == Subject.id)
    armed = armed.where(Timer.status == "armed").distinct()
    for kind, subject_id in session.execute(armed.where(Timer.entered_seq != Subject.entered_seq)):
        text = _("定时器不属于当前状态。")
        yield Breach("timer.stale", f"{kind}:{subject_id}", text)
    for kind, subject_id in session.execute(armed.where(final)):
        yield Breach("timer.final", f"{kind}:{subject_id}", _("已结束，但还有定时器。"))
    ended = standing(session, lambda state: state.due is not None and state.due.then is not None)
    own = select(Timer.id).where(
        Timer.subject_id == Subject.id,
        Timer.entered_seq == Subject.entered_seq,
        Timer.kind == "fire",
        Timer.status == "armed",
    )
    for kind, subject_id in session.execute(
        select(Subject.type, Subject.id).where(ended, ~own.exists())
    ):
        text = _("应由时钟结束的状态没有定时器。")
        yield Breach("timer.missing", f"{kind}:{subject_id}", text)


def families(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """A subject that has ended has no open children."""
    child = aliased(Subject)
    query = (
        select(Subject.type, Subject.id)
        .join(child, child.parent_id == Subject.id)
        .where(standing(session, lambda state: state.final is not None))
        .where(standing(session, lambda state: state.final is None, child))
        .distinct()
    )
    for kind, subject_id in session.execute(query):
        text = _("已结束，但下属事项未结束。")
        yield Breach("final.children", f"{kind}:{subject_id}", text)


def in_time(session: Session, _storage: Storage | None) -> Iterator[Breach]:
    """Applications were received before the call closed, by the rules in force at that time."""
    for edition_id in session.scalars(select(Edition.id).order_by(Edition.id)):
        versions = session.execute(
            select(ProgrammeVersion.created_at, ProgrammeVersion.body)
            .where(ProgrammeVersion.edition_id == edition_id)
            .order_by(ProgrammeVersion.version)
        ).all()
        ends = [version.created_at for version in versions[1:]] + [None]
        for version, until in zip(versions, ends, strict=True):
            closes = unpacked(version.body).calendar.call_closes
            yield from _late(session, edition_id, max(closes, version.created_at), until)


def _late(
    session: Session, edition_id: int, closes: datetime, until: datetime | None
) -> Iterator[Breach]:
    query = select(Proposal.id).where(
        Proposal.edition_id == edition_id, Proposal.submitted_at >= closes
    )
    if until is not None:
        query = query.where(Proposal.submitted_at < until)
    for proposal_id in session.scalars(query):
        yield Breach("proposal.late", f"proposal:{proposal_id}", _("提交时间晚于征集截止。"))
