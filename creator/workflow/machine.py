"""One frozen state machine per definition, and the single way to ask it for a step.

`transitions` is built for one model per machine. Here rows come and go, so a machine is shared by
all subjects and threads, holds no model, and moves a throw-away context instead. What a file says
reaches the library only as state names and our own subclass, never as a callback: a string
callback would be imported and run.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

import transitions as library

from creator.workflow.definition import Definition
from creator.workflow.parts import CHECK, STAYS, Transition

R = TypeVar("R")

# At INFO the library writes a line per callback, which makes a step three times as slow.
logging.getLogger("transitions").setLevel(logging.WARNING)


class NotOffered(Exception):
    """This trigger does not exist in this state (or not at all)."""

    def __init__(self, state: str, trigger: str) -> None:
        super().__init__(f"{trigger!r} cannot be fired in {state!r}")
        self.state, self.trigger = state, trigger


class Undecided(Exception):
    """The value that selects the branch is missing or is none of the cases."""

    def __init__(self, transition: Transition, value: object) -> None:
        super().__init__(f"{transition.id!r} has no branch for {value!r}")
        self.transition, self.value = transition, value


@dataclass(frozen=True)
class Advance(Generic[R]):
    """The answer: `to` is the next state, or None when `refusals` says why there is none."""

    transition: Transition
    to: str | None
    refusals: tuple[R, ...]


@dataclass
class _Asking:
    """The throw-away context of one step; the library writes `state`, the transition the rest."""

    state: str
    data: Mapping[str, object]
    outcome: str | None
    check: Callable[[Transition], Sequence[Any]]
    holds: Callable[[str], bool] | None
    refusals: tuple[Any, ...] = ()

    def branch(self, rule: Transition) -> str | None:
        """The value that selects the branch. Raises `Undecided` if it selects none."""
        if rule.choose is None:
            return None
        kind, _colon, word = rule.choose.on.partition(":")
        if kind == CHECK and self.holds is not None:
            return "true" if self.holds(word) else "false"
        value = self.outcome if kind == "outcome" else self.data.get(kind)
        if not isinstance(value, str) or value not in rule.choose.cases:
            raise Undecided(rule, value)
        return value


class _Step(library.Transition):
    """One arc. The library keeps one bool per condition; we keep every refusal."""

    def __init__(self, source: str, dest: str, rule: Transition, case: str | None) -> None:
        super().__init__(source, dest)
        self.rule = rule
        self.case = case

    def _eval_conditions(self, event_data: Any) -> bool:
        asking: _Asking = event_data.model
        if self.case != asking.branch(self.rule):
            return False
        asking.refusals = tuple(asking.check(self.rule))
        return not asking.refusals


class FrozenMachine(library.Machine):
    """A machine without models that cannot be changed once it is built."""

    def __init__(self, definition: Definition) -> None:
        super().__init__(
            model=None,
            states=list(definition.states),
            initial=definition.initial,
            auto_transitions=False,
            send_event=True,
            queued=False,
        )
        for rule in definition.transitions.values():
            self._add_arcs(rule)

    def _add_arcs(self, rule: Transition) -> None:
        event = self.events[rule.id] = library.Event(rule.id, self)
        arcs: dict[str | None, str] = {None: rule.to} if rule.to is not None else {}
        arcs.update(rule.choose.cases if rule.choose else {})
        for source in rule.sources:
            for case, target in arcs.items():
                dest = source if target == STAYS else target
                event.add_transition(_Step(source, dest, rule, case))

    def add_model(self, model: object, initial: object = None) -> NoReturn:
        """Refused: registering a row would reset its state and keep it alive for ever."""
        raise TypeError("a frozen machine takes no models; use advance()")

    def add_transition(self, *args: object, **kwargs: object) -> NoReturn:
        """Refused: a definition is immutable."""
        raise TypeError("a frozen machine takes no new transitions")


_machines: dict[str, FrozenMachine] = {}
_building = threading.Lock()


def machine_of(definition: Definition) -> FrozenMachine:
    """The one machine of this definition, built at first use. Safe from every thread."""
    built = _machines.get(definition.hash)
    if built is None:
        with _building:
            built = _machines.get(definition.hash)
            if built is None:
                built = _machines[definition.hash] = FrozenMachine(definition)
    return built


def advance(
    definition: Definition,
    *,
    state: str,
    trigger: str,
    data: Mapping[str, object],
    outcome: str | None = None,
    check: Callable[[Transition], Sequence[R]],
    holds: Callable[[str], bool] | None = None,
) -> Advance[R]:
    """Ask for one step from `state`; nothing is written anywhere.

    `check` evaluates actor and guards of the transition and returns every refusal (empty = go
    ahead); it is called exactly once. `data` is the transition's form, `outcome` the join's.
    `holds` answers a branch over a guard word: whether it has nothing against the subject.
    Raises `NotOffered` if the state has no such trigger and `Undecided` if a branch cannot be
    selected; whatever `check` raises passes through.
    """
    rule = definition.transitions.get(trigger)
    if rule is None or state not in rule.sources:
        raise NotOffered(state, trigger)
    asking = _Asking(state, data, outcome, check, holds)
    moved = machine_of(definition).events[trigger].trigger(asking)
    return Advance(rule, asking.state if moved else None, asking.refusals)
