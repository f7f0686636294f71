"""What is to be drawn of a definition: nodes, main arcs, and badges for the exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from creator.i18n import Label
from creator.workflow.definition import Definition
from creator.workflow.parts import STAYS, State, Transition

Kind = Literal["initial", "ordinary", "success", "failure"]
MANY = 3  # a step to a failure from this many states is noise as arcs


@dataclass(frozen=True)
class Node:
    """One box. From outside, states that are shown by the same words are one box."""

    id: str
    label: Label
    phase: str
    kind: Kind
    states: frozenset[str]


@dataclass(frozen=True)
class Step:
    """One transition with the number it has in the drawing and in the table."""

    number: int
    id: str
    label: Label
    by: tuple[str, ...]
    arcs: tuple[tuple[str, str], ...]
    exception: bool


@dataclass(frozen=True)
class Scene:
    """Everything drawn, in the order of the file."""

    label: Label
    phases: Mapping[str, Label]
    nodes: Mapping[str, Node]
    steps: tuple[Step, ...]

    def node_of(self, state: str | None) -> str | None:
        """The box a state is in; None for a state that is not drawn."""
        return next((node.id for node in self.nodes.values() if state in node.states), None)

    def main_arcs(self) -> dict[tuple[str, str], list[Step]]:
        """The arcs drawn as lines, each with the steps that take it."""
        found: dict[tuple[str, str], list[Step]] = {}
        for step in self.steps:
            for source, target in step.arcs:
                if not step.exception and source != target:
                    found.setdefault((source, target), []).append(step)
        return found

    def badges(self, node: str) -> list[Step]:
        """The steps shown as numbers on a box: exceptions, and steps that stay where they are."""
        return [
            step
            for step in self.steps
            if any(
                source == node and (step.exception or target == node)
                for source, target in step.arcs
            )
        ]

    def arrivals(self, node: str) -> list[Step]:
        """The numbered steps that lead to a box no line leads to."""
        if any(target == node for _source, target in self.main_arcs()):
            return []
        return [
            step
            for step in self.steps
            if any(target == node != source for source, target in step.arcs)
        ]


def scene_of(definition: Definition, *, outside: bool = False, known: str | None = None) -> Scene:
    """The scene for staff, or for people `outside`, who must not see through a public label.

    `known`: a state of which whoever stands outside has been told; it is a box of its own.
    """
    groups: dict[tuple[bool, str], list[State]] = {}
    for state in definition.states.values():
        merged = outside and state.id != known
        name = f"{state.shown_outside}" if merged else state.id
        groups.setdefault((merged, name), []).append(state)
    boxes = {state.id: group[0].id for group in groups.values() for state in group}
    nodes = {
        group[0].id: _node(definition, group, merged) for (merged, _name), group in groups.items()
    }
    steps = (
        _step(definition, number, transition, boxes, outside)
        for number, transition in enumerate(definition.transitions.values(), 1)
    )
    lived = {node.phase for node in nodes.values()}
    everywhere = _stays_everywhere(definition)
    return Scene(
        label=definition.label,
        phases={phase.id: phase.label for phase in definition.phases.values() if phase.id in lived},
        nodes=nodes,
        steps=tuple(step for step in steps if step.arcs and step.id not in everywhere),
    )


def _stays_everywhere(definition: Definition) -> frozenset[str]:
    """Steps that move nothing and can be taken as long as it lives: no part of the way."""
    alive = {state.id for state in definition.states.values() if state.final is None}
    return frozenset(
        step.id
        for step in definition.transitions.values()
        if step.to == STAYS and alive <= set(step.sources)
    )


def _node(definition: Definition, group: list[State], outside: bool) -> Node:
    first = group[0]
    kind: Kind = "initial" if first.id == definition.initial else "ordinary"
    return Node(
        id=first.id,
        label=first.shown_outside if outside else first.label,
        phase=first.phase,
        kind=first.final or kind,
        states=frozenset(state.id for state in group),
    )


def _step(
    definition: Definition,
    number: int,
    transition: Transition,
    boxes: Mapping[str, str],
    outside: bool,
) -> Step:
    arcs = dict.fromkeys(
        (boxes[source], boxes[target])
        for source in transition.sources
        for target in transition.targets(source)
        # From outside, a step within one box would tell that there is more in it.
        if not outside or boxes[source] != boxes[target]
    )
    return Step(
        number=number,
        id=transition.id,
        label=transition.label,
        by=transition.by,
        arcs=tuple(arcs),
        exception=transition.exception or _fans_in(definition, transition),
    )


def _fans_in(definition: Definition, transition: Transition) -> bool:
    targets = {target for source in transition.sources for target in transition.targets(source)}
    lost = all(definition.states[target].final == "failure" for target in targets)
    return lost and len(transition.sources) >= MANY
