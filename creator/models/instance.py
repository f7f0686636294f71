"""Facts of the instance itself: working days and settings kept in the database."""

from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlalchemy.orm import Mapped, mapped_column

from creator.db import Base, Line


class WorkDay(Base):
    """Whether a day is a working day (工作日), make-up days (调休) included."""

    __tablename__ = "work_day"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    works: Mapped[bool] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(Line(60))


class Setting(Base):
    """A fact about the instance, such as that it is a demo and by how much its clock was moved."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(Line(40), primary_key=True)
    value: Mapped[dict[str, Any]]
