"""A table of the tests' own, beside those of the product."""

import time
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import MetaData, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from creator.db import Base, Database, Json, Line, Prose


class Shelf(Base):
    """A table of the tests' own, beside those of the product."""

    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    __tablename__ = "shelf"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Line(10), default="书")
    story: Mapped[str | None] = mapped_column(Prose())
    books: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime | None]
    height: Mapped[Decimal | None]
    labels: Mapped[Any] = mapped_column(Json(), nullable=True)


def books(db: Database) -> int:
    with db.reading() as session:
        return session.scalars(select(Shelf.books)).one()


def add_a_book(session: Session) -> None:
    """Read, think, write: the shape that loses updates when two do it at once."""
    shelf = session.scalars(select(Shelf).with_for_update()).one()
    time.sleep(0.001)
    shelf.books += 1
