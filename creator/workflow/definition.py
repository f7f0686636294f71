"""A definition: one lifecycle with its options decided, identified by the hash of its content."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from creator.i18n import Label
from creator.workflow.parts import Child, Phase, Policy, Scalar, State, Transition
from creator.workflow.unpacking import (
    child_of,
    label_of,
    phase_of,
    policy_of,
    state_of,
    transition_of,
)


def canonical(body: Mapping[str, Any]) -> str:
    """JSON with one spelling only: sorted keys, no blanks, UTF-8 as it is, no floats or NaN.

    Raises `TypeError` for a float: two machines may print it differently, and then one content
    would have two hashes.
    """
    _refuse_floats(body)
    return json.dumps(
        body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float has no canonical form: {value!r}")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


class Definition:
    """What a subject is pinned to. Immutable; equal when the content is equal.

    `body` is the truth and everything else is read from it, so a definition loaded from the
    database cannot differ from the one that was stored.
    """

    def __init__(self, body: str) -> None:
        raw: dict[str, Any] = json.loads(body)
        self.body = body
        self.hash = hashlib.sha256(body.encode()).hexdigest()
        self.id: str = raw["id"]
        self.label: Label = label_of(raw["label"])
        self.initial: str = raw["initial"]
        self.phases: Mapping[str, Phase] = {p.id: p for p in map(phase_of, raw["phases"])}
        self.states: Mapping[str, State] = {s.id: s for s in map(state_of, raw["states"])}
        self.transitions: Mapping[str, Transition] = {
            t.id: t for t in map(transition_of, raw["transitions"])
        }
        self.children: Mapping[str, Child] = {c.id: c for c in map(child_of, raw["children"])}
        self.policies: tuple[Policy, ...] = tuple(map(policy_of, raw["policies"]))
        self.options: frozenset[str] = frozenset(raw["options"])
        self.params: Mapping[str, Scalar] = dict(raw["params"])

    @classmethod
    def from_body(cls, body: str) -> "Definition":
        """The definition stored as canonical JSON; its hash is that of exactly this text."""
        return cls(body)

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Definition":
        """The definition of a resolved body (what `resolve` makes of a file)."""
        return cls(canonical(body))

    @cached_property
    def _exits(self) -> Mapping[str, tuple[Transition, ...]]:
        found: dict[str, list[Transition]] = defaultdict(list)
        for transition in self.transitions.values():
            for source in transition.sources:
                found[source].append(transition)
        return {state: tuple(exits) for state, exits in found.items()}

    def exits(self, state: str) -> tuple[Transition, ...]:
        """The transitions that leave this state, in the order of the file."""
        return self._exits.get(state, ())

    def marked(self, mark: str) -> frozenset[str]:
        """The states that carry this mark; for queries over many subjects."""
        return frozenset(s.id for s in self.states.values() if mark in s.marks)

    def has(self, state: str, mark: str) -> bool:
        """Whether this state carries this mark. Raises `KeyError` for an unknown state."""
        return mark in self.states[state].marks

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Definition) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"<Definition {self.id} {self.hash[:12]}>"
