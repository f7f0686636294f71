"""People, how they sign in, and what they were appointed to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from creator.db import Base, Line


class Person(Base):
    """Somebody who can sign in: found by telephone number, e-mail optional."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    mobile: Mapped[str] = mapped_column(Line(30), unique=True)
    name: Mapped[str] = mapped_column(Line(60))
    email: Mapped[str | None] = mapped_column(Line(120))
    password_hash: Mapped[str | None] = mapped_column(Line(200))
    language: Mapped[str] = mapped_column(Line(2), default="zh")
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="person", foreign_keys="Appointment.person_id"
    )


class Host(Base):
    """An authority or agency that runs programmes (主办方). Hosts never see each other."""

    __tablename__ = "host"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Line(100), unique=True)
    region: Mapped[str] = mapped_column(Line(60), default="")


class Appointment(Base):
    """A role given to a person for a time and a scope: a host, an edition or an organisation."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_person_role", "person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(Line(30))
    """A word of `rules/actors.py`: officer, approver, expert, applicant, sponsor …"""
    host_id: Mapped[int | None] = mapped_column(ForeignKey("host.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(back_populates="appointments", foreign_keys=[person_id])


class ExpertProfile(Base):
    """What the expert pool (专家库) knows of an expert."""

    __tablename__ = "expert_profile"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("host.id"), primary_key=True)
    number: Mapped[str] = mapped_column(Line(30))
    field: Mapped[str] = mapped_column(Line(60), default="")
    employer: Mapped[str] = mapped_column(Line(100), default="")
    title: Mapped[str] = mapped_column(Line(60), default="")
    street: Mapped[str] = mapped_column(Line(60), default="")
    max_load: Mapped[int] = mapped_column(default=20)
    """Proposals this expert takes in one round at most."""
