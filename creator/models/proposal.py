"""Proposals (申报项目), their versions, attachments and screening."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from creator.db import Base, Exact, Line, Prose
from creator.models.organisation import Organisation
from creator.models.subject import Subject


class Proposal(Subject):
    """An application from the first draft on. Columns mirror answers that lists sort by."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name="amount"),
        Index("ix_proposal_organisation", "organisation_id"),
    )
    __mapper_args__ = {"polymorphic_identity": "proposal"}

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str | None] = mapped_column(Line(60), unique=True)
    """Case number, given at the first submission."""
    title: Mapped[str] = mapped_column(Line(120), default="")
    category: Mapped[str] = mapped_column(Line(40), default="")
    tier_applied: Mapped[str] = mapped_column(Line(30), default="")
    requested_fen: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=0)
    """Number of the newest frozen version; 0 before the first submission."""
    corrections: Mapped[int] = mapped_column(default=0)
    open_sections: Mapped[list[str]] = mapped_column(default=list)
    """Sections of the form opened by the last return for correction."""
    correction_due_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    sponsor_confirmed_at: Mapped[datetime | None]
    sponsor_digest: Mapped[str] = mapped_column(Line(64), default="")
    """Digest of what the sponsor confirmed: other content is not confirmed."""
    claimed_at: Mapped[datetime | None]
    imported_row: Mapped[int | None]
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    tier: Mapped[str | None] = mapped_column(Line(30))
    """Tier awarded (proposed) and amount in 分; both empty while not on the award list."""
    amount_fen: Mapped[int | None]
    score: Mapped[Any | None] = mapped_column(Exact())
    """Final score in points of the sealed result, and the place in the frozen ranking."""
    rank: Mapped[int | None]
    notice_ends_at: Mapped[datetime | None]
    """When this item's notice period ends; moves by the working days an objection held it."""
    held_days: Mapped[int | None]
    """Working days of the notice that remained when an objection stopped its clock."""
    remedy_ends_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Field id -> answer, as the programme's form defines it; money in 分, dates ISO. The last of
    the columns: SQLite walks through a long text to whatever lies behind it."""

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class ProposalVersion(Base):
    """What was submitted, immutable and digested; check lists, sheets and decisions cite it."""

    __tablename__ = "proposal_version"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON: answers, attachments by digest, snapshot of the organisation."""
    digest: Mapped[str] = mapped_column(Line(64))
    frozen_at: Mapped[datetime]
    programme_version: Mapped[int]


class Attachment(Base):
    """A file of a proposal; the bytes lie in the storage under `key`, the name is data."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    field: Mapped[str] = mapped_column(Line(60))
    key: Mapped[str] = mapped_column(Line(64), unique=True)
    name: Mapped[str] = mapped_column(Line(200))
    media_type: Mapped[str] = mapped_column(Line(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(Line(64))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    received_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    taken_at: Mapped[str] = mapped_column(Line(40), default="")
    """When and where a photograph was taken, as its camera wrote it; for officers alone. The file
    itself no longer says it."""
    taken_where: Mapped[str] = mapped_column(Line(60), default="")


class ChecklistAnswer(Base):
    """One item of the screening check list (形式审查), answered for one version."""

    __tablename__ = "checklist_answer"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    item: Mapped[str] = mapped_column(Line(60), primary_key=True)
    version: Mapped[int]
    passed: Mapped[bool]
    note: Mapped[str] = mapped_column(Prose(2000), default="")
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]


class ImportBatch(Base):
    """A spreadsheet handed in, its preview, and what became of it."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    name: Mapped[str] = mapped_column(Line(200))
    key: Mapped[str] = mapped_column(Line(64))
    sha256: Mapped[str] = mapped_column(Line(64))
    exclusions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Row number (as text) -> why it is left out."""
    corrections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Cell (`B19`) -> what it should say, put right by the officer; an empty text empties it."""
    drafts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Row number (as text) -> id of the proposal made of it; empty until confirmed."""
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    stored: Mapped[int] = mapped_column(default=0)
