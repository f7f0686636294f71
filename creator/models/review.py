"""Expert review (专家评审): panel seats, interests, sheets, points and sealed results."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from creator.db import Base, Exact, Json, Line, Prose
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.models.subject import Subject


class PanelSeat(Base):
    """An expert's seat on the panel of a round; interests are declared once, before any content."""

    __tablename__ = "panel_seat"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seated_at: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Prose(1000), default="")
    """Drawn panels: why a substitute was called."""
    passed: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    """Drawn panels: who came before in the order and was passed over, as [code, word]."""
    left: Mapped[str] = mapped_column(Prose(1000), default="")
    """Drawn panels: why the office gave up the seat."""

    expert: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Interest(Base):
    """A conflict of interest (回避): declared by the expert, or inferred from the data."""

    __tablename__ = "interest"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Line(30))
    """`declared` or `recused`; what the data tell by themselves is in `rules/conflicts.py`."""
    note: Mapped[str] = mapped_column(Prose(1000), default="")
    recorded_at: Mapped[datetime]


class LateDeclaration(Base):
    """An expert's word on one application that came to the open round after the others.

    The interest itself, if there is one, is an `Interest` like any other.
    """

    __tablename__ = "late_declaration"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    declared_at: Mapped[datetime]


class Assignment(Base):
    """Who is to review what in a round, planned before the round opens."""

    __tablename__ = "assignment"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    fixed: Mapped[bool] = mapped_column(default=False)
    """Set by hand: stays when the rest is solved again."""


class AssignmentRun(Base):
    """What one planning was made of, and what came out: kept so that anybody can repeat it."""

    __tablename__ = "assignment_run"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    """1, 2 … in the edition."""
    round: Mapped[int]
    digest: Mapped[str] = mapped_column(Line(64))
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON: `files` by name, `command`, and the `digest` that the command gives."""


class Review(Subject):
    """One expert's sheet on one proposal in one round."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("proposal_id", "round", "expert_id"),
        Index("ix_review_expert_round", "expert_id", "round"),
    )
    __mapper_args__ = {"polymorphic_identity": "review"}

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    round: Mapped[int]
    proposal_version: Mapped[int]
    comment: Mapped[str] = mapped_column(Prose(5000), default="")
    confidence: Mapped[int | None]
    """How sure the expert is, 1 (little) to 3 (very); asked where the round weighs sheets by it."""
    total: Mapped[Decimal | None] = mapped_column(Exact())
    """Own total in points, rounded as the round declares; empty while the sheet is incomplete."""
    sealed_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship(foreign_keys=[proposal_id])
    expert: Mapped[Person] = relationship(foreign_keys=[expert_id])
    points: Mapped[list["Point"]] = relationship(
        order_by="Point.criterion", lazy="selectin", cascade="all, delete-orphan"
    )


class Point(Base):
    """Points of one criterion of a sheet."""

    __tablename__ = "point"
    __table_args__ = (CheckConstraint("points >= 0", name="not_negative"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(Line(60), primary_key=True)
    points: Mapped[Decimal | None] = mapped_column(Exact())
    """Empty while only the note is written."""
    note: Mapped[str] = mapped_column(Prose(1000), default="")


class RoundResult(Base):
    """The sealed result set of a round: nothing later moves it."""

    __tablename__ = "round_result"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Line(64))
    sealed_at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON with every intermediate value, as `reckoning` gave it. The last of the
    columns: SQLite walks through a long text to whatever lies behind it."""


class FrozenRanking(Base):
    """The ranking that decisions stand on: places, what broke each tie, digest."""

    __tablename__ = "frozen_ranking"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(Line(64))
    frozen_at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    """Places in order; the last of the columns for the same reason."""
