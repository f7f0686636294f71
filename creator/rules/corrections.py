"""What a correction (补正) opens: the sections asked for, and those that hold a broken requirement.

Otherwise an applicant could neither hand the correction in nor put right what keeps it from it.
"""

from collections.abc import Iterable
from dataclasses import replace

from creator.programme.forms import Section
from creator.programme.programme import Programme
from creator.rules.guards import guard
from creator.rules.refusal import Refusal
from creator.rules.step import Step
from creator.workflow.definition import Definition
from creator.workflow.parts import Transition


def handing_in(definition: Definition, state: str) -> Transition | None:
    """The step that hands an application in from this state, if there is one."""
    exits = definition.exits(state)
    return next((t for t in exits if any(use.word == "form_complete" for use in t.guard)), None)


def section_of(programme: Programme, field: str) -> Section | None:
    """The section a question stands in."""
    sections = programme.form.sections
    return next((s for s in sections if any(f.id == field for f in s.fields)), None)


def broken_sections(step: Step, state: str) -> list[str]:
    """Sections with a requirement that is not met, of what leads on from this state."""
    transition = handing_in(step.definition, state)
    if transition is None:
        return []
    asked = replace(step, transition=transition)
    found = (one for use in transition.guard for one in guard[use.word](asked, **use.params))
    return _sections(step.programme, found)


def _sections(programme: Programme, refusals: Iterable[Refusal]) -> list[str]:
    places = [refusal.place.partition(".")[0] for refusal in refusals]
    sections = [section_of(programme, place) for place in places]
    return list(dict.fromkeys(section.id for section in sections if section is not None))
