"""The ranking board: what it shows, to whom, and as a workbook."""

import io

import pytest
from markupsafe import escape
from openpyxl import load_workbook
from sqlalchemy import select

from creator.models.access import AccessRow
from creator.models.proposal import Proposal
from creator.services import people
from tests.databases import counting
from tests.services.drawing import LOTTERY, a_day_later, held_draws
from tests.services.judging import judging
from tests.services.repeating import packed
from tests.web.reviewing import stage

TOTALS = [[80, 70, 90], [85, 70, 90], [86, 70, 90], [85, 70, 90], [99, 70, 90]]


def _judged(database, tmp_path, totals=TOTALS, **adjust):
    held = judging(database, proposals=len(totals[0]), **adjust)

    def quick_start(work, _edition):
        for id_ in held.proposals:
            work.session.get_one(Proposal, id_).requested_fen = 2_000_000

    held.officer(quick_start)
    held.open_round()
    held.judge(totals)
    held.step("close_round")
    return stage(held, tmp_path)


@pytest.fixture
def judged(sqlite_database, tmp_path):
    """A round judged and closed."""
    return _judged(sqlite_database, tmp_path)


def test_the_board_shows_order_score_and_money(judged):
    page = judged.officer().get(judged.path("ranking")).text
    assert [page.index(f"项目{n}") for n in ("03", "01", "02")] == sorted(
        page.index(f"项目{n}") for n in ("03", "01", "02")
    )
    assert "<strong>85.33</strong>" in page
    assert "A类：以上立项 3 个，6.00 万元，名额和资金都够。" in page
    assert page.count('<svg class="chart dots"') == 3


def test_a_step_taken_from_the_board_returns_to_it(judged):
    officer, board = judged.officer(), judged.path("ranking")
    number = judged.held.edition_id
    step = f"/do/edition/{number}/start_deciding?back={board}"
    assert step in officer.get(board).text
    assert officer.press(step).headers["Location"] == board


def test_a_draw_is_not_offered_where_there_is_nothing_to_draw(judged):
    """A shut button says what would open it; here nothing needs to be opened."""
    board = judged.officer().get(judged.path("ranking")).text
    assert "start_deciding" in board
    assert "确定抽签名单" not in board


def test_experts_are_dots_without_names(judged):
    page = judged.officer().get(judged.path("ranking")).text
    assert "专家0" not in page
    assert "；结果 85.33" in page


def test_the_line_falls_where_the_slots_end(sqlite_database, tmp_path):
    board = _judged(sqlite_database, tmp_path, tiers__A__slots=2)
    page = board.officer().get(board.path("ranking")).text
    assert "A类资金线：以上立项 2 个，4.00 万元，名额已满。" in page
    assert "第 3 名：“A类”名额已满。" in page
    assert "候补" in page


def test_the_money_ends_before_the_slots(sqlite_database, tmp_path):
    board = _judged(sqlite_database, tmp_path, pool="50000", tiers__B__cap=50000)
    page = board.officer().get(board.path("ranking")).text
    assert "A类资金线：以上立项 2 个，4.00 万元，资金用完。" in page


def test_a_tie_is_drawn_on_a_page_of_its_own(sqlite_database, tmp_path):
    board = _judged(sqlite_database, tmp_path, [[80, 80, 90]] * 5)
    officer, draws = board.officer(), board.path("draws")
    assert "有并列名次，规则没有分出先后" in officer.get(board.path("ranking")).text
    commit, draw = (
        f"/do/edition/{board.held.edition_id}/{step}?back={draws}"
        for step in ("commit_draw", "draw")
    )
    assert f'href="{draws}"' in officer.get(board.path("ranking")).text
    assert commit.replace("&", "&amp;") in officer.get(draws).text
    today = {"source": LOTTERY, "known_on": "2017-02-14"}
    assert officer.fill(commit, **today).status_code == 422
    answer = officer.fill(commit, **{**today, "known_on": "2017-02-15"})
    assert answer.headers["Location"] == draws
    page = officer.get(draws).text
    (held,) = held_draws(board.held)
    for told in (LOTTERY, held.list.digest, "BL2017-001", "BL2017-002", "draw-1.txt --commit"):
        assert told in page
    assert officer.get(f"{draws}/1.txt").text == "BL2017-001\nBL2017-002\n"
    a_day_later(board.held)
    board.browsers.clear()  # a sign-in does not last so long
    officer = board.officer()
    number = {"number": "1", "again": "2", "found_at": "公告"}
    assert "两次填写的公开数字不一样" in officer.fill(draw, **number).text
    assert officer.fill(draw, **{**number, "again": "1"}).headers["Location"] == draws
    page, (held,) = officer.get(draws).text, held_draws(board.held)
    assert held.result.digest in page
    assert escape(held.command) in page
    page = officer.get(board.path("ranking")).text
    assert "2 个项目同为 80 分，先后依据：抽签顺序。" in page
    assert page.index("项目02") < page.index("项目01")


