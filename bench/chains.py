"""Copying an audit chain: the same steps, about another subject, sealed anew row by row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.batch import Batch, Row
from creator.models.subject import GENESIS
from creator.services.chain import seal
from creator.workflow.definition import canonical

_BELONGS = {"parent", "edition"}  # what the first row of a chain says of its subject


@dataclass
class Renaming:
    """What another subject's chain says otherwise: numbers of subjects and people, and facts."""

    subjects: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def told(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body of an audit row under the new names."""
        cause, actor = body.get("cause"), body["actor"]
        facts = body.get("facts")
        changed = {
            "subject": self._place(body["subject"]),
            "cause": self._place(cause) if cause else cause,
            "actor": self.people.get(actor, actor),
            **{key: self.subjects.get(body[key], body[key]) for key in _BELONGS & body.keys()},
        }
        if facts:
            changed["facts"] = {key: self.facts.get(key, value) for key, value in facts.items()}
        return {**body, **{key: value for key, value in changed.items() if key in body}}

    def _place(self, place: str) -> str:
        kind, number, *rest = place.split(":")
        return ":".join([kind, str(self.subjects.get(int(number), int(number))), *rest])


def copy_chain(batch: Batch, chain: list[Row], subject_id: int, renaming: Renaming) -> str:
    """Add the chain of a subject under its new number; returns the head."""
    head = GENESIS
    for row in chain:
        body = canonical(renaming.told(json.loads(row["body"])))
        previous, head = head, seal(head, body)
        actor = renaming.people.get(row["actor_id"], row["actor_id"])
        batch.add("audit_row", row, subject_id=subject_id, actor_id=actor, body=body,
                  prev_hash=previous, hash=head)  # fmt: skip
    return head
