"""Rows of signing in: codes, sessions, throttles. Each is written in a unit of work of its own."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from creator.db import Base, Line


class SignInCode(Base):
    """A single-use code or link handed out by an officer; only its digest is kept."""

    __tablename__ = "sign_in_code"

    digest: Mapped[str] = mapped_column(Line(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(Line(20))
    """`entry` (first sign-in or recovery) or `demo` (reusable, demo instances only)."""
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    """For whose office it was handed out: letters about it speak of that edition."""
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WebSession(Base):
    """A signed-in browser; the cookie holds a random token, the row its digest."""

    __tablename__ = "web_session"

    digest: Mapped[str] = mapped_column(Line(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    strong_at: Mapped[datetime | None]
    """When the password was last typed: submitting and signing ask for a recent one."""
    password_due: Mapped[bool] = mapped_column(default=False)
    """Came in by a code: a password must be chosen before anything else."""
    user_agent: Mapped[str] = mapped_column(Line(200), default="")
    demo: Mapped[bool] = mapped_column(default=False)


class Throttle(Base):
    """Failed attempts in a window, shared by all processes."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(Line(120), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    window_ends_at: Mapped[datetime]


class AccessRow(Base):
    """Who opened which proposal or sheet, or took which list as a file, and when."""

    __tablename__ = "access_row"
    __table_args__ = (Index("ix_access_row_subject_at", "subject_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    what: Mapped[str] = mapped_column(Line(60))
    at: Mapped[datetime]
