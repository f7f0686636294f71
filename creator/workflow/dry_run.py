"""What a new version of a definition would do to the subjects in flight. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from creator.i18n import Label
from creator.workflow.definition import Definition
from creator.workflow.graph import arcs, reachable
from creator.workflow.parts import State, Transition

_NAMELESS = Label("", "")
Effect = Literal["blocked", "next_step", "later", "unaffected"]


@dataclass(frozen=True)
class Report:
    """Per state with live subjects, how a migration would touch them; numbers are subjects.

    `blocked`: the state is gone and `state_map` names no other. `next_step`: what can be done now
    differs. `later`: only steps further on differ. `unaffected`: nothing they can reach differs.
    """

    states: Mapping[str, Effect]
    live: Mapping[str, int]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def count(self, effect: Effect) -> int:
        """How many live subjects are touched in this way."""
        return sum(self.live[state] for state, found in self.states.items() if found == effect)

    @property
    def possible(self) -> bool:
        """Whether every live subject has a place in the new definition."""
        return self.count("blocked") == 0


def compare(
    old: Definition,
    new: Definition,
    live: Mapping[str, int],
    state_map: Mapping[str, str] | None = None,
) -> Report:
    """Classify `live` subjects (old state -> how many) under `new`.

    `state_map` sends removed states to new ones. Names and hints do not count as a difference:
    only what people can do, must do, or are held to does.
    """
    sent = dict(state_map or {})
    kept = [state for state in old.states if sent.get(state, state) in new.states]
    touched = {state for state in kept if _differs(old, new, state, sent.get(state, state))}
    touched |= old.states.keys() - set(kept)
    walk = arcs(old)

    def effect(state: str) -> Effect:
        if state not in kept:
            return "blocked"
        if state in touched:
            return "next_step"
        return "later" if touched & reachable(walk, [state]) else "unaffected"

    return Report(
        states={state: effect(state) for state, number in live.items() if number},
        live=dict(live),
        added=tuple(name for name in new.transitions if name not in old.transitions),
        removed=tuple(name for name in old.transitions if name not in new.transitions),
        changed=tuple(
            name
            for name, transition in old.transitions.items()
            if name in new.transitions and _rule(transition) != _rule(new.transitions[name])
        ),
    )


def _differs(old: Definition, new: Definition, was: str, is_now: str) -> bool:
    if was != is_now or _duty(old.states[was]) != _duty(new.states[is_now]):
        return True
    before = {exit_.id: _rule(exit_) for exit_ in old.exits(was)}
    return before != {exit_.id: _rule(exit_) for exit_ in new.exits(is_now)}


def _duty(state: State) -> State:
    """The state without the names it is shown by."""
    return replace(state, label=_NAMELESS, public_label=None, hint=None, phase="")


def _rule(transition: Transition) -> Transition:
    """The transition without its names, and without where else it may be taken."""
    form = {name: replace(f, label=None, hint=None) for name, f in transition.form.items()}
    return replace(transition, label=_NAMELESS, confirm=None, sources=(), form=form)
