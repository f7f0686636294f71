"""The page of a decision: filling the list, explaining skips, what the approver reads."""

import io
import re

import pytest

from creator.app import create_app
from tests.databases import counting
from tests.services.applicants import PDF
from tests.services.deciding import copied, deciding, reviewed
from tests.services.test_decisions_later import released
from tests.web.desk import Desk, another_host


@pytest.fixture
def ranked(sqlite_copies, tmp_path_factory, tmp_path):
    with copied(reviewed(sqlite_copies, tmp_path_factory)) as held:
        yield held


@pytest.fixture
def desk(ranked, tmp_path):
    ground = ranked.ground
    site = create_app({"DATA_DIR": str(tmp_path)}, database=ground.database, clock=ground.clock)
    return Desk(ground, site, ranked.held.edition_id)


def test_the_officer_lists_everything_with_one_button(ranked, desk):
    path = f"/decisions/{ranked.decision_id()}"
    officer = desk.browser("officer")
    assert "待定（3）" in officer.get(path).text
    assert officer.press(f"{path}/list-all").status_code == 303
    page = officer.get(path).text
    assert "已按排名和规则列入 3 个项目。" in page
    assert "合计 2 个项目，41,000.00 元" in page
    assert "第 3 名：得分 55 低于最低分 60。" in page
    assert re.search(r">90\.00\s*<", page)


def test_what_does_not_fit_is_said_on_the_page_and_nothing_is_listed(ranked, desk):
    def shrink(work, edition):
        edition.pool_fen = 2_500_000

    ranked.held.officer(shrink)
    ranked.take("officer", ranked.ranked(2), "propose", {"tier": "A", "amount": 2_000_000})
    path = f"/decisions/{ranked.decision_id()}"
    answer = desk.browser("officer").press(f"{path}/list-all")
    assert answer.status_code == 409
    back = re.findall(r"back=([^\"]*)", answer.text)
    assert set(back) == {path}  # not the address of the button, which is no page
    assert "“项目01”：资金池只剩 5,000.00 元。" in answer.text
    assert "待定（2）" in answer.text


def test_a_skip_is_marked_and_explained_on_its_own_page(ranked, desk):
    ranked.take("officer", ranked.ranked(1), "put_on_waitlist")
    ranked.list_all()
    path = f"/decisions/{ranked.decision_id()}"
    officer = desk.browser("officer")
    page = officer.get(path).text
    assert "名次靠前而未立项" in page
    assert "请写明理由。" in page
    line = page.split("填写理由</a>")[0].split('href="')[-1].split('"')[0]
    before = officer.hidden(line)
    assert "须写明理由才能提交名单" in officer.get(line).text
    assert "选填" not in officer.get(line).text
    assert officer.fill(line, reason="申报单位正在接受调查").status_code == 303
    stale = officer.client.post(line, data={**before, "reason": "另一个理由"})
    assert stale.status_code == 422
    assert "申报单位正在接受调查" in stale.text
    assert "另一个理由" in stale.text
    assert "申报单位正在接受调查" in officer.get(path).text


def test_the_approver_reads_who_proposed_what_and_the_digest(ranked, desk):
    ranked.list_all()
    ranked.submit()
    path = f"/decisions/{ranked.decision_id()}"
    page = desk.browser("approver").get(path).text
    assert "纪要〔2017〕3 号" in page
    assert "审批人：不限金额" in page
    assert "完整摘要" in page
    assert page.count("btn-primary") == 1
    assert "填写理由" not in page
    step = desk.browser("approver").get(f"/do/decision/{ranked.decision_id()}/approve").text
    assert "立项决定第 1 号" in step
    paper = desk.browser("approver").get(f"{path}/print").text
    assert "立项决定（第 1 号）" in paper
    assert "2.00 万元" in paper


def test_the_list_is_for_staff_of_this_edition_only(ranked, desk):
    path = f"/decisions/{ranked.decision_id()}"
    stranger, _edition = another_host(desk)
    foreign = desk.browser_of(stranger)
    for rest in ("", "/print"):
        assert foreign.get(path + rest).status_code == 404
        assert foreign.get(f"/decisions/999999{rest}").status_code == 404
    assert foreign.press(f"{path}/list-all").status_code == 404
    assert desk.browser("approver").press(f"{path}/list-all").status_code == 404
    assert desk.browser_of(ranked.held.experts[0]).get(path).status_code == 404


def test_one_line_and_three_cost_the_same_queries(ranked, desk):
    officer, path = desk.browser("officer"), f"/decisions/{ranked.decision_id()}"
    ranked.take("officer", ranked.ranked(1), "propose", {"tier": "A", "amount": 2_000_000})
    officer.get(path)
    sent = []
    for rank in (None, 2):
        if rank:
            ranked.take(
                "officer", ranked.ranked(rank), "propose", {"tier": "A", "amount": 1_000_00}
            )
        with counting(ranked.ground.database) as seen:
            officer.get(path)
        sent.append(len(seen))
    assert sent[0] == sent[1]


def test_the_officer_uploads_the_minutes_and_the_approver_reads_them(ranked, desk):
    path = f"/decisions/{ranked.decision_id()}"
    officer = desk.browser("officer")
    sent = {"scan": (io.BytesIO(PDF), "会议纪要.pdf")}
    assert officer.press(f"{path}/scan", **sent).status_code == 303
    assert "会议纪要扫描件已收下。" in officer.get(path).text
    officer.press(f"{path}/scan", scan=(io.BytesIO(b"MZ"), "会议纪要.pdf"))
    assert "会议纪要.pdf" in officer.get(path).text
    ranked.list_all()
    ranked.submit()
    approver = desk.browser("approver")
    page = approver.get(path).text
    assert "会议纪要.pdf" in page
    assert "上传扫描件" not in page
    with approver.get(f"{path}/scan") as found:
        assert found.data == PDF
        assert found.headers["Content-Disposition"].startswith("attachment")


def test_a_decision_without_an_award_is_announced_as_one(ranked, desk):
    for rank in (1, 2, 3):
        ranked.take("officer", ranked.ranked(rank), "pass_over", reason="经费另有安排")
    ranked.submit()
    ranked.approve()
    path = f"/notices/{ranked.publish()}"
    for page in (path, f"{path}/print"):
        text = desk.browser("officer").get(page).text
        assert "经评审，本次没有拟立项资助的项目，现予公示。" in text
        assert "0 个项目" not in text
        assert "没有项目。" not in text


def test_a_supplementary_list_offers_whom_the_waitlist_moves_up(sqlite_database, tmp_path):
    held = deciding(sqlite_database, (90, 80, 70), tiers__A__slots=1)
    held.publish_all()
    released(held)
    held.held.step("start_supplement")
    ground = held.ground
    site = create_app({"DATA_DIR": str(tmp_path)}, database=ground.database, clock=ground.clock)
    path, officer = f"/decisions/{held.decision_id(2)}", Desk(ground, site).browser("officer")
    page = officer.get(path).text
    assert "可递补的候补（2）" in page
    assert page.count("第 2 名：按“A类”立项，资助 21,000.00 元。") == 1
    assert f"/do/proposal/{held.ranked(2)}/promote?back={path}" in page
    assert officer.press(f"{path}/promote-all").status_code == 303
    page = officer.get(path).text
    assert "已按顺序递补 1 个项目。" in page
    assert "可递补的候补（1）" in page
    assert "候补按顺序递补" not in page
    listed = officer.get(f"/editions/{held.held.edition_id}/list/decision").text
    assert "立项决定第 2 号" in listed
