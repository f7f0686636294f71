"""What an applicant's own page tells of the result: what the letter told, and no more."""

import re

import pytest

from creator.app import create_app
from tests.services.deciding import deciding
from tests.web.desk import Desk
from tests.web.test_home import contact_of


def desk_of(held, tmp_path) -> Desk:
    ground = held.ground
    site = create_app({"DATA_DIR": str(tmp_path)}, database=ground.database, clock=ground.clock)
    return Desk(ground, site)


def applicant(desk, held, rank):
    """The browser of whoever applied with the project of this rank."""
    contact = held.ground.act("officer", lambda work: contact_of(
        work, held.ranked(rank), f"1360000888{rank}"
    ))  # fmt: skip
    return desk.browser_of(contact)


def result(visitor, proposal_id) -> str:
    """The panel without tags; empty where there is none."""
    found = visitor.get(f"/proposals/{proposal_id}").text.split('id="result">')
    if len(found) == 1:
        return ""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1].split("</section>")[0])).strip()


@pytest.fixture
def held(sqlite_database):
    """One award, one on the waitlist, one refusal: listed and approved, not announced."""
    made = deciding(sqlite_database, (90, 80, 55), tiers__A__slots=1)
    made.list_all(), made.submit(), made.approve()
    return made


def test_the_page_tells_what_the_letter_told_once_it_is_announced(held, tmp_path):
    desk = desk_of(held, tmp_path)
    own = {rank: (applicant(desk, held, rank), held.ranked(rank)) for rank in (1, 2, 3)}
    assert [result(*one) for one in own.values()] == ["", "", ""]
    notice = held.publish()
    award, waiting, refusal = (result(*one) for one in own.values())
    assert award.startswith("结果 结论 拟立项 资助金额 20,000.00 元 档次 A类")
    assert "评审得分 90.00，名次 1。" in award
    assert "结果 结论 候补 候补顺位 第 1 位 得分 评审得分 80.00，名次 2。" in waiting
    assert (
        "结果 结论 未立项 得分 评审得分 55.00，名次 3。 理由 第 3 名：得分 55 低于最低分 60。"
        in refusal
    )
    assert "资助金额" not in waiting + refusal
    for visitor, number in own.values():
        page = visitor.get(f"/proposals/{number}").text.split('id="result">')[1]
        assert f'href="/notices/{notice}"' in page.split("</section>")[0]


def test_scores_are_told_only_where_the_programme_tells_them(sqlite_database, tmp_path):
    held = deciding(sqlite_database, (90,), disclosure__scores="none")
    held.publish_all()
    told = result(applicant(desk_of(held, tmp_path), held, 1), held.ranked(1))
    assert "拟立项" in told
    assert "得分" not in told


def test_accepting_says_the_amount_and_until_when(held, tmp_path):
    held.publish()
    held.pass_days(8)
    first = held.ranked(1)
    assert held.label(first) == "已立项，待确认"
    visitor = applicant(desk_of(held, tmp_path), held, 1)
    said = r"资助金额 20,000\.00 元。请在 2017-\d\d-\d\d（星期.）24:00 前接受立项。"
    assert re.search(said, visitor.get(f"/proposals/{first}").text)
    assert "结果 结论 立项 资助金额" in result(visitor, first)
    answer = visitor.get(f"/do/proposal/{first}/accept_award")
    assert re.search(said, answer.text)


def test_the_step_tells_no_amount_before_it_is_there(held, tmp_path):
    first = held.ranked(1)
    assert held.label(first) == "已批准，待公示"
    visitor = applicant(desk_of(held, tmp_path), held, 1)
    assert "资助金额" not in visitor.get(f"/do/proposal/{first}/accept_award").text


def test_a_declined_award_is_no_result_any_more(held, tmp_path):
    held.publish()
    first = held.ranked(1)
    visitor = applicant(desk_of(held, tmp_path), held, 1)
    visitor.press(f"/do/proposal/{first}/decline", reason="人手不够")
    assert "已放弃立项" in visitor.get(f"/proposals/{first}").text
    assert result(visitor, first) == ""


def test_a_withdrawn_notice_awards_nothing_and_what_follows_is_not_told(held, tmp_path):
    notice = held.publish()
    first = held.ranked(1)
    visitor = applicant(desk_of(held, tmp_path), held, 1)
    objection, _ticket = held.object_to(None)
    held.rule(objection, "uphold")
    assert held.label(notice) != "公示中"
    told = result(visitor, first)
    assert "公示已撤销，重新定档" in told
    assert "20,000" not in told
    held.held.step("start_supplement")
    held.take("officer", first, "propose", {"tier": "A", "amount": 1_000_000})
    assert result(visitor, first) == told
