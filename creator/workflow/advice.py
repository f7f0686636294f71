"""What is allowed but probably not meant: warnings."""

import re
from collections.abc import Iterator

from creator.i18n import Text, _
from creator.workflow.definition import Definition
from creator.workflow.fault import Fault
from creator.workflow.finding import Finding, Findings
from creator.workflow.lifecycle import Lifecycle
from creator.workflow.lines import Where
from creator.workflow.parts import State


def advise(definition: Definition) -> Findings:
    """Owners who cannot act, and states whose every exit may be refused."""
    for state in definition.states.values():
        if state.final is None:
            yield from _owner(definition, state)
            yield from _guarded(definition, state)


def _owner(definition: Definition, state: State) -> Findings:
    exits = definition.exits(state.id)
    # Where a related subject moves this one, the owner acts there (an expert on the sheet).
    waits = any(word.startswith("@") and word != "@clock" for exit_ in exits for word in exit_.by)
    if state.owner and exits and not waits and all(state.owner not in exit_.by for exit_ in exits):
        text = _(
            "等待“{owner}”，但其在“{state}”办不了任何一步。", owner=state.owner, state=state.id
        )
        remedy = _("改 owner，或在某一步的 by 中加上此角色。")
        yield Finding(("state", state.id, "owner"), text, remedy, severity="warning")


def _guarded(definition: Definition, state: State) -> Findings:
    exits = definition.exits(state.id)
    if exits and all(exit_.guard for exit_ in exits):
        text = _("离开“{state}”的每一步都有条件，可能全部被拒绝。", state=state.id)
        remedy = _("留一步没有条件的出口，例如撤回或终止。")
        yield Finding(("state", state.id), text, remedy, severity="warning")


def unused(lifecycle: Lifecycle) -> list[Fault]:
    """Phases, options and parameters that the file defines and never uses."""
    return [
        Fault(
            lifecycle.path,
            lifecycle.lines.at(where),
            text,
            _("删去它，或在状态、步骤中使用它。"),
            "warning",
        )
        for where, text in _unused(lifecycle)
    ]


def _unused(lifecycle: Lifecycle) -> Iterator[tuple[Where, Text]]:
    document = lifecycle.document
    lived = {state["phase"] for state in document["state"]}
    for phase in document["phase"]:
        if phase["id"] not in lived:
            yield ("phase", phase["id"]), _("阶段“{id}”没有状态。", id=phase["id"])
    parts = {key: value for key, value in document.items() if key not in ("options", "params")}
    words = set(_strings(parts))
    for name in lifecycle.params:
        if f"${name}" not in words:
            yield ("params", name), _("参数“{id}”没有用到。", id=name)
    switched = {term for word in words for term in re.split(r"[|!:]", word)}
    for name in lifecycle.options:
        if name not in switched:
            yield ("options", name), _("选项“{id}”没有用到。", id=name)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
