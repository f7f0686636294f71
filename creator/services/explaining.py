"""What can be done next, by whom, and why not: the guards of `fire()`, asked without acting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from creator.i18n import Text, _
from creator.models.subject import Subject
from creator.rules.actors import actor
from creator.rules.refusal import Refusal
from creator.rules.step import Step
from creator.services import definitions, judgement, veil
from creator.services.transitions import attempt, not_offered, step_for
from creator.services.work import Work
from creator.workflow.parts import Transition


@dataclass(frozen=True)
class Offer:
    """One step as somebody sees it. Blocked when `refusals` is not empty."""

    transition: Transition
    mine: bool
    refusals: tuple[Refusal, ...] = ()
    owners: str = ""

    @property
    def allowed(self) -> bool:
        return self.mine and not self.refusals


def explain(
    work: Work, subject: Subject, *, data: Mapping[str, Any] | None = None, trigger: str = ""
) -> list[Offer]:
    """Every step that leaves the present state: allowed, blocked with reasons, or not yours.

    Uses the guards of `fire()` and writes nothing. Steps that only the clock or a related subject
    takes are left out. With `trigger`, only that step; with `data`, as if the form were filled in.
    """
    definition = definitions.load(work.session, subject.definition_hash)
    offers, hidden = [], veil.veiled(work, subject, definition)
    for transition in definition.exits(subject.state):
        people = any(not word.startswith("@") for word in transition.by)
        if people and trigger in ("", transition.id):
            step = step_for(work, subject, transition.id, data=data)
            if not hidden or _told_outside(step):
                offers.append(_offer(step))
    return offers


def _told_outside(step: Step) -> bool:
    """Whether a step is told behind a veil: to whom it belongs, once its guards let it pass."""
    if judgement.acting_word(step, step.transition) is None:
        return False
    against = [*judgement.own_interest(step, step.transition),
               *judgement.guarded(step, step.transition)]  # fmt: skip
    return not against


def explain_one(work: Work, subject: Subject, transition: Transition) -> Offer:
    """One step as its own page says it. Whoever it does not belong to learns no more than that."""
    step = attempt(work, subject, transition.id)
    if judgement.acting_word(step, transition) is None:
        return Offer(transition, False, owners=judgement.owners_of(transition))
    offered = explain(work, subject, trigger=transition.id)
    return offered[0] if offered else Offer(transition, True, (not_offered(work, subject),))


def _offer(step: Step) -> Offer:
    transition = step.transition
    if judgement.acting_word(step, transition) is None:
        return Offer(transition, False, owners=judgement.owners_of(transition))
    return Offer(transition, True, tuple(judgement.refusals(step, transition)))


def waiting_for(work: Work, subject: Subject) -> Text | None:
    """Who must act next, as words; None in a final state."""
    state = definitions.load(work.session, subject.definition_hash).states[subject.state]
    if state.owner is None:
        return None
    return _("等待{owner}", owner=actor.words[state.owner].doc)