def test_the_workbook_holds_words_as_text(sqlite_database, tmp_path):
    board = _judged(sqlite_database, tmp_path)

    def name(work, _edition):
        work.session.get_one(Proposal, board.held.proposals[2]).title = "=1+1"

    board.held.officer(name)
    answer = board.officer().get(board.path("ranking.xlsx"))
    sheet = load_workbook(io.BytesIO(answer.data)).active
    rows = [[cell.value for cell in row[:8]] for row in sheet.iter_rows(max_row=2)]
    assert rows == [
        ["名次", "编号", "项目", "申报单位", "档次", "得分", "申请金额（元）", "拟资助（元）"],
        [1, "BL2017-003", "=1+1", "社会组织03", "A类", 90, 20000, 20000],
    ]
    assert sheet["C2"].data_type == "s"


def test_the_files_to_repeat_it_are_a_link_of_the_board_and_noted(judged):
    officer, files = judged.officer(), judged.path("reckoning.zip")
    assert f'href="{files}"' in officer.get(judged.path("ranking")).text
    answer = officer.get(files)
    assert answer.mimetype == "application/zip"
    assert answer.data == packed(judged.held)
    with judged.held.ground.database.reading() as session:
        noted = select(AccessRow.what).where(AccessRow.what.startswith("export."))
        assert session.scalars(noted).all() == ["export.reckoning"]


def test_a_title_with_markup_is_shown_as_typed(judged):
    def name(work, _edition):
        proposal = work.session.get_one(Proposal, judged.held.proposals[2])
        proposal.title = "<b>粗</b>&"
        proposal.organisation.name = "<i>社</i>"

    judged.held.officer(name)
    page = judged.officer().get(judged.path("ranking")).text
    assert "&lt;b&gt;粗&lt;/b&gt;&amp;" in page
    assert "&lt;i&gt;社&lt;/i&gt;" in page
    assert "<b>粗" not in page
    assert "<i>社" not in page


def test_outsiders_experts_and_people_with_an_interest_see_nothing(judged):
    expert = judged.expert(0)
    for rest in ("ranking", "ranking.xlsx", "reckoning.zip", "draws", "draws/1.txt"):
        assert expert.get(judged.path(rest)).status_code == 404
    held = judged.held

    def join(work, _edition):
        proposal = work.session.get_one(Proposal, held.proposals[0])
        people.appoint(
            work, work.actor.person, "applicant", organisation_id=proposal.organisation_id
        )

    held.officer(join)
    for rest in ("ranking", "ranking.xlsx", "reckoning.zip", "draws", "draws/1.txt"):
        answer = judged.officer().get(judged.path(rest))
        assert answer.status_code == 409
        assert "85.33" not in answer.text


def test_before_a_result_the_page_says_so(sqlite_database, tmp_path):
    held = judging(sqlite_database)
    answer = stage(held, tmp_path).officer().get(f"/editions/{held.edition_id}/ranking")
    assert answer.status_code == 409
    assert "还没有评审结果。" in answer.text


def test_the_board_costs_the_same_queries_for_three_and_six(tmp_path, sqlite_copies):
    from creator.db import Database

    costs = []
    for count in (3, 6):
        folder = tmp_path / str(count)
        folder.mkdir()
        with sqlite_copies.fresh(folder) as url:
            database = Database(url)
            board = _judged(database, folder, [list(range(60, 60 + count))] * 5)
            officer = board.officer()
            with counting(database) as sent:
                assert officer.get(board.path("ranking")).status_code == 200
            costs.append(len(sent))
            database.dispose()
    assert costs[0] == costs[1]
