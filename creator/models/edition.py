"""Editions (届): one run of a programme, its rules in force, its tiers and money."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from creator.db import Base, Line, Prose
from creator.models.person import Host
from creator.models.subject import Subject


class Edition(Subject):
    """One competition. Amounts in 分; `reserved_fen` can never pass `pool_fen`."""

    __tablename__ = "edition"
    kept_in_unit = True
    __table_args__ = (
        CheckConstraint("reserved_fen >= 0 AND reserved_fen <= pool_fen", name="within_pool"),
    )
    __mapper_args__ = {"polymorphic_identity": "edition"}

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    title: Mapped[str] = mapped_column(Line(100))
    slug: Mapped[str] = mapped_column(Line(60), unique=True)
    """Stands in public addresses and in `--edition`."""
    version: Mapped[int] = mapped_column(default=1)
    """Version of the programme in force; the text is in `ProgrammeVersion`."""
    definitions: Mapped[dict[str, Any]]
    """Lifecycle id -> hash of the definition new subjects of this edition are pinned to."""
    pool_fen: Mapped[int]
    reserved_fen: Mapped[int] = mapped_column(default=0)
    round_index: Mapped[int] = mapped_column(default=-1)
    """Index of the judging round open or last closed; -1 before the first."""
    announced_at: Mapped[datetime | None]
    naming_seed: Mapped[str] = mapped_column(Line(32), default=lambda: secrets.token_hex(16))
    """What the names of experts (E1, E2 …) are drawn from; on no page and in no file."""

    versions: Mapped[list["ProgrammeVersion"]] = relationship(order_by="ProgrammeVersion.version")
    host: Mapped[Host] = relationship(
        primaryjoin="foreign(Edition.host_id) == Host.id", viewonly=True
    )


class ProgrammeVersion(Base):
    """The programme of an edition as it stood: TOML text and the adjustments on top."""

    __tablename__ = "programme_version"
    kept_in_unit = True

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    adjustments: Mapped[dict[str, Any]]
    """Dotted key -> value, laid over the text (dates and pool adjusted by the officer)."""
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON of text and adjustments together: what the rules really are."""
    digest: Mapped[str] = mapped_column(Line(64))
    reason: Mapped[str] = mapped_column(Prose(), default="")
    number: Mapped[str] = mapped_column(Line(60), default="")
    """Number of the correction notice (更正公告) that brought this version; empty for the first."""
    created_at: Mapped[datetime]


class TierUse(Base):
    """Slots of a tier taken so far: the database refuses one award too many."""

    __tablename__ = "tier_use"
    __table_args__ = (CheckConstraint("used >= 0 AND used <= slots", name="within_slots"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    tier: Mapped[str] = mapped_column(Line(30), primary_key=True)
    slots: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)


class Amendment(Subject):
    """A correction notice in the making: the changed keys of the programme, and why."""

    __tablename__ = "amendment"
    __mapper_args__ = {"polymorphic_identity": "amendment"}

    id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    changes: Mapped[dict[str, Any]]
    """Dotted key of the programme -> new value."""
    reason: Mapped[str] = mapped_column(Prose(), default="")
    number: Mapped[str] = mapped_column(Line(60), default="")
    issued_at: Mapped[datetime | None]


class NumberSeries(Base):
    """The next free number of a kind in a scope: numbers are unique and never reused."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("scope", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(Line(80))
    kind: Mapped[str] = mapped_column(Line(20))
    last: Mapped[int] = mapped_column(default=0)
