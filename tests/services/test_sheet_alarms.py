"""A round comes to its end: whoever still owes sheets is told once, the office is told once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from creator.models.outbox import Letter
from tests.services.judging import judging

REMINDED = datetime(2017, 2, 15, 2, 0, tzinfo=UTC)  # two working days before Friday 17 February
OVER = datetime(2017, 2, 17, 11, 0, tzinfo=UTC)


@pytest.fixture
def held(database):
    """Five experts with three sheets each; the first has sealed, the second is in the middle."""
    made = judging(database)
    made.open_round()
    made.score(0, [70, 80, 90]), made.seal(0)
    made.score(1, [70, 80, 90])
    return made


def letters(held, template):
    query = select(Letter.person_id, Letter.body).where(Letter.template == template)
    with held.ground.database.reading() as session:
        return [tuple(row) for row in session.execute(query.order_by(Letter.person_id))]


def test_an_expert_is_reminded_once_of_all_open_sheets(held):
    held.ground.clock.instant = REMINDED
    held.ground.settle()
    told = letters(held, "sheets_due")
    assert [person for person, _body in told] == held.experts[1:5]
    assert {body.partition("”")[2] for _person, body in told} == {
        "将于 2017-02-17（星期五）18:00 截止评分，您还有 3 份评分表没有提交，请尽快办理。"
    }
    assert {person for person, _body in letters(held, "reminder")} & set(held.experts) == set()


def test_nobody_is_reminded_again_of_what_was_begun_since(held):
    held.ground.clock.instant = REMINDED
    held.ground.settle()
    held.score(2, [70, 80, 90])
    held.ground.settle()
    assert len(letters(held, "sheets_due")) == 4


def test_the_office_is_told_once_that_the_round_is_overdue(held):
    held.ground.clock.instant = OVER
    held.ground.settle()
    told = [one for one in letters(held, "overdue") if one[0] == held.ground.people["officer"]]
    assert len(told) == 1
