"""Screening has one deadline: the announced day, or the period counted from the end of the call."""

from datetime import UTC, datetime

from sqlalchemy import select

from creator.calendar import deadline
from creator.clock import SetClock
from creator.models.edition import Edition
from creator.models.timer import Timer
from creator.rules.moments import moment
from creator.services.todos import every_edition, todos
from creator.services.transitions import attempt
from tests.services.applicants import open_call, register
from tests.services.ground import with_people

ANNOUNCED = datetime(2017, 2, 10, 16, tzinfo=UTC)


def due(ground, subject_id) -> set[datetime]:
    query = select(Timer.due_at).where(Timer.subject_id == subject_id, Timer.status == "armed")
    query = query.where(Timer.kind == "escalate")
    return set(ground.act_as(None, lambda work: set(work.session.scalars(query))))


def waiting(ground) -> list[tuple[str, datetime]]:
    found = ground.act("officer", lambda work: todos(work, every_edition(work)))
    return [(one.kind, one.due_at) for one in found]


def test_what_is_handed_in_early_is_not_overdue_while_the_call_is_open(database, tmp_path):
    ground, edition_id = open_call(database)
    applicant = register(ground, tmp_path)
    proposal_id = applicant.ready(edition_id)
    applicant.submit(proposal_id)
    assert due(ground, proposal_id) == {ANNOUNCED}
    assert waiting(ground) == [("proposal", ANNOUNCED)]


def test_the_edition_says_the_same_day_as_its_applications(database, tmp_path):
    ground, edition_id = open_call(database)
    applicant = register(ground, tmp_path)
    proposal_id = applicant.ready(edition_id)
    applicant.submit(proposal_id)
    ground.clock.instant = datetime(2017, 2, 1, 2, tzinfo=UTC)
    ground.settle()
    assert due(ground, edition_id) == due(ground, proposal_id) == {ANNOUNCED}


def test_without_an_announced_day_the_period_begins_when_the_call_closes(database):
    ground = with_people(database, SetClock(datetime(2012, 1, 4, 2, tzinfo=UTC)))
    edition_id = ground.edition("bengbu", "bengbu")

    def look(work):
        step = attempt(work, work.session.get_one(Edition, edition_id), "announce")
        rules = step.programme
        deadline_ = deadline(step.calendar, rules.calendar.call_closes, rules.screening.within)
        return moment["screening.ends_at"](step), deadline_.due_at

    ends, counted = ground.act("officer", look)
    assert ends == counted
