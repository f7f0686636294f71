"""The scoring page without a mouse."""

import pytest
from playwright.sync_api import Locator, Page

from tests.journeys.browser import seat
from tests.services.judging import judging
from tests.serving import served
from tests.web import reviewing
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.browser
RINGED = """it => {
  const style = getComputedStyle(it);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""
ENOUGH = 120
"""So many stops are more than a score sheet has."""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the tab key until it stands there, where the eye finds it too."""
    for _stop in range(ENOUGH):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            assert wanted.evaluate(RINGED)
            return
    raise AssertionError(f"the tab key does not lead to {wanted}")


def test_a_sheet_is_filled_in_and_saved_with_the_tab_key(sqlite_database, tmp_path, browser):
    held = judging(sqlite_database, proposals=1)
    held.open_round()
    round_ = reviewing.stage(held, tmp_path)
    mobile = round_.mobile(held.experts[0])
    with served(round_.site) as address, seat(browser, address) as expert:
        expert.sign_in(mobile, PASSWORD)
        expert.go(f"/sheets/{held.sheet(0)}")
        page = expert.page
        for field in page.locator("[name^=points_]:not([type=checkbox])").all():
            tab_to(page, field)
            page.keyboard.type("8")
        tab_to(page, page.get_by_role("button", name="保存并继续"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expert.go(round_.path("sheets"))
        expert.reads("56")
        expert.reads("7 / 7")
        assert expert.heard == []
