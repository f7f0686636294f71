"""Decisions (立项决定), public notices (公示) and objections (异议)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from creator.db import Base, Line, Prose
from creator.i18n import Label
from creator.models.proposal import Attachment, Proposal
from creator.models.subject import Subject


class Decision(Subject):
    """The list of awards, waitlist and refusals that is approved as one."""

    __tablename__ = "decision"
    __mapper_args__ = {"polymorphic_identity": "decision"}

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(default=1)
    """1 for the main list; later ones are supplementary."""
    minutes_no: Mapped[str] = mapped_column(Line(60), default="")
    attendees: Mapped[str] = mapped_column(Prose(2000), default="")
    recusals: Mapped[str] = mapped_column(Prose(2000), default="")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    """The signed minutes as a scan."""
    digest: Mapped[str | None] = mapped_column(Line(64))
    """Digest of the list as submitted: an approval that finds another list is refused."""
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))

    scan: Mapped[Attachment | None] = relationship(foreign_keys=[scan_id])
    items: Mapped[list["DecisionItem"]] = relationship(
        order_by="DecisionItem.position", back_populates="decision"
    )


class DecisionItem(Base):
    """One line of a decision. A proposal stands on at most one list at a time."""

    __tablename__ = "decision_item"
    __table_args__ = (UniqueConstraint("decision_id", "proposal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    outcome: Mapped[str] = mapped_column(Line(10))
    """`award`, `waitlist` or `refusal`."""
    position: Mapped[int] = mapped_column(default=0)
    tier: Mapped[str | None] = mapped_column(Line(30))
    amount_fen: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Prose(2000), default="")
    sentence: Mapped[dict[str, Any] | None]
    """What the rule of allocation said of it, in both languages."""

    decision: Mapped[Decision] = relationship(back_populates="items")
    proposal: Mapped[Proposal] = relationship()

    @property
    def said(self) -> str | Label:
        """The reason: the rule's own in the reader's language, a person's as it was typed."""
        if self.sentence and self.reason in self.sentence.values():
            return Label(**self.sentence)
        return self.reason


class Notice(Subject):
    """A public notice: frozen text and items, a legal period, the audit head it was made under."""

    __tablename__ = "notice"
    __mapper_args__ = {"polymorphic_identity": "notice"}

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    number: Mapped[str] = mapped_column(Line(60), unique=True)
    supplementary: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]]
    """What is shown, frozen: title, rule, items, experts as the programme says."""
    digest: Mapped[str] = mapped_column(Line(64))
    audit_root: Mapped[str] = mapped_column(Line(64))
    published_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    rule: Mapped[str] = mapped_column(Line(40))
    calendar_version: Mapped[str] = mapped_column(Line(60))


class NoticeItem(Base):
    """A proposal that stands on a notice."""

    __tablename__ = "notice_item"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id"), primary_key=True, index=True
    )


class Objection(Subject):
    """An objection, its grounds and the finding. The parent is what it contests."""

    __tablename__ = "objection"
    __mapper_args__ = {"polymorphic_identity": "objection"}

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    number: Mapped[str] = mapped_column(Line(60), unique=True)
    target: Mapped[str] = mapped_column(Line(20))
    """`own_result`, `award` or `procedure`."""
    statement: Mapped[str] = mapped_column(Prose(5000))
    objector_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    objector_name: Mapped[str] = mapped_column(Line(60), default="")
    contact: Mapped[str] = mapped_column(Line(120), default="")
    finding: Mapped[str] = mapped_column(Prose(5000), default="")
    settled_at: Mapped[datetime | None]
    ticket_digest: Mapped[str | None] = mapped_column(Line(64))
    """Digest of the ticket with which an objector without an account reads the answer."""


class FrozenText(Base):
    """A document as it was issued (a call, a receipt, a letter), kept word for word."""

    __tablename__ = "frozen_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    kind: Mapped[str] = mapped_column(Line(30))
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Line(64))
    created_at: Mapped[datetime]
