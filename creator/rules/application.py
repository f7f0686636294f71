"""An application form as it was filled in: which questions are asked, and the answers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from creator.models.proposal import Attachment, Proposal
from creator.programme.fields import Condition, Field
from creator.programme.forms import Section
from creator.programme.programme import Programme
from creator.rules.shapes import is_empty


@dataclass(frozen=True)
class Application:
    """Answers and files under the rules of a programme."""

    programme: Programme
    answers: Mapping[str, Any]
    files: Mapping[str, Sequence[Attachment]] = field(default_factory=dict)
    """Field id (`hearing.minutes` for evidence of the hearing) -> files in order of arrival."""

    @classmethod
    def of(cls, session: Session, programme: Programme, proposal: Proposal) -> "Application":
        """The present draft of a proposal."""
        return cls(programme, proposal.answers, files_of(session, proposal.id))

    @cached_property
    def asked(self) -> tuple[tuple[Section, Field], ...]:
        """The questions that are asked, given the answers so far, in the order of the form."""
        return tuple(
            (section, field)
            for section in self.programme.form.sections
            for field in section.fields
            if self._is_asked(section, field, frozenset())
        )

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The questions that are asked, by id."""
        return {field.id: field for _section, field in self.asked}

    def _is_asked(self, section: Section, field: Field, above: frozenset[str]) -> bool:
        conditions = (section.shown_when, field.shown_when)
        return all(self._holds(condition, above | {field.id}) for condition in conditions)

    def _holds(self, condition: Condition | None, above: frozenset[str]) -> bool:
        """An answer to a question that is not asked itself does not count."""
        if condition is None:
            return True
        if condition.field in above:
            return False
        for section in self.programme.form.sections:
            for other in section.fields:
                if other.id == condition.field:
                    asked = self._is_asked(section, other, above)
                    return condition.holds(self.answers.get(other.id) if asked else None)
        return False

    def answer(self, id: str) -> Any:
        """The answer to a question, None if it was not answered or is not asked."""
        return self.answers.get(id) if id in self.fields else None

    def for_role(self, role: str) -> Field | None:
        """The question that plays this role, if it is asked."""
        found = self.programme.form.with_role(role)
        return found if found is not None and found.id in self.fields else None

    def role(self, role: str) -> Any:
        """The answer to the question that plays this role."""
        found = self.for_role(role)
        return self.answers.get(found.id) if found else None

    def of_type(self, type: str) -> Sequence[Field]:
        """The questions of a type that are asked."""
        return [field for field in self.fields.values() if field.type == type]

    def is_answered(self, id: str) -> bool:
        """Whether a question has an answer, or a file where it asks for files."""
        return not is_empty(self.answer(id)) or bool(self.files.get(id))

    @property
    def kept(self) -> dict[str, Any]:
        """The answers that count: those to questions that are asked."""
        return {id: self.answers[id] for id in self.fields if not is_empty(self.answers.get(id))}


_ALL = select(Attachment).where(Attachment.proposal_id == bindparam("of")).order_by(Attachment.id)
_KEPT = _ALL.where(Attachment.removed_at.is_(None))


def files_of(
    session: Session, proposal_id: int, *, removed: bool = False
) -> dict[str, list[Attachment]]:
    """Field id -> the proposal's files in order of arrival; those `removed` only if asked for."""
    found: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in session.scalars(_ALL if removed else _KEPT, {"of": proposal_id}):
        found[attachment.field].append(attachment)
    return dict(found)


def files_of_each(
    session: Session, proposal_ids: Collection[int]
) -> Mapping[int, Mapping[str, list[Attachment]]]:
    """Proposal id -> the same, in one query for all of them."""
    found: dict[int, dict[str, list[Attachment]]] = {id: {} for id in proposal_ids}
    query = select(Attachment).where(
        Attachment.proposal_id.in_(proposal_ids), Attachment.removed_at.is_(None)
    )
    for attachment in session.scalars(query.order_by(Attachment.id)):
        found[attachment.proposal_id].setdefault(attachment.field, []).append(attachment)
    return found
