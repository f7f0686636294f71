"""Every write works in a browser that runs no script: applying, screening, scoring."""

import pytest

from tests.journeys.applying import fill_in
from tests.journeys.browser import PHONE, seat
from tests.services import applicants
from tests.services.judging import judging
from tests.serving import served
from tests.web import applying, desk, reviewing
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.full
def test_an_application_is_filled_in_and_handed_in(sqlite_database, tmp_path, browser):
    call = applying.Desk(sqlite_database, tmp_path)
    call.applicant()
    with (
        served(call.site) as address,
        seat(browser, address, width=PHONE, scripts=False) as applicant,
    ):
        applicant.sign_in("13800000001", PASSWORD)
        applicant.go("/apply/beilin-2017")
        applicant.press("开始填写")
        fill_in(applicant, applicant.path)
        applicant.reads("都填好了，可以提交")
        applicant.press("提交申报")
        if applicant.path == "/again":
            applicant.put({"password": PASSWORD})
            applicant.press("继续")
        applicant.press("确认提交")
        applicant.reads("回执")


def test_an_application_is_screened(sqlite_database, tmp_path, browser):
    ground, edition = applicants.open_call(sqlite_database)
    site = applying.create_app(
        {"DATA_DIR": str(tmp_path)}, database=sqlite_database, clock=ground.clock
    )
    office = desk.Desk(ground, site, edition)
    applicant = applicants.register(ground, tmp_path / "files")
    applicant.submit(applicant.ready(edition))
    ground.settle()
    with served(site) as address, seat(browser, address, scripts=False) as officer:
        officer.enter(office.code_of(ground.people["officer"]), PASSWORD)
        officer.go(f"/editions/{edition}/screening")
        officer.press("老人编制课堂")
        officer.press("开始审查")
        for verdict in officer.page.get_by_label("通过", exact=True).all():
            verdict.check()
        officer.press("保存审查清单")
        officer.act("审查通过")
        officer.reads("已办理：审查通过。")


def test_a_sheet_is_scored_and_sealed(sqlite_database, tmp_path, browser):
    held = judging(sqlite_database, proposals=1)
    held.open_round()
    round_ = reviewing.stage(held, tmp_path)
    mobile = round_.mobile(held.experts[0])
    with (
        served(round_.site) as address,
        seat(browser, address, width=PHONE, scripts=False) as expert,
    ):
        expert.sign_in(mobile, PASSWORD)
        expert.go(round_.path("sheets"))
        expert.press("评下一份")
        for field in expert.page.locator("[name^=points_]:not([type=checkbox])").all():
            field.fill("8")
        expert.press("保存并继续")
        expert.press("提交全部评分")
        expert.put({"promise": "y"})
        expert.press("提交 1 份评分表")
        expert.reads("已提交")
