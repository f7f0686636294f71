"""What an objection pauses, how long, and what follows from its ruling."""

from datetime import UTC, datetime

import pytest

from creator.models.edition import Edition
from creator.models.proposal import Proposal
from creator.services import notices
from tests.services.deciding import copied, deciding, noticed


@pytest.fixture
def published(sqlite_copies, tmp_path_factory, tmp_path):
    """Three awards in public notice since Tuesday 14 February 2017."""
    with copied(noticed(sqlite_copies, tmp_path_factory)) as held:
        yield held


def test_an_objection_pauses_only_its_item_and_dismissed_the_days_left_run_on(published):
    published.pass_days(1)  # Wednesday: the day of the hold stays among the five that are left
    objection, _ticket = published.object_to(rank=2)
    first, second = published.ranked(1), published.ranked(2)
    assert (published.label(first), published.label(second)) == ("公示中", "异议处理中")
    published.pass_days(7)  # Wednesday 22 February: the others are over
    assert (published.label(first), published.label(second)) == ("已立项，待确认", "异议处理中")
    published.rule(objection, "dismiss")
    with published.ground.database.reading() as session:
        proposal = session.get_one(Proposal, second)
        assert proposal.notice_ends_at == datetime(2017, 3, 1, 16, tzinfo=UTC)
        assert proposal.held_days is None
    published.pass_days(8)
    assert published.label(second) == "已立项，待确认"


def test_two_holds_never_lengthen_the_period(published):
    published.pass_days(1)
    published.rule(published.object_to(key="a")[0], "dismiss")

    def end():
        with published.ground.database.reading() as session:
            return session.get_one(Proposal, published.ranked(1)).notice_ends_at

    once = end()
    published.rule(published.object_to(key="b")[0], "dismiss")
    assert end() == once


def test_calendar_days_are_resumed_as_calendar_days(sqlite_database):
    held = deciding(sqlite_database, notice__period="7d")
    held.publish_all()
    held.pass_days(4)  # Saturday 18 February; the notice ends on Tuesday 21
    objection, _ticket = held.object_to()
    held.pass_days(2)
    held.rule(objection, "dismiss")
    with held.ground.database.reading() as session:
        ends = session.get_one(Proposal, held.ranked(1)).notice_ends_at
        assert ends == datetime(2017, 2, 24, 16, tzinfo=UTC)


def test_an_upheld_objection_frees_money_and_slot(published):
    objection, _ticket = published.object_to()
    published.rule(objection, "uphold")
    assert published.label(published.ranked(1)) == "取消立项资格"
    with published.ground.database.reading() as session:
        assert session.get_one(Edition, published.held.edition_id).reserved_fen == 4_300_000
    dropped = published.at_notice(lambda w, n: [i.dropped for i in notices.shown(w, n).items])
    assert dropped == [True, False, False]


def test_while_the_procedure_is_contested_no_award_is_confirmed(published):
    objection, _ticket = published.object_to(rank=None)
    published.pass_days(9)
    assert published.label(published.ranked(1)) == "公示中"
    published.rule(objection, "dismiss")
    assert published.label(published.ranked(1)) == "已立项，待确认"


def test_an_upheld_procedure_objection_sends_everything_back_to_the_ranking(published):
    objection, _ticket = published.object_to(rank=None)
    published.pass_days(9)
    published.rule(objection, "uphold")
    assert [published.label(published.ranked(n)) for n in (1, 2, 3)] == ["已排名"] * 3
    assert published.at_notice(lambda w, n: notices.shown(w, n).withdrawn)
    with published.ground.database.reading() as session:
        assert session.get_one(Edition, published.held.edition_id).reserved_fen == 0
