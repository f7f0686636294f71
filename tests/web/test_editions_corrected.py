"""A published call changes only by a numbered correction notice (更正公告)."""

import pytest
from sqlalchemy import func, select

from creator.models.edition import Amendment, Edition
from creator.services import editions
from tests.web.desk import Desk, desk_over, typed


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    made = desk_over(sqlite_database, clock, site)
    made.open_call()
    return made


def closes(desk: Desk) -> str:
    """The day of the month on which the call closes, as the rules in force say."""

    def look(work):
        found = work.session.get_one(Edition, desk.edition)
        return editions.programme(work, found).calendar.call_closes

    return f"{desk.ask(look):%d}"


def drafts(desk: Desk) -> int:
    return desk.ask(lambda work: work.session.scalar(select(func.count(Amendment.id))))


class TestCorrecting:
    """After publication the same form drafts a 更正公告 that somebody else approves."""

    def draft(self, desk, **changed):
        path = f"/editions/{desk.edition}/adjust"
        browser = desk.browser("officer")
        values = {**typed(browser.get(path).text), "reason": "春节放假。", **changed}
        return browser.fill(path, **values)

    def test_waits_for_approval_and_then_counts(self, desk):
        answer = self.draft(desk, **{"calendar.call_closes": "2017-01-30T17:00"})
        assert answer.status_code == 303
        page = desk.browser("approver").get(answer.location).text
        assert "2017-01-26（星期四）17:00" in page
        assert "2017-01-30（星期一）17:00" in page
        assert closes(desk) == "26"

        number = int(answer.location.rsplit("/", 1)[1])
        desk.browser("approver").fill(f"/do/amendment/{number}/approve")
        assert closes(desk) == "30"
        public = desk.browser("community").get("/call/beilin-2017").text
        assert "BL-2017-更正-001" in public
        assert "春节放假。" in public

    def test_is_not_approved_by_whoever_drafted_it(self, desk):
        answer = self.draft(desk, **{"tiers.A.slots": "7", "pool": "600000"})
        page = desk.browser("officer").get(answer.location).text
        assert "轮到：审批人" in page

    def test_is_closed_to_strangers_until_it_is_issued(self, desk):
        answer = self.draft(desk, **{"tiers.A.slots": "7", "pool": "600000"})
        assert desk.browser("community").get(answer.location).status_code == 404

    def test_says_what_was_refused_against_the_rules_then_in_force(self, desk):
        answer = self.draft(desk, **{"calendar.call_closes": "2017-01-30T17:00"})
        number = int(answer.location.rsplit("/", 1)[1])
        desk.browser("approver").fill(f"/do/amendment/{number}/refuse", reason="不必。")
        assert closes(desk) == "26"
        public = desk.browser("community").get("/call/beilin-2017").text
        assert "不必。" not in public

    def test_needs_a_reason_and_a_sound_result(self, desk):
        assert self.draft(desk, pool="600000", reason="").status_code == 422
        assert self.draft(desk, pool="900000").status_code == 422
        assert drafts(desk) == 0

    def test_nothing_changed_is_no_correction(self, desk):
        assert self.draft(desk).location == f"/editions/{desk.edition}"
        assert drafts(desk) == 0
