"""After a step the page says where it goes on, and what cannot be taken back asks beforehand."""

import html
import re

import pytest

from tests.web.desk import Desk, desk_over


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    return desk_over(sqlite_database, clock, site)


def flash(page: str) -> tuple[str, str]:
    """Address and words of the link in the confirmation."""
    said = page.split("flash")[1].split("</div></div>")[0]
    address, words = re.search(r'<a href="([^"]*)">([^<]*)</a>', said).groups()
    return html.unescape(address), words


def take(desk: Desk, role: str, path: str, **typed) -> tuple[str, str]:
    answer = desk.browser(role).fill(path, **typed)
    assert answer.status_code == 303
    return flash(desk.browser(role).get(answer.location).text)


def test_what_a_step_opened_is_one_click_away(desk):
    path = f"/do/edition/{desk.edition}/announce"
    assert take(desk, "officer", path) == ("/call/beilin-2017", "征集公告")


def test_nothing_left_here_leads_to_the_things_that_wait(desk):
    path = f"/do/edition/{desk.edition}/cancel"
    assert take(desk, "approver", path, reason="资金没有落实") == ("/", "我的待办")


def test_what_cannot_be_taken_back_says_what_happens_before_it_is_done(desk):
    page = desk.browser("officer").get(f"/do/edition/{desk.edition}/announce").text
    assert "请确认" in page
    assert "公告发布后，日期、档次和规则只能通过更正公告修改。" in page


def test_a_button_that_asks_does_so_without_script(desk):
    desk.invite("专家01", "13600000001", "expert")
    page = desk.browser("officer").get(f"/editions/{desk.edition}/people").text
    asked = page.split('<details class="ask">')[1].split("</details>")[0]
    assert "的任命" in asked
    assert "<form" in asked
