"""The expert's and the officer's pages of a round, as a browser without script uses them."""

import re
from uuid import uuid4

import pytest

from creator.models.review import Review
from creator.services import assignments, panels, reviews
from tests.databases import counting
from tests.services.judging import REASONS, judging, marks
from tests.web.reviewing import stage


@pytest.fixture
def prepared(sqlite_database, tmp_path):
    """Nobody seated yet."""
    return stage(judging(sqlite_database), tmp_path)


@pytest.fixture
def opened(sqlite_database, tmp_path):
    """An open round."""
    held = judging(sqlite_database)
    held.open_round()
    return stage(held, tmp_path)


def typed(total, **more):
    given = {f"points_{key}": value for key, value in marks(total).items()}
    return {**given, **{f"note_{key}": value for key, value in REASONS.items()}, **more}


def own(stage, number):
    return stage.held.expert(number, reviews.mine)


def test_the_officer_seats_plans_and_sees_what_is_missing(prepared):
    officer, held = prepared.officer(), prepared.held
    page = officer.get(prepared.path("panel"))
    assert page.status_code == 200
    assert "还没有组建本轮专家组。" in page.text
    answer = officer.fill(prepared.path("panel"), experts=held.experts[:5])
    assert answer.status_code == 303
    assert officer.get(prepared.path("panel")).text.count("未申报") == 5
    held.declare_all()
    assert "按预览分配" in officer.get(prepared.path("assignment")).text
    assert officer.press(prepared.path("assignment")).status_code == 303
    page = officer.get(prepared.path("assignment")).text
    assert page.count("专家01、专家02、专家03、专家04、专家05") == 6
    assert ("重新分配也是同样的结果" in page, "按预览分配" in page) == (True, False)
    assert "开启评审轮次" in officer.get(prepared.path("panel")).text


def test_a_plan_that_cannot_be_says_why_and_offers_no_button(prepared):
    held = prepared.held
    held.seat_all(4)
    page = prepared.officer().get(prepared.path("assignment")).text
    assert "现在排不出分配方案" in page
    assert "按预览分配" not in page


def test_readers_are_set_by_hand(prepared):
    officer, held = prepared.officer(), prepared.held
    held.seat_all(6)
    path = prepared.path(f"assignment/{held.proposals[0]}")
    assert officer.fill(path, experts=held.experts[1:]).status_code == 303
    assert "专家02、专家03、专家04、专家05、专家06" in officer.get(prepared.path("assignment")).text


def test_an_expert_declares_before_seeing_any_content(prepared):
    held = prepared.held
    held.seat_all(6)
    expert = prepared.expert(0)
    assert "去申报" in expert.get("/reviews").text
    path = prepared.path("rounds/0/interests")
    page = expert.get(path).text
    assert "社会组织01：项目01" in page
    assert "简介01" not in page
    assert expert.fill(path, interests=[str(held.proposals[0])]).status_code == 422
    answer = expert.fill(path, interests=[str(held.proposals[0])], note="同事", promise="y")
    assert answer.status_code == 303
    assert "您已经申报过" in expert.get(path).text


def test_an_expert_may_decline(prepared):
    held = prepared.held
    held.seat_all(6)
    expert = prepared.expert(0)
    assert expert.press(prepared.path("rounds/0/decline")).status_code == 303
    assert "您已告知不参加" in expert.get("/reviews").text


def test_a_sheet_is_filled_in_and_saved_without_script(opened):
    expert, sheet = opened.expert(0), own(opened, 0)[0]
    path = f"/sheets/{sheet.review.id}"
    page = expert.get(path).text
    assert "简介01" in page
    assert "第 1 / 3 份" in page
    assert "须写）" in page
    assert "须写） <" not in page  # what a step may ask for is not called optional
    answer = expert.fill(path, **typed(83, comment="扎实"))
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "“项目01”已保存，83.00 分。" in expert.get(path).text
    following = own(opened, 0)[1].review.id
    answer = expert.fill(path, **typed(84), then="next")
    assert answer.headers["Location"] == f"/sheets/{following}"


def test_one_wrong_field_does_not_keep_the_others_from_being_saved(opened):
    expert, sheet = opened.expert(0), own(opened, 0)[0]
    answer = expert.fill(f"/sheets/{sheet.review.id}", **typed(83) | {"points_need": "一五"})
    assert answer.status_code == 200
    assert "“一五”不是分数，请只写数字。" in answer.text
    assert 'value="一五"' in answer.text
    assert own(opened, 0)[0].done == 6


def test_autosave_answers_with_a_sentence_and_the_revision(opened):
    expert, sheet = opened.expert(0), own(opened, 0)[0]
    path = f"/sheets/{sheet.review.id}"
    hidden = expert.hidden(path)
    answer = expert.client.post(f"{path}/autosave", data={**hidden, "points_need": "12"})
    assert answer.json == {"said": "已保存 10:00", "revision": 1, "total": "12.00"}
    elsewhere = {**hidden, "key": str(uuid4()), "points_need": "11"}
    assert expert.client.post(f"{path}/autosave", data=elsewhere).status_code == 409
    assert own(opened, 0)[0].total == 12


def test_pressing_save_while_the_page_saves_by_itself_is_no_conflict(opened):
    """The button sends the revision that was shown: the answer of the autosave is not there yet."""
    expert, sheet = opened.expert(0), own(opened, 0)[0]
    path = f"/sheets/{sheet.review.id}"
    hidden = expert.hidden(path)
    expert.client.post(f"{path}/autosave", data={**hidden, "points_need": "12"})
    assert expert.client.post(path, data={**hidden, **typed(83)}).status_code == 303
    assert own(opened, 0)[0].total == 83


