"""The parts of a definition, as typed values. Identifiers are those of the lifecycle file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from creator.i18n import Label
from creator.workflow.duration import Duration

Scalar = str | int | bool
STAYS = "@same"  # as a target: the subject stays in the state it is in
CHECK = "check"  # a branch over a guard word is written `on = "check:<word>"`
Final = Literal["success", "failure"]
JoinWhen = Literal["all_final", "any_final", "min_success", "quorum_or_deadline"]


@dataclass(frozen=True)
class Phase:
    """A stretch of the process that people know by one name; drawn as a column."""

    id: str
    label: Label


@dataclass(frozen=True)
class Due:
    """When a state must have been left, and what happens if it was not.

    Exactly one of `at` (a moment word) and `after` (counted from entering the state) is set.
    `then` is the trigger the clock fires, `escalate` the actor who is told; `remind` are the
    offsets from the due moment at which the owner is reminded.
    """

    at: str | None
    after: Duration | None
    then: str | None
    remind: tuple[Duration, ...]
    escalate: str | None


@dataclass(frozen=True)
class State:
    """Where a subject can stand. Code asks for `marks`, never for the id."""

    id: str
    phase: str
    label: Label
    public_label: Label | None
    hint: Label | None
    marks: frozenset[str]
    owner: str | None
    due: Due | None
    final: Final | None

    @property
    def shown_outside(self) -> Label:
        """What applicants and the public read; the inner name where no other is given."""
        return self.public_label or self.label


@dataclass(frozen=True)
class Use:
    """A guard or effect word with its parameters (durations and decimals stay as written)."""

    word: str
    params: Mapping[str, Scalar]


@dataclass(frozen=True)
class Field:
    """A value the actor fills in; `choices` are the values of an enumerated field, in order."""

    name: str
    type: str
    label: Label | None
    hint: Label | None
    optional: bool
    choices: Mapping[str, Label]


@dataclass(frozen=True)
class Choose:
    """A branch: the value of the field `on` selects the next state, or the join's `outcome`, or
    whether a guard word has nothing against it (`check:<word>`: `true` or `false`)."""

    on: str
    cases: Mapping[str, str]


@dataclass(frozen=True)
class Transition:
    """One step people (or the clock, or a related subject) can take; its id is its trigger."""

    id: str
    sources: tuple[str, ...]
    to: str | None
    choose: Choose | None
    by: tuple[str, ...]
    label: Label
    form: Mapping[str, Field]
    guard: tuple[Use, ...]
    effect: tuple[Use, ...]
    reason: bool
    confirm: Label | None
    sign: bool
    four_eyes: tuple[str, ...]
    locks: tuple[str, ...]
    exception: bool

    def targets(self, source: str) -> tuple[str, ...]:
        """Every state it can lead to from `source`, without repetition, in the file's order."""
        named = [self.to] if self.choose is None else self.choose.cases.values()
        return tuple(dict.fromkeys(source if name == STAYS else name for name in named if name))


@dataclass(frozen=True)
class Join:
    """When the children are done, and which outcome their finals add up to.

    `outcome` holds (value, rule) pairs; the first rule that holds names the outcome.
    """

    when: JoinWhen
    least: int | None
    at: str | None
    outcome: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Child:
    """A kind of satellite this lifecycle opens; its join fires the `@children:<id>` transition.

    `cancel` is the trigger of the child's own lifecycle that ends it when its parent is final.
    """

    id: str
    lifecycle: str
    join: Join | None
    cancel: str | None


@dataclass(frozen=True)
class Policy:
    """A promise: every path to `every` passes through the state `passes`."""

    every: str
    passes: str
