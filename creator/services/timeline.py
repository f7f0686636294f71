"""What happened to a subject, for people: the audit rows in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from creator.i18n import Label, Text, _
from creator.models.audit import AuditRow, AuditText
from creator.models.person import Person
from creator.models.subject import Subject
from creator.rules.actors import actor
from creator.rules.pins import load
from creator.services import veil
from creator.services.objections import knows_objectors
from creator.services.work import Work


@dataclass(frozen=True)
class Happening:
    """One step: what was done, by whom (as the reader may know it), and why."""

    at: datetime
    did: Label | Text
    who: Text | Label | str | None
    reason: str | None
    state: Label
    simulated: bool


_OBJECTS = ("resident", "objector")
"""Under these words people object: who they are is for officers and adjudicators."""


def timeline(work: Work, subject: Subject, *, limit: int = 100) -> Sequence[Happening]:
    """The steps of a subject, newest first. Names are for staff; others read roles."""
    definition = load(work.session, subject.definition_hash)
    reasons = and_(
        AuditText.subject_id == AuditRow.subject_id,
        AuditText.seq == AuditRow.seq,
        AuditText.kind == "reason",
    )
    query = (
        select(AuditRow, Person.name, AuditText.text)
        .outerjoin(Person, Person.id == AuditRow.actor_id)
        .outerjoin(AuditText, reasons)
        .where(AuditRow.subject_id == subject.id)
        .order_by(AuditRow.seq.desc())
        .limit(limit)
    )
    staff = veil.inside(work, subject)
    named = staff and knows_objectors(work, subject)
    found = []
    for row, name, reason in work.session.execute(query):
        if not (staff or veil.shows(definition, row.from_state or "", row.to_state)):
            continue
        transition = definition.transitions.get(row.trigger)
        state = definition.states[row.to_state]
        found.append(
            Happening(
                row.at,
                transition.label if transition else _("建立"),
                _who(row, name if named or (staff and row.actor_word not in _OBJECTS) else None),
                _own_reason(row, reason),
                state.label if staff else state.shown_outside,
                row.simulated,
            )
        )
    return found


def _own_reason(row: AuditRow, reason: str | None) -> str | None:
    """What a person said for this step; a step that follows another repeats that one's words."""
    return None if row.actor_word.startswith("@") else reason


def _who(row: AuditRow, name: str | None) -> Text | Label | str | None:
    if row.actor_word.startswith("@"):
        return _("系统")
    word = actor.words.get(row.actor_word)
    role = word.doc if word else None
    if name and role:
        return _("{name}（{role}）", name=name, role=role)
    return name or role
