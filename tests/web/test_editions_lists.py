"""Lists of an edition's proposals: narrowed, sorted, exported."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from creator.models.access import AccessRow
from tests.databases import counting
from tests.web.desk import Desk, desk_over


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    made = desk_over(sqlite_database, clock, site)
    made.open_call()
    return made


def order(page: str, *titles: str) -> list[str]:
    """The titles in the order in which they stand on the page."""
    return sorted(titles, key=page.index)


def test_shows_title_organisation_status_and_how_long(desk):
    number = desk.draft(1, "邻里食堂")
    page = desk.browser("officer").get(f"/editions/{desk.edition}/list/proposal").text
    assert f'href="/proposals/{number}">邻里食堂' in page
    assert "单位1" in page
    assert "草稿" in page
    assert "共 1 条" in page


def test_narrows_to_a_state_or_a_phase(desk):
    desk.draft(1, "邻里食堂")
    browser, path = desk.browser("officer"), f"/editions/{desk.edition}/list/proposal"
    assert "共 1 条" in browser.get(f"{path}?state=draft").text
    assert "共 0 条" in browser.get(f"{path}?state=submitted").text
    assert "共 1 条" in browser.get(f"{path}?phase=apply").text
    assert "共 0 条" in browser.get(f"{path}?phase=review").text
    assert "共 0 条" in browser.get(f"{path}?state=no-such-state").text


def test_sorts_both_ways_and_only_by_words_it_knows(desk):
    desk.draft(1, "乙项目")
    desk.draft(2, "甲项目")
    browser, path = desk.browser("officer"), f"/editions/{desk.edition}/list/proposal"
    up = browser.get(f"{path}?sort=organisation").text
    down = browser.get(f"{path}?sort=-organisation").text
    assert order(up, "甲项目", "乙项目") == ["乙项目", "甲项目"]
    assert order(down, "甲项目", "乙项目") == ["甲项目", "乙项目"]
    assert browser.get(f"{path}?sort=password_hash").status_code == 200


def test_asks_the_database_as_often_for_three_rows_as_for_one(desk):
    browser, asked = desk.browser("officer"), []
    for number in (1, 2, 3):
        desk.draft(number, f"项目{number}")
        with counting(desk.ground.database) as sent:
            page = browser.get(f"/editions/{desk.edition}/list/proposal")
            assert f"共 {number} 条" in page.text
        asked.append(len(sent))
    assert asked == [asked[0]] * 3


def test_what_people_typed_stays_text_in_the_spreadsheet(desk):
    desk.draft(1, "=1+1")
    answer = desk.browser("officer").get(f"/editions/{desk.edition}/list/proposal.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert [cell.value for cell in sheet[2]][1:3] == ["=1+1", "单位1"]
    assert sheet.cell(2, 2).data_type == "s"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_spreadsheet_holds_what_the_list_holds(desk):
    desk.draft(1, "邻里食堂")
    path = f"/editions/{desk.edition}/list/proposal.xlsx?state=submitted"
    sheet = load_workbook(BytesIO(desk.browser("officer").get(path).data)).active
    assert sheet.max_row == 1


def test_other_kinds_have_a_list_and_unknown_ones_do_not(desk):
    browser, path = desk.browser("officer"), f"/editions/{desk.edition}/list"
    kinds = ("proposal", "review", "decision", "notice", "objection", "amendment")
    assert [browser.get(f"{path}/{kind}").status_code for kind in kinds] == [200] * 6
    for kind in ("edition", "person", "no-such-kind"):
        assert browser.get(f"{path}/{kind}").status_code == 404


def test_a_helper_of_the_edition_sees_the_list_an_expert_does_not(desk):
    expert = desk.invite("专家01", "13800000001", "expert")
    path = f"/editions/{desk.edition}/list/proposal"
    assert desk.browser("community").get(path).status_code == 200
    assert desk.browser_of(expert).get(path).status_code == 404


def test_whoever_takes_a_list_as_a_file_is_on_record_each_time(desk):
    path = f"/editions/{desk.edition}/list/proposal.xlsx"
    for _time in range(2):
        assert desk.browser("officer").get(path).status_code == 200
    query = select(AccessRow.person_id, AccessRow.what).where(AccessRow.subject_id == desk.edition)
    found = desk.ask(lambda work: [tuple(row) for row in work.session.execute(query)])
    officer = desk.ground.people["officer"]
    assert [row for row in found if row[1].startswith("export")] == [
        (officer, "export.proposal"),
        (officer, "export.proposal"),
    ]
