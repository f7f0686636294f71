"""What an applicant changes in a correction: some words where the form was opened again."""

from collections.abc import Iterator
from typing import Any

from creator.models.proposal import Proposal
from creator.programme.fields import Field
from creator.rules.application import Application
from creator.rules.guards.forms import UNCHANGED
from creator.rules.tables import TABLES
from creator.services import proposals
from creator.services.editions import programme
from creator.services.transitions import edition_of
from creator.services.work import Work

_ADDED = "（已补正）"


def change_something(work: Work, proposal: Proposal) -> bool:
    """Nobody hands in again unchanged what was returned to him; whether anything was changed."""
    if not proposals.may_edit(work, proposal):
        return False
    if all(one.code != UNCHANGED for one in proposals.requirements(work, proposal)):
        return False
    changed = next(_reworded(work, proposal), None)
    if changed is not None:
        proposals.save(work, proposal, changed)
    return changed is not None


def _reworded(work: Work, proposal: Proposal) -> Iterator[dict[str, Any]]:
    """Answers that may be put in other words now; the title, by which one knows it, last."""
    rules = programme(work, edition_of(work, proposal))
    open_now = proposals.editable_sections(work, proposal)
    asked = Application.of(work.session, rules, proposal).asked
    fields = [field for section, field in asked if section.id in open_now]
    for field in sorted(fields, key=lambda one: one.role == "title"):
        answer = proposal.answers.get(field.id)
        if answer and field.type in ("text", "longtext"):
            yield {field.id: _longer(answer, field.max_chars or 500)}
        elif answer and field.type in TABLES:
            yield {field.id: _first_row_reworded(field, answer)}


def _first_row_reworded(field: Field, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    column = next(one for one in TABLES[field.type] if one.type == "text")
    first = {**rows[0], column.id: _longer(rows[0].get(column.id, ""), column.most_chars)}
    return [first, *rows[1:]]


def _longer(text: str, most: int) -> str:
    return text[: most - len(_ADDED)] + _ADDED
