"""The arcs of a definition, and what can be proven by walking them."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping

from creator.workflow.definition import Definition
from creator.workflow.parts import Transition

Arcs = Mapping[str, tuple[str, ...]]
"""State -> the states one step away, without the state itself."""


def arcs(
    definition: Definition, only: Callable[[Transition], bool] = lambda transition: True
) -> Arcs:
    """The arcs of all transitions, or of those that `only` keeps."""
    return {
        state: _next(state, filter(only, definition.exits(state))) for state in definition.states
    }


def _next(state: str, exits: Iterable[Transition]) -> tuple[str, ...]:
    found = dict.fromkeys(target for exit_ in exits for target in exit_.targets(state))
    found.pop(state, None)
    return tuple(found)


def reversed_arcs(forward: Arcs) -> Arcs:
    """The same arcs, walked backwards."""
    back: dict[str, list[str]] = {state: [] for state in forward}
    for source, targets in forward.items():
        for target in targets:
            back.setdefault(target, []).append(source)
    return {state: tuple(sources) for state, sources in back.items()}


def reachable(walk: Arcs, starts: Iterable[str]) -> frozenset[str]:
    """Every state that can be reached, the starts included."""
    seen, queue = set(starts), deque(starts)
    while queue:
        for target in walk.get(queue.popleft(), ()):
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return frozenset(seen)


def path_avoiding(walk: Arcs, start: str, goal: str, avoided: str) -> tuple[str, ...]:
    """A shortest path that does not touch `avoided`; empty if there is none.

    This is the proof of a policy: delete the node, and if the goal can still be reached, the path
    is the counterexample.
    """
    if avoided in (start, goal):
        return ()
    came: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        if state == goal:
            return _back(came, goal)
        for target in walk.get(state, ()):
            if target not in came and target != avoided:
                came[target] = state
                queue.append(target)
    return ()


def _back(came: Mapping[str, str | None], goal: str) -> tuple[str, ...]:
    path: list[str] = []
    step: str | None = goal
    while step is not None:
        path.append(step)
        step = came[step]
    return tuple(reversed(path))


def cycle(walk: Arcs) -> tuple[str, ...]:
    """The states of one cycle, in order; empty if there is none."""
    for state in walk:
        for target in walk[state]:
            back = path_avoiding(walk, target, state, "")
            if back:
                return back
    return ()