def test_a_save_asks_for_nothing_that_is_not_shown(opened, sqlite_database):
    expert, sheet = opened.expert(0), own(opened, 0)[0]
    path = f"/sheets/{sheet.review.id}"
    expert.fill(path, **typed(80))
    form = {**expert.hidden(path), **typed(83), "then": "next"}
    with counting(sqlite_database) as sent:
        assert expert.client.post(path, data=form).status_code == 303
    assert len(sent) <= 10


def test_all_own_sheets_are_sealed_on_one_page(opened):
    expert = opened.expert(0)
    for sheet in own(opened, 0):
        expert.fill(f"/sheets/{sheet.review.id}", **typed(80))
    expert.get("/reviews")  # reads what was said about the last save
    assert expert.get(opened.path("seal")).text.count("80.00") == 3
    assert expert.fill(opened.path("seal"), promise="y").status_code == 303
    assert expert.get(opened.path("sheets")).text.count(">已提交<") == 3


def test_sealing_early_names_what_is_missing(opened):
    expert = opened.expert(0)
    answer = expert.fill(opened.path("seal"), promise="y")
    assert answer.status_code == 409
    assert "“项目01”没有填完：“需求真实、有依据”还没有打分。" in answer.text


def test_recusal_takes_the_sheet_away(opened):
    expert, sheet = opened.expert(0), own(opened, 0)[0]
    path = f"/sheets/{sheet.review.id}"
    assert expert.fill(f"{path}/recuse", reason="负责人是亲戚").status_code == 303
    assert expert.get(path).status_code == 404
    assert expert.get(f"{path}/recuse").status_code == 404
    assert "项目01" not in expert.get(opened.path("sheets")).text


def test_foreign_and_missing_sheets_are_the_same_404(opened):
    foreign = own(opened, 1)[0].review.id
    expert = opened.expert(0)
    pages = [expert.get(f"/sheets/{number}") for number in (foreign, 99_999)]
    assert [page.status_code for page in pages] == [404, 404]
    for rest in ("autosave", "recuse"):
        assert expert.press(f"/sheets/{foreign}/{rest}").status_code == 404
    assert expert.get(f"/sheets/{foreign}/manage/reopen").status_code == 404


def test_the_officer_follows_the_round_and_reopens_a_sheet(opened):
    held, officer = opened.held, opened.officer()
    held.score(0, [81, 82, 83])
    held.seal(0)
    page = officer.get(opened.path("round")).text
    assert "“专家02”还有 3 份评分表没有提交。" in page
    assert "81" not in re.sub(r"<[^>]+>", "", page)
    review_id = own(opened, 0)[0].review.id
    assert officer.get(f"/sheets/{review_id}").headers["Location"] == opened.path("round")
    path = f"/sheets/{review_id}/manage/reopen"
    assert officer.fill(path, reason="专家要求修改").status_code == 303
    assert own(opened, 0)[0].open is True


def test_the_page_of_the_round_leads_to_where_experts_are_added(opened):
    page = opened.officer().get(opened.path("round")).text
    assert f'href="{opened.path("panel")}">增派专家</a>' in page


def test_the_ranking_is_linked_to_only_once_there_is_one(opened):
    assert opened.path("ranking") not in opened.officer().get(opened.path("round")).text


def test_a_blind_round_hides_who_applied(sqlite_database, tmp_path):
    held = judging(sqlite_database, rounds__0__blind=True)
    held.seat_all(6)
    blind = stage(held, tmp_path)
    list_of_applicants = blind.expert(0).get(blind.path("rounds/0/interests")).text
    assert "社会组织01" in list_of_applicants
    assert "项目01" not in list_of_applicants
    held.declare_all(6)
    held.officer(lambda work, edition: assignments.plan(work, edition))
    held.step("open_round")
    sheet = own(blind, 0)[0]
    for path in (f"/sheets/{sheet.review.id}", blind.path("sheets")):
        page = blind.expert(0).get(path).text
        assert "项目01" in page
        assert "社会组织01" not in page


def test_lists_cost_the_same_queries_for_few_and_many(sqlite_database, tmp_path):
    held = judging(sqlite_database, proposals=6)
    held.open_round()
    three = stage(held, tmp_path)
    expert, officer = three.expert(0), three.officer()

    def cost(browser, path):
        with counting(sqlite_database) as sent:
            assert browser.get(path).status_code == 200
        return len(sent)

    pages = [(expert, "sheets"), (officer, "round"), (officer, "panel")]
    many = [cost(browser, three.path(rest)) for browser, rest in pages[:2]]
    for _n in range(4):
        review = own(three, 0)[0].review.id
        held.expert(
            0, lambda work, _e, id_=review: reviews.recuse(work, held.review(work, id_), "同事")
        )
    few = [cost(browser, three.path(rest)) for browser, rest in pages[:2]]
    assert many == few


def test_only_people_of_the_round_get_in(opened):
    outsider = opened.expert(5)
    assert outsider.get(opened.path("panel")).status_code == 404
    assert outsider.get(opened.path("round")).status_code == 404
    assert outsider.get(opened.path("rounds/0/interests")).status_code == 404
    assert opened.officer().get(opened.path("rounds/0/interests")).status_code == 404


def test_reading_changes_nothing(opened):
    expert, sheet = opened.expert(0), own(opened, 0)[0]
    for path in (f"/sheets/{sheet.review.id}", opened.path("sheets"), opened.path("seal")):
        assert expert.get(path).status_code == 200
    assert own(opened, 0)[0].review.revision == 0
    assert (
        opened.held.expert(0, lambda work, _e: work.session.get(Review, sheet.review.id).seq) == 0
    )
    assert len(opened.held.expert(0, lambda work, _e: panels.my_seats(work))) == 1
