"""Two people changed the same section: what the other one saved, beside what was typed here."""

from collections.abc import Sequence
from dataclasses import dataclass

from creator.i18n import Label
from creator.programme.forms import Section
from creator.rules.application import Application
from creator.rules.shapes import Misshapen, shaped
from creator.rules.wording import worded
from creator.web.forms.application import typed
from creator.web.forms.base import Form


@dataclass(frozen=True)
class Conflict:
    """One question with both answers in words."""

    label: Label
    theirs: str
    yours: str


def conflicts(application: Application, section: Section, form: Form) -> Sequence[Conflict]:
    """Questions of the section whose stored answer is not what was typed here."""
    programme, found = application.programme, []
    for id, value in typed(application, section, form).items():
        question = application.fields[id]
        try:
            mine = shaped(programme, question, value)
        except Misshapen:
            continue
        stored = application.answers.get(id)
        if mine != stored:
            pair = (worded(programme, question, stored), worded(programme, question, mine))
            found.append(Conflict(question.label, *pair))
    return found
