"""From the JSON body of a definition to its typed parts.

The body omits whatever has its default, so that a key added to the format later leaves the hash of
every older definition as it was.
"""

from collections.abc import Mapping
from typing import Any

from creator.i18n import Label
from creator.workflow.duration import Duration
from creator.workflow.parts import (
    Child,
    Choose,
    Due,
    Field,
    Join,
    Phase,
    Policy,
    State,
    Transition,
    Use,
)

Raw = Mapping[str, Any]


def label_of(raw: Raw) -> Label:
    """A name in both languages."""
    return Label(zh=raw["zh"], en=raw["en"])


def _label_or_none(raw: Raw | None) -> Label | None:
    return None if raw is None else label_of(raw)


def phase_of(raw: Raw) -> Phase:
    """One phase."""
    return Phase(raw["id"], label_of(raw["label"]))


def state_of(raw: Raw) -> State:
    """One state."""
    return State(
        id=raw["id"],
        phase=raw["phase"],
        label=label_of(raw["label"]),
        public_label=_label_or_none(raw.get("public_label")),
        hint=_label_or_none(raw.get("hint")),
        marks=frozenset(raw.get("marks", ())),
        owner=raw.get("owner"),
        due=_due(raw["due"]) if "due" in raw else None,
        final=raw.get("final"),
    )


def _due(raw: Raw) -> Due:
    return Due(
        at=raw.get("at"),
        after=Duration.parse(raw["after"]) if "after" in raw else None,
        then=raw.get("then"),
        remind=tuple(Duration.parse(written) for written in raw.get("remind", ())),
        escalate=raw.get("escalate"),
    )


def transition_of(raw: Raw) -> Transition:
    """One transition."""
    choose = raw.get("choose")
    return Transition(
        id=raw["id"],
        sources=tuple(raw["from"]),
        to=raw.get("to"),
        choose=None if choose is None else Choose(choose["on"], dict(choose["cases"])),
        by=tuple(raw["by"]),
        label=label_of(raw["label"]),
        form={field["name"]: _field(field) for field in raw.get("form", ())},
        guard=tuple(_use(use, "check") for use in raw.get("guard", ())),
        effect=tuple(_use(use, "do") for use in raw.get("effect", ())),
        reason=raw.get("reason", False),
        confirm=_label_or_none(raw.get("confirm")),
        sign=raw.get("sign", False),
        four_eyes=tuple(raw.get("four_eyes", ())),
        locks=tuple(raw.get("locks", ())),
        exception=raw.get("exception", False),
    )


def _use(raw: Raw, key: str) -> Use:
    return Use(raw[key], {name: value for name, value in raw.items() if name != key})


def _field(raw: Raw) -> Field:
    return Field(
        name=raw["name"],
        type=raw["type"],
        label=_label_or_none(raw.get("label")),
        hint=_label_or_none(raw.get("hint")),
        optional=raw.get("optional", False),
        choices={value: label_of(label) for value, label in raw.get("choices", ())},
    )


def child_of(raw: Raw) -> Child:
    """One kind of satellite."""
    join = raw.get("join")
    return Child(
        id=raw["id"],
        lifecycle=raw["lifecycle"],
        join=None if join is None else _join(join),
        cancel=raw.get("cancel"),
    )


def _join(raw: Raw) -> Join:
    return Join(
        when=raw["when"],
        least=raw.get("min"),
        at=raw.get("at"),
        outcome=tuple((value, rule) for value, rule in raw.get("outcome", ())),
    )


def policy_of(raw: Raw) -> Policy:
    """One promise about every path."""
    return Policy(raw["every"], raw["passes"])
