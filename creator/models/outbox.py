"""What a transition asks of the world outside its transaction, and what was delivered in-app."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from creator.db import Base, Line, Prose


class OutboxItem(Base):
    """A request written with the transition: a message to a person, or an act on a subject."""

    __tablename__ = "outbox_item"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        Index("ix_outbox_item_status_next_try", "status", "next_try"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    """The subject whose items are handled in order: whom an act moves, what a letter is about."""
    topic: Mapped[str] = mapped_column(Line(20))
    """`act` (fire a trigger on the subject) or `letter` (tell a person)."""
    payload: Mapped[dict[str, Any]]
    dedupe_key: Mapped[str] = mapped_column(Line(120))
    status: Mapped[str] = mapped_column(Line(10), default="waiting")
    """`waiting`, `done` or `dead`."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Prose())
    created_at: Mapped[datetime]
    simulated: Mapped[bool] = mapped_column(default=False)


class Letter(Base):
    """A message as its reader sees it in the in-app inbox (站内信)."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("outbox_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    template: Mapped[str] = mapped_column(Line(60))
    title: Mapped[str] = mapped_column(Line(200))
    body: Mapped[str] = mapped_column(Prose())
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail_next: Mapped[datetime | None] = mapped_column(index=True)
    """When to try mailing it next; empty when it is mailed, given up or not to be mailed."""
    mail_tries: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None]


class IdempotencyRecord(Base):
    """The answer to a request already carried out, so that sending it again repeats the answer."""

    __tablename__ = "idempotency_record"

    actor: Mapped[str] = mapped_column(Line(80), primary_key=True)
    key: Mapped[str] = mapped_column(Line(80), primary_key=True)
    request_digest: Mapped[str] = mapped_column(Line(64))
    answer: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
