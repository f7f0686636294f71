"""The format of lifecycle files, version 1. `docs/` explains it; this decides it."""

from creator.workflow.lines import Where
from creator.workflow.parts import CHECK
from creator.workflow.shape import (
    Report,
    Shape,
    actor,
    duration,
    entries,
    flag,
    identifier,
    label,
    many,
    named,
    one_of,
    option,
    scalar,
    table,
    target,
    text,
    whole,
    word,
)

FORMAT = 1
PARAM_TYPES = ("duration", "integer", "money", "choice", "decimal")
JOINS = ("all_final", "any_final", "min_success", "quorum_or_deadline")
OUTCOME_RULES = ("any:success", "all:success", "any:failure", "all:failure", "else")

ids: Shape = many(identifier)


def _version(value: object, where: Where, report: Report) -> None:
    one_of(str(FORMAT))(str(value), where, report)


def _branch_value(value: object, where: Where, report: Report) -> None:
    """What `choose` looks at: a form field, `outcome`, `option:<name>` or `check:<guard word>`."""
    kind, colon, word = value.partition(":") if isinstance(value, str) else ("", "", value)
    bare = word if colon and kind in ("option", CHECK) else value
    identifier(bare, where, report)


def _use(key: str) -> Shape:
    """A guard or effect: the word under `key`, and parameters only its vocabulary knows."""

    def check(value: object, where: Where, report: Report) -> None:
        if not isinstance(value, dict):
            table({}, ())(value, where, report)
            return
        known: dict[str, Shape] = {key: word, "option": option}
        own = {name: known.get(name, scalar) for name in value}
        table(own, required=[key])(value, where, report)

    return check


_phase = table({"id": identifier, "label": label}, required=["id", "label"])

_option = table({"label": label, "needs": ids, "excludes": ids}, required=["label"])

_param = table(
    {
        "type": one_of(*PARAM_TYPES),
        "default": scalar,
        "min": scalar,
        "max": scalar,
        "choices": named(label),
        "label": label,
    },
    required=["type", "default", "label"],
)

_due = table(
    {
        "at": word,
        "after": duration,
        "then": identifier,
        "remind": many(duration),
        "escalate": identifier,
    }
)

_state = table(
    {
        "id": identifier,
        "phase": identifier,
        "label": label,
        "public_label": label,
        "hint": label,
        "marks": ids,
        "owner": identifier,
        "due": _due,
        "final": one_of("success", "failure"),
        "option": option,
    },
    required=["id", "phase", "label"],
)

_field = table(
    {
        "type": identifier,
        "label": label,
        "hint": label,
        "optional": flag,
        "choices": named(label),
        "option": option,
    },
    required=["type", "label"],
)

_transition = table(
    {
        "id": identifier,
        "from": many(identifier, least=1),
        "to": target,
        "choose": table(
            {"on": _branch_value, "cases": named(target)},
            required=["on", "cases"],
        ),
        "by": many(actor, least=1),
        "label": label,
        "form": named(_field),
        "guard": many(_use("check")),
        "effect": many(_use("do")),
        "reason": flag,
        "confirm": label,
        "sign": flag,
        "four_eyes": ids,
        "locks": ids,
        "option": option,
        "exception": flag,
    },
    required=["id", "from", "by", "label"],
)

_join = table(
    {
        "when": one_of(*JOINS),
        "min": whole,
        "at": word,
        "outcome": named(one_of(*OUTCOME_RULES)),
    },
    required=["when"],
)

_child = table(
    {
        "id": identifier,
        "lifecycle": identifier,
        "join": _join,
        "cancel": identifier,
        "option": option,
    },
    required=["id", "lifecycle"],
)

_policy = table({"every": text, "passes": identifier, "option": option}, ["every", "passes"])

lifecycle_file = table(
    {
        "format": _version,
        "id": identifier,
        "label": label,
        "initial": identifier,
        "phase": entries(_phase),
        "options": named(_option),
        "params": named(_param),
        "state": entries(_state),
        "transition": entries(_transition),
        "child": entries(_child),
        "policy": entries(_policy),
    },
    required=["format", "id", "label", "initial", "phase", "state", "transition"],
)
