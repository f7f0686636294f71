"""What comes too late for an application: the page says so, and what was typed comes back."""

import pytest

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
