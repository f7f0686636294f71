"""The access log: who opened what, found by person and day, for offices only."""

import re

import pytest

from creator.app import create_app
from creator.web import openings
from tests.databases import counting
from tests.services import applicants
from tests.web.desk import Desk, another_host, hand_in


@pytest.fixture
def desk(sqlite_database, tmp_path, monkeypatch):
    """A call with one application, which the officer has opened."""
    monkeypatch.setattr(openings, "_recent", {})  # what other tests opened in this process
    ground, edition = applicants.open_call(sqlite_database)
    site = create_app({"DATA_DIR": str(tmp_path)}, database=sqlite_database, clock=ground.clock)
    made = Desk(ground, site, edition)
    made.browser("officer").get(f"/proposals/{hand_in(made, tmp_path)}")
    return made


def cells(page, column):
    return [
        re.sub(r"<[^>]+>", "", one).strip()
        for one in re.findall(rf'data-label="{column}"[^>]*>(.*?)</t[dh]>', page, re.S)
    ]


def test_the_newest_stands_first_and_says_who_did_what(desk):
    officer, path = desk.browser("officer"), f"/editions/{desk.edition}/access"
    officer.get(f"/editions/{desk.edition}/list/proposal.xlsx")
    page = officer.get(path).text
    assert cells(page, "办理")[:2] == ["下载申报项目清单", "查阅申报书"]
    assert cells(page, "对象")[:2] == ["—", "编织课堂01"]
    assert "查阅记录" in officer.get(f"/editions/{desk.edition}").text


def test_a_person_and_a_day_narrow_it(desk):
    officer, path = desk.browser("officer"), f"/editions/{desk.edition}/access"
    today = f"{desk.ground.clock.now():%Y-%m-%d}"
    for asked, found in (
        ("name=offic", True), (f"day={today}", True), (f"name=officer&day={today}", True),
        ("name=%25", False), ("day=2016-01-01", False),
    ):  # fmt: skip
        assert ("编织课堂01" in officer.get(f"{path}?{asked}").text) == found, asked
    page = officer.get(f"{path}?day=gestern")
    assert (page.status_code, "请填日期" in page.text) == (200, True)


def test_it_costs_the_same_for_one_row_and_for_many(desk, tmp_path):
    officer, path = desk.browser("officer"), f"/editions/{desk.edition}/access"
    officer.get(path)
    with counting(desk.ground.database) as one:
        officer.get(path)
    for nth in (2, 3):
        officer.get(f"/proposals/{hand_in(desk, tmp_path, nth)}")
    with counting(desk.ground.database) as three:
        officer.get(path)
    assert len(one) == len(three)


def test_it_is_for_offices_of_this_edition_only(desk):
    path = f"/editions/{desk.edition}/access"
    stranger, _edition = another_host(desk)
    assert desk.browser("approver").get(path).status_code == 200
    assert desk.browser_of(stranger).get(path).status_code == 404
    assert desk.browser("community").get(path).status_code in (403, 404)
