"""The officer has a panel drawn, page by page."""

from tests.services.drawing import LOTTERY, a_day_later, held_draws, tomorrow
from tests.services.judging import judging
from tests.web.reviewing import stage


def step(shown, trigger: str) -> str:
    return f"/do/edition/{shown.held.edition_id}/{trigger}"


def listed(database, folder):
    """The site after the officer has fixed the list."""
    shown = stage(judging(database, experts=8, experts__drawn=True), folder)
    given = {"seats": "5", "source": LOTTERY, "known_on": tomorrow(shown.held)}
    assert shown.officer().fill(step(shown, "commit_panel_draw"), **given).status_code == 303
    return shown


def drawn(database, folder):
    """The site a day later, when the number has been entered."""
    shown = listed(database, folder)
    a_day_later(shown.held)
    shown.browsers.clear()  # a sign-in does not last so long
    number = {"number": "7", "again": "7", "found_at": "公告"}
    assert shown.officer().fill(step(shown, "draw_panel"), **number).status_code == 303
    return shown


def test_before_the_draw_the_panel_says_what_to_do(sqlite_database, tmp_path):
    shown = listed(sqlite_database, tmp_path)
    page = shown.officer().get(shown.path("panel")).text
    assert "先确定名单，到日期后按公开数字抽取" in page
    assert f'href="{shown.path("draws")}"' in page
    assert "从专家库请入" not in page


def test_the_office_reads_codes_and_only_officers_read_names(sqlite_database, tmp_path):
    shown = listed(sqlite_database, tmp_path)
    page = shown.officer().get(shown.path("draws")).text
    assert "第 1 次抽签：抽取专家" in page
    assert "X8" in page
    assert "专家08" in page
    page = shown.office("approver").get(shown.path("draws")).text
    assert "X8" in page
    assert "专家08" not in page
    assert "X8" in shown.office("approver").get(shown.path("draws/1.txt")).text


def test_the_drawn_are_seated_with_one_button(sqlite_database, tmp_path):
    shown = drawn(sqlite_database, tmp_path)
    officer, panel = shown.officer(), shown.path("panel")
    assert "抽中 5 位，已请入 0 位。" in officer.get(panel).text
    assert officer.press(shown.path("panel/drawn")).headers["Location"] == panel
    page = officer.get(panel).text
    assert page.count("未申报") == 5
    assert "抽中的 5 位都已请入" in page
    assert "确定抽取专家的名单" not in page  # there is nothing more to draw for


def test_a_substitute_takes_the_place_of_one_who_left(sqlite_database, tmp_path):
    shown = drawn(sqlite_database, tmp_path)
    officer, panel, (held,) = shown.officer(), shown.path("panel"), held_draws(shown.held)
    officer.press(shown.path("panel/drawn"))
    leave = shown.path(f"panel/{held.list.experts[held.chosen[0]]}/give-up")
    assert f'href="{leave}"' in officer.get(panel).text
    assert officer.fill(leave, reason="").status_code == 422
    assert officer.fill(leave, reason="住院").headers["Location"] == panel
    call = shown.path("panel/substitute")
    assert f"下一位是 {held.chosen[5]}" in officer.get(call).text
    assert officer.fill(call, reason="有人住院").headers["Location"] == panel
    page = officer.get(panel).text
    assert "请出：住院" in page
    assert "候补：有人住院" in page


def test_the_page_says_when_the_order_is_used_up(sqlite_database, tmp_path):
    shown = drawn(sqlite_database, tmp_path)
    officer, call = shown.officer(), shown.path("panel/substitute")
    officer.press(shown.path("panel/drawn"))
    for _nth in range(3):
        officer.fill(call, reason="增加专家")
    assert "抽取的顺序已经用完" in officer.get(call).text
