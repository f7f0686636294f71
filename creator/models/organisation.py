"""Organisations (社会组织) and the identifiers they carried over time."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from creator.db import Base, Line


class Organisation(Base):
    """A registered organisation, or a filed group (备案) that needs a sponsor."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("host.id"), index=True)
    name: Mapped[str] = mapped_column(Line(100))
    legal_class: Mapped[str] = mapped_column(Line(20))
    """`registered` (登记), `filed` (备案) or another class of the programme."""
    responsible: Mapped[str] = mapped_column(Line(60), default="")
    mobile: Mapped[str] = mapped_column(Line(30), default="")
    address: Mapped[str] = mapped_column(Line(200), default="")
    founded_on: Mapped[date | None] = mapped_column(Date)
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime]

    identifiers: Mapped[list["OrganisationIdentifier"]] = relationship(
        order_by="OrganisationIdentifier.id"
    )
    records: Mapped[list["OrganisationRecord"]] = relationship(
        order_by="(OrganisationRecord.on_date, OrganisationRecord.id)"
    )
    sponsor: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")

    @property
    def identifier(self) -> str:
        """The identifier in force, or an empty text."""
        return self.identifiers[-1].value if self.identifiers else ""


class OrganisationIdentifier(Base):
    """A credit code (统一社会信用代码), or a filing number (备案号) with its registrar."""

    __tablename__ = "organisation_identifier"
    __table_args__ = (UniqueConstraint("host_id", "kind", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("host.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(Line(20))
    """`credit_code` or `filing`."""
    value: Mapped[str] = mapped_column(Line(60))
    registrar: Mapped[str] = mapped_column(Line(100), default="")
    valid_from: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)


class OrganisationRecord(Base):
    """What the authorities recorded of an organisation: a grade, an annual check, a bad list."""

    __tablename__ = "organisation_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(Line(20))
    """`grade`, `annual_check`, or the list: `abnormal`, `dishonest`, `offence`."""
    value: Mapped[str] = mapped_column(Line(20), default="")
    """The grade (`3A`), or `passed` or `failed`; empty for a list."""
    on_date: Mapped[date] = mapped_column(Date)
    """When the authority decided so."""
    ends_on: Mapped[date | None] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(Line(200))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    """Entered by mistake: it stays to be seen and counts no more."""
