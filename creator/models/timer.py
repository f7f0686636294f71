"""Deadlines that act: armed in the transition that enters a state, valid only while it lasts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from creator.db import Base, Line, Prose


class Timer(Base):
    """One alarm of a subject: fire a trigger, remind the owner, or escalate."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_status_next_try", "status", "next_try"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    entered_seq: Mapped[int]
    """The subject's `entered_seq` when this was armed; another value there voids the timer."""
    kind: Mapped[str] = mapped_column(Line(10))
    """`fire`, `remind` or `escalate`."""
    trigger: Mapped[str | None] = mapped_column(Line(60))
    rule: Mapped[str] = mapped_column(Line(100))
    """How the date came about, such as `after 5wd` or `at notice.ends_at`."""
    calendar_version: Mapped[str] = mapped_column(Line(60), default="")
    due_at: Mapped[datetime | None]
    """Empty while the moment is not known yet (a notice that is still to be published)."""
    next_try: Mapped[datetime]
    status: Mapped[str] = mapped_column(Line(10), default="armed")
    """`armed`, `done` or `void`."""
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Prose())
