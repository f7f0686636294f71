"""People of an edition: invited with a code that is shown once, and relieved of office."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from creator.models.access import AccessRow
from creator.models.person import Appointment, ExpertProfile, Person
from creator.services import passwords
from creator.services.people import CODE_LIFETIME
from tests.databases import counting
from tests.services.applicants import credit_code
from tests.web.conftest import PASSWORD, Visitor
from tests.web.desk import Desk, another_host, desk_over


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    return desk_over(sqlite_database, clock, site)


def invite(desk: Desk, role: str = "approver", **typed):
    values = {"name": "审批人02", "mobile": "13900001111", "scope": "edition", **typed}
    path = f"/editions/{desk.edition}/people/invite"
    return desk.browser("officer").fill(path, role=role, **values)


def code_on(page: str) -> str:
    return re.search(r"entry-code\">([^<]+)<", page)[1]


def logged(desk: Desk) -> list[str]:
    query = select(AccessRow.what).where(AccessRow.subject_id == desk.edition)
    return desk.ask(lambda work: list(work.session.scalars(query.order_by(AccessRow.id))))


def person_with(desk: Desk, mobile: str) -> int:
    query = select(Person.id).where(Person.mobile == mobile)
    return desk.ask(lambda work: work.session.scalars(query).one())


class TestInviting:
    def test_shows_a_code_once_with_which_the_person_comes_in(self, desk):
        page = invite(desk)
        assert page.status_code == 200
        assert 'class="qr-code"' in page.text
        visitor = Visitor(desk.site)
        visitor.fill("/enter/code", code=code_on(page.text))
        assert "审批人02" in visitor.get("/password").text
        again = Visitor(desk.site).fill("/enter/code", code=code_on(page.text))
        assert again.status_code == 422

    def test_lets_a_newcomer_in_who_registers_an_organisation(self, desk):
        desk.open_call()
        code = code_on(invite(desk, "entrant", name="李申报").text)
        newcomer = Visitor(desk.site)
        newcomer.fill("/enter/code", code=code)
        newcomer.choose_password()
        call = newcomer.get("/call/beilin-2017").text
        assert 'href="/apply/beilin-2017"' in call
        registered = newcomer.fill(
            "/apply/beilin-2017/organisation",
            legal_class="registered",
            name="友邻社工中心（示例）",
            number=credit_code(7),
            responsible="李申报",
        )
        assert registered.headers["Location"] == "/apply/beilin-2017"
        assert newcomer.get(f"/editions/{desk.edition}").status_code == 404

    def test_is_written_down(self, desk):
        invite(desk)
        person = person_with(desk, "13900001111")
        assert logged(desk) == [f"appointed:approver:{person}", f"code:{person}"]

    def test_an_expert_enters_the_pool_of_the_host(self, desk):
        invite(desk, "expert", field="finance", employer="某会计师事务所", max_load="6")
        query = select(ExpertProfile).where(
            ExpertProfile.person_id == person_with(desk, "13900001111")
        )
        profile = desk.ask(lambda work: work.session.scalars(query).one())
        assert (profile.field, profile.employer, profile.max_load, profile.number) == (
            "finance",
            "某会计师事务所",
            6,
            "E001",
        )

    def test_for_this_edition_or_for_all_of_the_host(self, desk):
        invite(desk)
        invite(desk, name="审批人03", mobile="13900002222", scope="host")
        scopes = desk.ask(
            lambda work: [
                (a.edition_id, a.host_id)
                for a in work.session.scalars(select(Appointment).order_by(Appointment.id))
            ][-2:]
        )
        assert scopes == [(desk.edition, None), (None, desk.ground.host_id)]

    @pytest.mark.parametrize(
        "typed",
        [
            {"mobile": "1390000111"},
            {"mobile": "88888888"},
            {"name": ""},
            {"role": "applicant"},
            {"role": ""},
            {"scope": "world"},
        ],
    )
    def test_says_what_is_wrong_with_an_entry(self, desk, typed):
        assert invite(desk, **{"role": "approver", **typed}).status_code == 422

    def test_another_name_for_a_known_number_is_noticed_and_not_told(self, desk):
        answer = invite(desk, name="某某", mobile="13900000001")
        assert answer.status_code == 422
        assert "姓名与所填的不一致" in answer.text
        assert "approver" not in re.sub(r'value="approver"|id="[^"]*"', "", answer.text)

    def test_nobody_appoints_themselves(self, desk):
        answer = invite(desk, name="officer", mobile="13900000000")
        assert answer.status_code == 422
        assert "不能给自己任命" in answer.text

    def test_whoever_has_a_password_needs_no_code(self, desk):
        desk.ask(lambda work: setattr(work.session.get_one(Person, desk.ground.people["approver"]),
                                      "password_hash", passwords.keep(PASSWORD)))  # fmt: skip
        answer = invite(desk, "observer", name="approver", mobile="13900000001")
        assert answer.status_code == 303
        assert "用原来的密码登录" in desk.browser("officer").get(answer.location).text

    def test_only_officers_invite(self, desk):
        path = f"/editions/{desk.edition}/people/invite"
        assert desk.browser("approver").get(path).status_code == 404


class TestCodes:
    def renew(self, desk, person):
        return desk.browser("officer").fill(f"/editions/{desk.edition}/people/{person}/code")

    def test_a_new_code_voids_the_old_one(self, desk):
        first = code_on(invite(desk).text)
        second = code_on(self.renew(desk, person_with(desk, "13900001111")).text)
        assert Visitor(desk.site).fill("/enter/code", code=first).status_code == 422
        assert Visitor(desk.site).fill("/enter/code", code=second).status_code == 303

    def test_no_code_opens_the_account_of_another_host(self, desk):
        """Or an officer could appoint a foreign officer and come in as that person."""
        stranger, _edition = another_host(desk)
        answer = invite(desk, "observer", name="外区经办人", mobile="13911110000")
        assert answer.status_code == 303  # appointed, but no code was made
        page = desk.browser("officer").get(f"/editions/{desk.edition}/people/{stranger}/code")
        assert "还在其他单位任职" in page.text
        assert "生成新登录码" not in page.text
        forced = desk.browser("officer").press(f"/editions/{desk.edition}/people/{stranger}/code")
        assert "entry-code" not in forced.text
        assert f"code:{stranger}" not in logged(desk)

    def test_only_for_the_people_of_the_edition(self, desk):
        stranger, _edition = another_host(desk)
        path = f"/editions/{desk.edition}/people/{stranger}/code"
        assert desk.browser("officer").get(path).status_code == 404

    def test_for_somebody_with_a_password_ones_own_is_asked_again(self, desk):
        desk.browser("officer")
        desk.ask(lambda work: setattr(work.session.get_one(Person, desk.ground.people["approver"]),
                                      "password_hash", passwords.keep(PASSWORD)))  # fmt: skip
        desk.ground.clock.advance(timedelta(minutes=20))
        path = f"/editions/{desk.edition}/people/{desk.ground.people['approver']}/code"
        assert desk.browser("officer").get(path).location.startswith("/again")


class TestTheList:
    def test_says_who_holds_what_and_whether_they_came_in(self, desk):
        invite(desk)
        page = desk.browser("officer").get(f"/editions/{desk.edition}/people").text
        assert "审批人02" in page
        assert "待登录" in page
        assert "（您）" in page

    def test_says_whose_code_expired_unused_and_renews_it(self, desk):
        invite(desk)
        person = person_with(desk, "13900001111")
        desk.ground.clock.advance(CODE_LIFETIME + timedelta(minutes=1))
        desk.browsers.clear()  # whoever was away for days signs in anew
        officer, path = desk.browser("officer"), f"/editions/{desk.edition}/people"
        page = officer.get(f"{path}?role=lapsed").text
        assert "审批人02" in page
        assert "登录码已过期" in page
        assert "共 1 条" in page
        assert f'<a class="btn btn-secondary btn-slim" href="{path}/{person}/code">' in page
        assert f'href="{path}?role=lapsed"' in officer.get(path).text
        renewed = officer.fill(f"{path}/{person}/code")
        assert renewed.status_code == 200
        assert "审批人02" not in officer.get(f"{path}?role=lapsed").text

    def test_narrows_to_a_role(self, desk):
        invite(desk, "expert", name="专家01")
        page = desk.browser("officer").get(f"/editions/{desk.edition}/people?role=expert").text
        assert "共 1 条" in page
        assert "专家01" in page

    def test_shows_nobody_of_another_host(self, desk):
        another_host(desk)
        page = desk.browser("officer").get(f"/editions/{desk.edition}/people").text
        assert "外区经办人" not in page

    def test_asks_the_database_as_often_for_many_as_for_few(self, desk):
        browser, asked = desk.browser("officer"), []
        for number in (1, 2, 3):
            desk.invite(f"专家0{number}", f"1380000000{number}", "expert", everywhere=True)
            with counting(desk.ground.database) as sent:
                page = browser.get(f"/editions/{desk.edition}/people?role=expert").text
                assert f"共 {number} 条" in page
            asked.append(len(sent))
        assert asked == [asked[0]] * 3


class TestRelieving:
    def appointment(self, desk, person):
        query = select(Appointment.id).where(Appointment.person_id == person)
        return desk.ask(lambda work: work.session.scalars(query).one())

    def end(self, desk, person):
        number = self.appointment(desk, person)
        path = f"/editions/{desk.edition}/people/appointments/{number}/end"
        return desk.browser("officer").press(path)

    def test_takes_the_office_away_at_once(self, desk):
        approver = desk.ground.people["approver"]
        assert desk.browser("approver").get(f"/editions/{desk.edition}").status_code == 200
        assert self.end(desk, approver).status_code == 303
        assert desk.browser("approver").get(f"/editions/{desk.edition}").status_code == 404
        assert logged(desk) == [f"relieved:approver:{approver}"]

    def test_nobody_relieves_themselves(self, desk):
        assert self.end(desk, desk.ground.people["officer"]).status_code == 409

    def test_a_foreign_appointment_is_a_missing_one(self, desk):
        stranger, _edition = another_host(desk)
        assert self.end(desk, stranger).status_code == 404

    def test_an_officer_of_one_edition_does_not_reach_beyond_it(self, desk):
        local = desk.invite("届次经办人", "13900003333", "officer")
        number = self.appointment(desk, desk.ground.people["approver"])
        path = f"/editions/{desk.edition}/people"
        browser = desk.browser_of(local)
        assert browser.press(f"{path}/appointments/{number}/end").status_code == 403
        refused = browser.fill(f"{path}/invite", name="某人", mobile="13900004444",
                               role="officer", scope="host")  # fmt: skip
        assert refused.status_code == 422
        assert browser.get("/editions/new").status_code == 404
