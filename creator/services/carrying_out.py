"""Carrying out what the effects of a step asked for, in the transaction of the step."""

from collections.abc import Sequence

from creator.db.lean import keep
from creator.rules.requests import Act, Add, Open, Request, RereadTimers, Tell
from creator.rules.step import Step
from creator.services import children, letters, timers
from creator.services.work import Work


def carry_out(work: Work, step: Step, requests: Sequence[Request]) -> None:
    """Add rows, open children, queue acts and letters, and let timers look again, in this order."""
    for ordinal, request in enumerate(requests):
        match request:
            case Add(row):
                keep(work.session, row)
            case Open(child, entity):
                children.open_child(work, step, child, entity)
            case Act():
                letters.queue_act(work, step.subject, request, ordinal)
            case Tell():
                letters.queue_letters(work, step.subject, request, ordinal)
            case RereadTimers():
                timers.reread(work, step.edition.id)
    work.session.flush()
