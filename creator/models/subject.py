"""The one table under everything that has a state.

A subject's state changes only through `services.transitions.fire()`: any other write is refused
here, whether it comes through an attribute or through a bulk update.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, CheckConstraint, ColumnElement, ForeignKey, Index, and_, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.orm.base import NO_VALUE

from creator.db import Base, Line

GENESIS = "0" * 64


class ClosedGate(RuntimeError):
    """Somebody tried to change a state without `fire()`."""


class Subject(Base):
    """A stateful thing: its state, its place in the audit chain and the rules it is pinned to."""

    __tablename__ = "subject"
    __table_args__: Any = (
        CheckConstraint("seq >= 0", name="seq"),
        # Lists are counted by the index alone: what a scope asks of each subject is in it too.
        Index(
            "ix_subject_edition_type_state", "edition_id", "type", "state", "host_id", "parent_id"
        ),
        # Lists are sorted by how long something has stood where it stands.
        Index("ix_subject_edition_type_entered", "edition_id", "type", "entered_at"),
        Index("ix_subject_parent_type", "parent_id", "type"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(Line(40))
    state: Mapped[str] = mapped_column(Line(40))
    seq: Mapped[int] = mapped_column(default=0)
    """Number of the newest audit row; dense from 0, the creation."""
    chain_head: Mapped[str] = mapped_column(Line(64), default=GENESIS)
    definition_hash: Mapped[str] = mapped_column(Line(64), ForeignKey("workflow_definition.hash"))
    entered_seq: Mapped[int] = mapped_column(default=0)
    """`seq` at which the present state was entered: timers of older entries are void."""
    entered_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    """Counts edits between transitions, so that a stale form can be told from a fresh one."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("host.id"), index=True)
    created_at: Mapped[datetime]

    __mapper_args__ = {"polymorphic_on": "type"}

    @contextmanager
    def at_the_gate(self) -> Iterator[None]:
        """Inside, the state may change. For the gate (`services/transitions.py`) alone."""
        self.__dict__["_gate_open"] = True
        try:
            yield
        finally:
            self.__dict__.pop("_gate_open", None)


def in_edition(
    kind: type[Subject], edition_id: int | BindParameter[Any] | None
) -> ColumnElement[bool]:
    """Subjects of one kind in an edition.

    The type says nothing that the kind does not, but leads to the index: an edition with thousands
    of sheets has few of everything else.
    """
    of_kind = kind.type == kind.__mapper__.polymorphic_identity
    return and_(kind.edition_id == edition_id, of_kind)


@event.listens_for(Subject.state, "set", propagate=True, active_history=True)
def _only_through_the_gate(subject: Subject, value: str, old: object, _initiator: object) -> None:
    if old is NO_VALUE or old == value or "_gate_open" in subject.__dict__:
        return
    raise ClosedGate("a state changes only through services.transitions.fire()")


@event.listens_for(Session, "do_orm_execute")
def _no_bulk_change_of_state(call: ORMExecuteState) -> None:
    if not call.is_update:
        return
    mapper = call.bind_mapper
    if mapper is not None and issubclass(mapper.class_, Subject) and "state" in _changed(call):
        raise ClosedGate("a state changes only through services.transitions.fire()")


def _changed(call: ORMExecuteState) -> set[str]:
    """Columns an update sets: in the statement, in its ordered form, or row by row."""
    ordered = getattr(call.statement, "_ordered_values", None) or ()  # SQLAlchemy 2.0 only
    values = getattr(call.statement, "_values", None) or ()
    named = [getattr(column, "key", column) for column in (*values, *(pair[0] for pair in ordered))]
    rows = call.parameters if isinstance(call.parameters, list) else [call.parameters or {}]
    return {*named, *(key for row in rows for key in row)}
