"""A code opens an account, and whoever made it could use it: what keeps that from being of use."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from creator.models.access import AccessRow
from creator.models.edition import Edition
from creator.models.outbox import Letter
from creator.models.person import Appointment, Person
from creator.services import appointments, passwords
from creator.services.refused import NotFound, Refused
from tests.web.conftest import PASSWORD, Visitor
from tests.web.desk import Desk, desk_over
from tests.web.test_people import code_on, person_with


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    return desk_over(sqlite_database, clock, site)


def with_password(desk: Desk, person_id: int) -> int:
    kept = passwords.keep(PASSWORD)
    desk.ask(lambda work: setattr(work.session.get_one(Person, person_id), "password_hash", kept))
    return person_id


def code_page(desk: Desk, person_id: int) -> str:
    return f"/editions/{desk.edition}/people/{person_id}/code"


def expert(desk: Desk) -> int:
    return with_password(desk, desk.invite("专家01", "13800000001", "expert"))


def renewed(desk: Desk, person_id: int) -> str:
    return code_on(desk.browser("officer").fill(code_page(desk, person_id)).text)


class TestComingInByACode:
    def test_ends_the_other_sessions(self, desk):
        owner, thief = Visitor(desk.site), Visitor(desk.site)
        code = renewed(desk, expert(desk))
        owner.sign_in("13800000001")
        assert owner.get("/inbox/").status_code == 200
        thief.fill("/enter/code", code=code)
        assert owner.get("/inbox/").status_code == 302

    def test_leads_to_the_password_and_nowhere_else(self, desk):
        visitor = Visitor(desk.site)
        visitor.fill("/enter/code", code=renewed(desk, expert(desk)))
        for path in ("/", "/inbox/", "/devices", "/again", "/call/beilin-2017", "/no-such-page"):
            told = visitor.get(path)
            assert (told.status_code, told.location) in ((302, "/password"), (404, None)), path
        assert visitor.press("/devices").status_code == 401
        assert visitor.get("/password").status_code == 200
        assert visitor.choose_password("三只白鹤飞过旧木桥").location == "/"
        assert visitor.get("/inbox/").status_code == 200

    def test_signs_nothing_for_somebody_who_had_a_password(self, desk):
        visitor = Visitor(desk.site)
        visitor.fill("/enter/code", code=renewed(desk, expert(desk)))
        visitor.choose_password("三只白鹤飞过旧木桥")
        assert visitor.get("/password").location == "/again?next=/password"

    def test_the_first_password_signs(self, desk):
        newcomer = Visitor(desk.site)
        desk.invite("专家01", "13800000001", "expert")
        newcomer.fill("/enter/code", code=renewed(desk, person_with(desk, "13800000001")))
        newcomer.choose_password()
        assert newcomer.get("/password").status_code == 200

    def test_is_written_down_and_told_to_the_person(self, desk):
        person = expert(desk)
        code = renewed(desk, person)
        desk.ground.clock.advance(timedelta(hours=1))
        Visitor(desk.site).fill("/enter/code", code=code)
        desk.ground.settle()
        officer = desk.ground.people["officer"]
        rows = select(AccessRow.what, AccessRow.subject_id).where(AccessRow.person_id == person)
        letters = select(Letter).where(Letter.person_id == person)
        told = desk.ask(lambda work: [tuple(row) for row in work.session.execute(rows)])
        body = desk.ask(lambda work: [one.body for one in work.session.scalars(letters)])
        assert told == [(f"entered:code:{officer}", desk.edition)]
        assert len(body) == 1
        assert "登录码由 officer 于" in body[0]

    def test_a_code_that_nobody_used_tells_nothing(self, desk):
        renewed(desk, expert(desk))
        desk.ground.settle()
        assert desk.ask(lambda work: work.session.scalars(select(Letter)).all()) == []


class TestWhoMakesACodeForWhoDecides:
    @pytest.fixture
    def approver(self, desk) -> int:
        return with_password(desk, desk.ground.people["approver"])

    def test_no_officer(self, desk, approver):
        page = desk.browser("officer").get(code_page(desk, approver))
        assert "登录码须由不兼任经办人的另一位审批人" in page.text
        assert "生成新登录码" not in page.text
        assert "entry-code" not in desk.browser("officer").press(code_page(desk, approver)).text

    def test_not_even_with_the_office_taken_away_for_a_moment(self, desk, approver):
        def end_it(work):
            held = work.session.scalars(
                select(Appointment).where(Appointment.person_id == approver)
            ).one()
            held.ends_at = work.now

        desk.ask(end_it)
        desk.invite("approver", "13900000001", "observer")
        page = desk.browser("officer").get(code_page(desk, approver))
        assert "登录码须由不兼任经办人的另一位审批人" in page.text

    def test_but_an_officer_before_they_have_ever_come_in(self, desk):
        assert renewed(desk, desk.ground.people["approver"])

    def test_another_approver(self, desk, approver):
        second = desk.invite("审批人02", "13900001111", "approver", everywhere=True)
        browser = desk.browser_of(second)
        page = browser.get(f"/editions/{desk.edition}/people").text
        assert code_page(desk, approver) in page
        assert "邀请人员" not in page
        assert "解除" not in page
        code = code_on(browser.fill(code_page(desk, approver)).text)
        assert Visitor(desk.site).fill("/enter/code", code=code).location == "/password"

    def test_who_decides_makes_none_for_others(self, desk, approver):
        other = expert(desk)
        assert desk.browser("approver").get(code_page(desk, other)).status_code == 404
        officer = desk.ground.people["officer"]
        assert desk.browser("approver").get(code_page(desk, officer)).status_code == 404
        for person_id in (other, officer):
            with pytest.raises(NotFound):
                desk.ask(lambda work, id_=person_id: renew(desk, work, id_), "approver")

    def test_nobody_who_is_an_officer_as_well(self, desk, approver):
        both = desk.invite("审批人02", "13900001111", "approver", everywhere=True)
        desk.invite("审批人02", "13900001111", "officer", everywhere=True)

        def attempt(work):
            return renew(desk, work, approver)

        with pytest.raises(Refused):
            desk.ground.act_as(both, attempt)


def renew(desk: Desk, work, person_id: int) -> str:
    return appointments.renew_code(
        work,
        work.session.get_one(Edition, desk.edition),
        work.session.get_one(Person, person_id),
    )
