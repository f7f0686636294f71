"""From the programme file to a resident's objection, each step in the browser of whose it is."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from creator.app import create_app
from creator.services import people
from tests.journeys.applying import fill_in
from tests.journeys.browser import PHONE, Seat, seat
from tests.services.applicants import DURING_THE_CALL, credit_code
from tests.services.ground import with_people
from tests.services.judging import JUDGING
from tests.serving import served
from tests.web.conftest import PASSWORD
from tests.web.desk import Desk

pytestmark = [pytest.mark.full, pytest.mark.browser]
EXPERTS = 5
SHEET = {
    "need": "12",
    "fit": "8",
    "design": "16",
    "feasibility": "12",
    "team": "12",
    "budget": "12",
    "innovation": "8",
}


class Way:
    """The site on a socket, and a browser for each person who comes along."""

    def __init__(self, desk: Desk, address: str, chromium, stack: ExitStack) -> None:
        self.desk, self.address, self.chromium, self.stack = desk, address, chromium, stack
        self.officer = self.newcomer(self.code("officer"))
        self.edition = ""

    def stranger(self, width: int = PHONE) -> Seat:
        return self.stack.enter_context(seat(self.chromium, self.address, width=width))

    def newcomer(self, code: str) -> Seat:
        """Somebody who comes with a slip of paper and chooses a password."""
        person = self.stranger()
        person.enter(code, PASSWORD)
        return person

    def code(self, role: str) -> str:
        return self.desk.code_of(self.desk.ground.people[role])

    def contact(self) -> str:
        """The code of an applicant whom the office knows by name and number."""

        def known(work):
            return people.find_or_add(work, "申报联系人01", "13800000001").id

        return self.desk.code_of(self.desk.ground.act("officer", known))

    def settle(self) -> None:
        """What is due happens."""
        self.desk.ground.settle()

    def another_day(self, instant) -> None:
        """Time goes on; the officer signs in anew, as every morning."""
        self.desk.ground.clock.instant = instant
        self.settle()
        self.officer.sign_in("13900000000", PASSWORD)


@contextmanager
def a_way(database, folder, chromium) -> Iterator[Way]:
    ground = with_people(database)
    site = create_app({"DATA_DIR": str(folder)}, database=database, clock=ground.clock)
    with served(site) as address, ExitStack() as stack:
        yield Way(Desk(ground, site), address, chromium, stack)


def in_order(*seats: Seat) -> None:
    """The pages that are open now, at both widths."""
    found = {one.page.url: one.faults_here() for one in seats}
    assert {url: faults for url, faults in found.items() if faults} == {}


def publish_the_call(way: Way) -> None:
    officer = way.officer
    officer.go("/editions/new")
    officer.put({"source": "beilin", "slug": "beilin-2017"})
    officer.press("建立")
    way.edition = officer.path
    officer.page.get_by_text("流程图：现在在哪一步").click()
    officer.page.locator("figure svg").last.wait_for()
    in_order(officer)
    officer.act("发布征集公告")


def invite_experts(way: Way) -> list[str]:
    """Their sign-in codes, as the slips say them."""
    codes = []
    for number in range(EXPERTS):
        way.officer.go(f"{way.edition}/people/invite")
        way.officer.page.get_by_text("评审专家另填").click()
        way.officer.put(
            {
                "name": f"专家{number:02d}",
                "mobile": f"1360000{number:04d}",
                "role": "expert",
                "scope": "edition",
                "field": "elderly" if number % 3 else "finance",
                "employer": f"评审单位{number:02d}（示例）",
            }
        )
        way.officer.press("任命并生成登录码")
        codes.append(way.officer.page.locator(".entry-code").inner_text())
    in_order(way.officer)
    return codes


def apply(way: Way) -> None:
    applicant = way.newcomer(way.contact())
    applicant.go("/apply/beilin-2017")
    applicant.press("登记单位")
    applicant.put({"legal_class": "registered", "name": "碑林为老服务中心（示例）"})
    applicant.put({"number": credit_code(1), "responsible": "负责人01"})
    in_order(applicant)
    applicant.press("登记")
    applicant.press("开始填写")
    fill_in(applicant, applicant.path)
    in_order(applicant)
    applicant.act("提交申报", PASSWORD)
    applicant.press("确认提交")
    applicant.reads("回执")
    in_order(applicant)


def screen(way: Way) -> None:
    officer = way.officer
    officer.go(f"{way.edition}/screening")
    officer.press("老人编织课堂")
    officer.act("开始审查")
    for verdict in officer.page.get_by_label("通过", exact=True).all():
        verdict.check()
    officer.press("保存审查清单")
    in_order(officer)
    officer.act("审查通过")


def seat_the_panel(way: Way) -> None:
    way.officer.go(f"{way.edition}/panel")
    for box in way.officer.page.locator("[name=experts]").all():
        box.check()
    way.officer.press("请入专家组")


def assign(way: Way) -> None:
    way.officer.go(f"{way.edition}/assignment")
    in_order(way.officer)
    way.officer.press("按预览分配")
    way.officer.go(way.edition)
    way.officer.act("开启评审轮次")


def score(way: Way, expert: Seat) -> None:
    expert.go(f"{way.edition}/sheets")
    expert.press("评下一份")
    expert.put({f"points_{criterion}": points for criterion, points in SHEET.items()})
    expert.page.locator("[data-saved]").filter(has_text="已保存").wait_for()
    expert.press("保存并继续")
    expert.press("提交全部评分")
    expert.put({"promise": "y"})
    expert.press("提交 1 份评分表")


def judge(way: Way, codes: list[str]) -> None:
    seat_the_panel(way)
    experts = [way.newcomer(code) for code in codes]
    for expert in experts:
        expert.go(f"{way.edition}/rounds/0/interests")
        expert.put({"promise": "y"})
        expert.press("提交申报")
    assign(way)
    for expert in experts:
        score(way, expert)
    in_order(experts[0])
    way.officer.go(way.edition)
    way.officer.act("结束评审轮次")


def decide(way: Way) -> None:
    officer = way.officer
    officer.act("形成排名，开始定档")
    way.settle()
    officer.go(f"{way.edition}/ranking")
    officer.reads("老人编织课堂")
    in_order(officer)
    officer.go(f"{way.edition}/list/decision")
    with officer.page.expect_navigation():
        officer.page.locator("main a[href^='/decisions/']").first.click()
    officer.press("待定项目按排名全部列入")
    officer.act("提交名单", minutes_no="碑民纪〔2017〕3号", attendees="局长、科长、会计")
    way.settle()
    approver = way.newcomer(way.code("approver"))
    approver.go(officer.path)
    approver.act("批准名单", PASSWORD)
    in_order(approver)
    way.settle()
    officer.go(way.edition)
    officer.act("发布公示")
    way.settle()


def test_a_competition_in_the_browsers_of_its_people(sqlite_database, tmp_path, browser):
    with a_way(sqlite_database, tmp_path, browser) as way:
        publish_the_call(way)
        resident = way.stranger()
        resident.go("/call/beilin-2017")
        resident.reads("碑林")
        way.another_day(DURING_THE_CALL)
        apply(way)
        screen(way)
        way.another_day(JUDGING)
        judge(way, invite_experts(way))
        decide(way)
        resident.go("/call/beilin-2017")
        with resident.page.expect_navigation():
            resident.page.locator("main a[href^='/notices/']").first.click()
        with resident.page.expect_navigation():
            resident.page.locator("main a[href*='/object/']").first.click()
        resident.put({"statement": "这个项目和社区食堂已有的课堂重复。", "objector": "居民甲"})
        resident.put({"contact": "029-00009999"})
        resident.press("提交异议")
        resident.reads("已收到您的异议")
        in_order(resident)
        way.officer.go("/")
        way.officer.reads("异议")
