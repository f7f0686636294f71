"""What comes too late for an application: the page says so, and what was typed comes back."""

from datetime import UTC, datetime

import pytest

from creator.services.refused import Refused
from creator.services.transitions import fire
from tests.web.applying import Desk

SHUT = "这份申报书现在不能修改。"


@pytest.fixture
def late(sqlite_database, tmp_path):
    """Somebody types into a draft that is withdrawn meanwhile; their browser, page and words."""
    desk = Desk(sqlite_database, tmp_path)
    applicant = desk.applicant()
    draft, browser = applicant.start(desk.edition_id), desk.browser()
    path = f"/proposals/{draft}/fill/need"
    sent = {**browser.sheet(path), "q_need": "写了一个下午的需求"}
    applicant.on(draft, lambda work, proposal: fire(work, proposal, "withdraw", reason="人手不够"))
    return browser, path, sent


def test_a_late_save_gives_back_what_was_typed(late):
    browser, path, sent = late
    page = browser.client.post(path, data=sent)
    assert page.status_code == 409
    for words in (SHUT, "没有保存。", "居民的需求", "写了一个下午的需求"):
        assert words in page.text


def test_a_late_autosave_says_so_and_shuts_the_form(late):
    browser, path, sent = late
    answer = browser.client.post(
        f"{path}/autosave", data=sent, headers={"X-Requested-With": "autosave"}
    )
    said = f"{SHUT}没有保存，您填写的内容还在本页，需要时请复制。"
    assert (answer.status_code, answer.json) == (409, {"said": said, "shut": True})


def test_a_reader_is_led_to_the_application(late):
    browser, path, _sent = late
    assert browser.get(path).location == path.partition("/fill")[0]


APPLY = "/apply/beilin-2017"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2017, 3, 1, tzinfo=UTC), "征集已于 2017-01-26（星期四）17:00 截止。"),
        (datetime(2016, 12, 9, tzinfo=UTC), "征集尚未开始，2017-01-03（星期二）09:00 起可以申报。"),
    ],
)
@pytest.mark.parametrize("registered", [True, False])
def test_nothing_begins_outside_the_call_and_the_page_says_why(
    sqlite_database, tmp_path, moment, said, registered
):
    desk = Desk(sqlite_database, tmp_path, at=moment)
    desk.applicant()
    desk.give_password(desk.ground.people["approver"])
    browser = desk.browser() if registered else desk.browser_with("13900000001")
    page = browser.get(APPLY)
    assert page.status_code == 200
    assert said in page.text
    for words in ("开始填写", "登记单位", "登记另一家单位"):
        assert words not in page.text
    assert said in browser.press(APPLY, organisation="1").text


def test_an_organisation_that_has_handed_in_its_last_is_led_to_it(sqlite_database, tmp_path):
    desk = Desk(sqlite_database, tmp_path)
    applicant = desk.applicant()
    given = applicant.ready(desk.edition_id)
    browser = desk.browser()
    assert "开始填写" in browser.get(APPLY).text
    applicant.submit(given)
    page = browser.get(APPLY).text
    assert "每家单位最多申报 1 个项目，“碑林为老服务中心01（示例）”已提交 1 个。" in page
    assert f'href="/proposals/{given}"' in page
    assert "开始填写" not in page
    assert "登记另一家单位" in page
    with pytest.raises(Refused, match="已提交 1 个"):
        applicant.start(desk.edition_id)
