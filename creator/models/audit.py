"""The audit chain: one append-only row per transition, and checkpoints over all heads.

A row's hash is `sha256(0x00 || previous hash || body)`; the body is canonical JSON kept verbatim.
Free text (reasons, names) enters the body as a salted digest only, so that erasing it does not
break the chain; the text itself lies in `AuditText`.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from creator.db import Base, Line, Prose


class AuditRow(Base):
    """What happened to a subject at one step, sealed to the step before."""

    __tablename__ = "audit_row"
    __table_args__ = (Index("ix_audit_row_actor", "actor_id"), Index("ix_audit_row_at", "at"))

    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    trigger: Mapped[str] = mapped_column(Line(60))
    from_state: Mapped[str | None] = mapped_column(Line(40))
    to_state: Mapped[str] = mapped_column(Line(40))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_word: Mapped[str] = mapped_column(Line(60))
    """The actor word under which the step was allowed, such as `officer` or `@clock`."""
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    simulated: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(Line(64))
    hash: Mapped[str] = mapped_column(Line(64))


class AuditText(Base):
    """The words behind a salted digest of an audit row; may be erased, the digest stays."""

    __tablename__ = "audit_text"

    subject_id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Line(40), primary_key=True)
    """`reason`, or the name of a form field of the transition."""
    salt: Mapped[str] = mapped_column(Line(32))
    text: Mapped[str | None] = mapped_column(Prose())


class Checkpoint(Base):
    """A Merkle root over the heads of all chains at one moment, linked to the one before."""

    __tablename__ = "checkpoint"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    occasion: Mapped[str] = mapped_column(Line(60))
    leaves: Mapped[str] = mapped_column(Text)
    """One line per subject, `type:id:seq:head`, ordered by id."""
    root: Mapped[str] = mapped_column(Line(64))
    prev_hash: Mapped[str] = mapped_column(Line(64))
    hash: Mapped[str] = mapped_column(Line(64))
