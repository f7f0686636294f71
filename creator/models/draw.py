"""Draws by a public number (抽签): the list fixed beforehand, and what the number made of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from creator.db import Base, Line


class DrawList(Base):
    """A list fixed before the number that decides about it can be known; never changed."""

    __tablename__ = "draw_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    purpose: Mapped[str] = mapped_column(Line(10))
    """`ties` of the ranking, or the `panel` of a round."""
    round: Mapped[int]
    """Ties: the round last closed. Panel: the round it will judge."""
    seats: Mapped[int | None]
    """Panel: so many are seated in the order drawn; whoever comes after them is a substitute."""
    digest: Mapped[str] = mapped_column(Line(64))
    """sha256 of `names`."""
    source: Mapped[str] = mapped_column(Line(200))
    """Which public number decides."""
    known_on: Mapped[date] = mapped_column(Date)
    """The day from which its first publication counts; after the day of `committed_at`."""
    committed_at: Mapped[datetime]
    committed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    names: Mapped[str] = mapped_column(Text)
    """Case numbers, or codes of experts, in their order; each followed by a line feed."""

    experts: Mapped[dict[str, Any] | None]
    """Panel: code -> person id. For the office alone; it is in no file."""


class DrawResult(Base):
    """The number, and the order it gives the list; never changed."""

    __tablename__ = "draw_result"

    list_id: Mapped[int] = mapped_column(ForeignKey("draw_list.id"), primary_key=True)
    number: Mapped[str] = mapped_column(Line(200))
    found_at: Mapped[str] = mapped_column(Line(200))
    """Where it was published."""
    digest: Mapped[str] = mapped_column(Line(64))
    """What `creator calc draw` prints as `digest`."""
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chosen: Mapped[str] = mapped_column(Text)
    """The same names in the order drawn."""
