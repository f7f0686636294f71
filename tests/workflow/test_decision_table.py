"""Every state × trigger × branch × actor × failing guard, against an oracle that reads the JSON.

The oracle knows nothing of the engine: it looks the arc up in the stored body. So a wrong arc, a
lost refusal or a forgotten actor check in the machine shows as a difference.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from creator.home import home
from creator.workflow.combinations import every_combination
from creator.workflow.definition import Definition
from creator.workflow.machine import NotOffered, advance
from creator.workflow.parts import Transition
from creator.workflow.reader import read
from creator.workflow.resolve import resolve
from tests.workflow.samples import FOLDER

FILES = sorted((*FOLDER.glob("*.toml"), *(home() / "workflows/lifecycles").glob("*.toml")))
ANYBODY = "anybody_else"


def definitions(file: Path) -> Iterator[Definition]:
    lifecycle = read(file)
    # All arcs occur with the largest and the smallest sets of options.
    combinations = list(every_combination(lifecycle))
    for options in (combinations[0], combinations[-1], combinations[len(combinations) // 2]):
        yield resolve(lifecycle, options)


def oracle(body: Any, state: str, trigger: str, value: str | None, actor: str, failing: str) -> Any:
    """`"absent"`, the refusals, or the next state."""
    (raw,) = [t for t in body["transitions"] if t["id"] == trigger]
    if state not in raw["from"]:
        return "absent"
    refusals = [] if actor in raw["by"] else ["not_yours"]
    refusals += [g["check"] for g in raw.get("guard", []) if g["check"] == failing]
    if refusals:
        return refusals
    to = raw["choose"]["cases"][value] if "choose" in raw else raw["to"]
    return state if to == "@same" else to


def decided(
    definition: Definition, state: str, trigger: str, value: str | None, actor: str, failing: str
) -> Any:
    def check(transition: Transition) -> list[str]:
        refusals = [] if actor in transition.by else ["not_yours"]
        return refusals + [use.word for use in transition.guard if use.word == failing]

    choose = definition.transitions[trigger].choose
    data = {choose.on: value} if choose else {}
    try:
        step = advance(
            definition, state=state, trigger=trigger, data=data, outcome=value, check=check,
            holds=lambda _word: value == "true",
        )  # fmt: skip
    except NotOffered:
        return "absent"
    return list(step.refusals) or step.to


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_machine_decides_as_the_file_says(file: Path) -> None:
    decisions = 0
    for definition in definitions(file):
        body = json.loads(definition.body)
        actors = {actor for t in definition.transitions.values() for actor in t.by} | {ANYBODY}
        for transition in definition.transitions.values():
            values = list(transition.choose.cases) if transition.choose else [None]
            failing = ["", *dict.fromkeys(use.word for use in transition.guard)]
            cases = (
                (state, transition.id, value, actor, guard)
                for state in definition.states
                for value in values
                for actor in sorted(actors)
                for guard in failing
            )
            for case in cases:
                decisions += 1
                assert decided(definition, *case) == oracle(body, *case), case
    print(f"{file.stem}: {decisions} decisions agree with the oracle")
    assert decisions > 10
