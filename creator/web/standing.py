"""What every page about a subject shows: where it stands, what comes next, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from markupsafe import Markup

from creator.i18n import Text, _, current_language
from creator.models.subject import Subject
from creator.services import veil
from creator.services.definitions import load
from creator.services.explaining import explain, waiting_for
from creator.services.stages import state_of
from creator.services.timeline import Happening, timeline
from creator.services.work import Work
from creator.web.moves import moves
from creator.web.parts import Entry, Status, Step, Tone
from creator.workflow.definition import Definition
from creator.workflow.drawing import draw
from creator.workflow.parts import State

MANY = 3
"""So many reasons against a step are said in full where a page of its own has them all."""


@dataclass(frozen=True)
class Standing:
    """A subject as its page shows it."""

    status: Status
    steps: list[Step]
    waiting: Text | None
    entries: list[Entry]
    drawing: Markup


def standing(work: Work, subject: Subject, *, inside: bool = True, back: str = "") -> Standing:
    """Gather it all. `inside`: the reader may know the inner names of states.

    `back`: the page to return to after a step, when it is not the subject's own.
    """
    definition = load(work.session, subject.definition_hash)
    happened = timeline(work, subject)
    status, told = status_of(state_of(work, subject)), None
    if not inside:
        status = replace(status, label=veil.state_label(work, subject, definition))
        told = veil.told_place(work, subject, definition)
    return Standing(
        status=status,
        steps=steps_of(work, subject, back),
        waiting=waiting_for(work, subject) if inside else None,
        entries=[_entry(one) for one in happened],
        drawing=drawing(definition, told or subject.state, inside=inside, told=told),
    )


def steps_of(work: Work, subject: Subject, back: str = "") -> list[Step]:
    """The buttons, open and shut. After a step one returns to `back`, else to the subject."""
    return moves(
        explain(work, subject),
        lambda trigger: step_url(subject, trigger, back),
        seq=subject.seq,
    )


def step_url(subject: Subject, trigger: str, back: str = "") -> str:
    """The page of a step, which knows where its reader came from."""
    kind, number = subject.type, subject.id
    return url_for("steps.take", kind=kind, number=number, trigger=trigger, back=back or None)


def shortened(stands: Standing) -> Standing:
    """A list of fifteen open items is said in three lines: a page of their own has them all."""
    return replace(stands, steps=[_short(step) for step in stands.steps])


def _short(step: Step) -> Step:
    if len(step.reasons) <= MANY:
        return step
    more: Sequence[Any] = [_("……等 {n} 项", n=len(step.reasons))]
    return replace(step, reasons=[*step.reasons[:MANY], *more])


def status_of(state: State, *, inside: bool = True) -> Status:
    """A state in a word and a tone."""
    tone: Tone = "good" if state.final == "success" else "info"
    if state.final == "failure":
        tone = "neutral"
    elif "contested" in state.marks or "correctable" in state.marks:
        tone = "wait"
    return Status(state.label if inside else state.shown_outside, tone)


_drawings: dict[tuple[str, str, str, bool, str | None], Markup] = {}


def drawing(
    definition: Definition, here: str, *, inside: bool = True, told: str | None = None
) -> Markup:
    """The lifecycle with "you are here"; drawn once per definition, state and language.

    Outsiders get the drawing in which states that look alike to them are one, but for the state
    they were `told` of.
    """
    language = current_language()
    key = (definition.hash, here, language, inside, told)
    if key not in _drawings:
        # The drawing escapes every text it is given, and files are all it is given.
        svg = draw(definition, language, here=here, outside=not inside, known=told)
        _drawings[key] = Markup(svg)  # noqa: S704
    return _drawings[key]


def _entry(one: Happening) -> Entry:
    return Entry(at=one.at, did=one.did, who=one.who, reason=one.reason, remark=one.state)
