"""Definitions of lifecycles, content-addressed and immutable."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from creator.db import Base, Line


class WorkflowDefinition(Base):
    """One resolved lifecycle: canonical JSON under its own sha256. Never updated, never deleted."""

    __tablename__ = "workflow_definition"

    hash: Mapped[str] = mapped_column(Line(64), primary_key=True)
    lifecycle: Mapped[str] = mapped_column(Line(40))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
