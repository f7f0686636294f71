"""Alarms of a judging round: one letter a reader and deadline, however many sheets are open.

Edition, proposals and sheets share the deadline. An expert is reminded by the sheets, of how many
they still owe; the office is told by the edition that the round is overdue. What is judged says
nothing: its title is not for every expert.
"""

from datetime import datetime

from sqlalchemy import func, select

from creator.models.edition import Edition
from creator.models.review import Review
from creator.models.subject import Subject, in_edition
from creator.models.timer import Timer
from creator.rules.effects.acts import letter_params
from creator.rules.pins import marked
from creator.rules.requests import Tell
from creator.rules.step import Step
from creator.rules.times import At
from creator.services.stages import has_mark, state_of
from creator.services.work import Work

_OPEN = "scoring_open"


def of_a_round(work: Work, subject: Subject) -> bool:
    """Whether what is due here is the judging of a round."""
    return isinstance(subject, Review) or (
        state_of(work, subject).owner == "expert" and has_mark(work, subject, _OPEN)
    )


def speaks(work: Work, subject: Subject, timer: Timer) -> bool:
    """Whether this alarm, of all that ring for the round, is the one to tell its reader."""
    if timer.kind == "escalate":
        return isinstance(subject, Edition)
    if not isinstance(subject, Review) or not has_mark(work, subject, _OPEN):
        return False
    # The oldest speaks, also when it has spoken already: two workers come to the same answer.
    of_expert = (
        select(func.min(Timer.id)).select_from(Review).join(Timer, Timer.subject_id == Review.id)
    )
    same = of_expert.where(
        in_edition(Review, subject.edition_id),
        Review.expert_id == subject.expert_id,
        Timer.kind == timer.kind,
        Timer.trigger == timer.trigger,
        Timer.due_at == timer.due_at,
        Timer.status != "void",
    )
    return work.session.scalar(same) == timer.id


def reminder(work: Work, step: Step, closes: datetime) -> Tell:
    """To the expert who owes sheets: how many."""
    review = step.subject
    assert isinstance(review, Review)
    owed = (
        select(func.count(Review.id))
        .select_from(Review)
        .where(
            in_edition(Review, step.edition.id),
            Review.expert_id == review.expert_id,
            Review.state.in_(marked(step, "review", _OPEN)),
        )
    )
    count = work.session.scalar(owed) or 0
    params = {**letter_params(step), "n": str(count), "due": At(closes)}
    return Tell([review.expert_id], "sheets_due", params)
