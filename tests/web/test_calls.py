"""The public call: everything an applicant must know, before signing in."""

from datetime import timedelta

import pytest

from tests.web.conftest import Visitor
from tests.web.desk import Desk, desk_over

CALL = "/call/beilin-2017"


@pytest.fixture
def desk(sqlite_database, clock, site) -> Desk:
    return desk_over(sqlite_database, clock, site)


def read(desk: Desk) -> str:
    """The call as a stranger reads it."""
    answer = Visitor(desk.site).get(CALL)
    assert answer.status_code == 200
    return answer.text


def test_is_closed_until_it_is_published(desk):
    assert Visitor(desk.site).get(CALL).status_code == 404
    assert Visitor(desk.site).get(f"{CALL}/sheet").status_code == 404
    assert "预览，尚未发布" in desk.browser("officer").get(CALL).text


def test_an_unknown_call_is_a_missing_page(desk):
    assert Visitor(desk.site).get("/call/nowhere").status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        "碑林区公益创投",
        "碑林区民政局",
        "登记的社会组织",
        "必须有托管机构",
        "640,000.00 元",
        "3.00 万元",
        "8 个",
        "项目基本情况",
        "专家书面评审",
        "去掉最高最低后的平均分",
        "得分高者在先",
        "公开抽签",
        "5 个工作日",
        "告知总分",
        "低于 60 分不立项",
        "到会至少 8 人",
    ],
)
def test_says_who_what_how_and_when(desk, said):
    desk.step("officer", "announce")
    assert said in read(desk)


def test_shows_the_digest_of_the_rules(desk):
    from creator.models.edition import Edition

    desk.step("officer", "announce")
    digest = desk.ask(lambda w: w.session.get_one(Edition, desk.edition).versions[-1].digest)
    assert digest in read(desk)


def test_counts_down_in_words(desk):
    desk.step("officer", "announce")
    assert "即将征集，离开始还有 8 天" in read(desk)
    desk.open_call_now()
    assert "正在征集，离截止还有 23 天" in read(desk)
    desk.ground.clock.advance(timedelta(days=23))
    assert "离截止还有 8 小时" in read(desk)
    desk.ground.clock.advance(timedelta(hours=7, minutes=30))
    assert "离截止还有 30 分钟" in read(desk)


def test_the_button_is_there_while_applications_are_taken(desk):
    desk.step("officer", "announce")
    assert "开始申报" not in read(desk)
    desk.open_call_now()
    assert 'href="/apply/beilin-2017">开始申报' in read(desk)
    assert "开始申报" not in desk.browser("officer").get(CALL).text
    desk.ground.clock.advance(timedelta(days=30))  # even when nobody closed the call yet
    assert "开始申报" not in read(desk)


def test_the_sheet_of_paper_folds_nothing_away(desk):
    desk.step("officer", "announce")
    sheet = Visitor(desk.site).get(f"{CALL}/sheet").text
    assert sheet.count("<details") == sheet.count("open>")
    assert "资格审查" in sheet


def test_reads_in_english_too(desk):
    desk.step("officer", "announce")
    visitor = Visitor(desk.site)
    visitor.press("/language", language="en", next=CALL)
    page = visitor.get(CALL).text
    assert "Registered organisation" in page
    assert "Beilin venture-philanthropy competition" in page
