"""Where it goes on after a step: what the step opened, or else the things that wait."""

from flask import url_for

from creator.i18n import _
from creator.models.decision import Decision, Notice, Objection
from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.services import find
from creator.services.explaining import explain
from creator.services.work import Work
from creator.web import dashboard
from creator.web.pages import name_of, page_of
from creator.workflow.parts import State

_LEAD_ON = (Decision, Notice, Objection)
"""What somebody looks at as soon as their step has opened it."""


def onward(work: Work, subject: Subject, before: State) -> tuple[object, str] | None:
    """Words and address of the next place; None where the page one returns to says it itself.

    `before`: the state the step has left.
    """
    opened = find.opened_by(work, subject, _LEAD_ON)
    if opened is not None:
        return name_of(opened), page_of(opened)
    if isinstance(subject, Edition):
        room = dashboard.newly_open(work, subject, before)
        if room is not None:
            return room.label, room.url
    if any(offer.allowed and not offer.transition.exception for offer in explain(work, subject)):
        return None
    return _("我的待办"), url_for("home.show")
