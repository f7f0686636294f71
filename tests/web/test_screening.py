"""Screening at the desk: the queue, the check list beside the application, the next one."""

import html
import re
from urllib.parse import quote

import pytest

from creator.app import create_app
from creator.models.proposal import ChecklistAnswer, Proposal
from creator.services import screening
from creator.services.transitions import fire
from tests.databases import counting
from tests.services import applicants
from tests.web.desk import Desk, another_host, hand_in


@pytest.fixture
def desk(sqlite_database, tmp_path):
    """A call with one application handed in."""
    ground, edition = applicants.open_call(sqlite_database)
    site = create_app({"DATA_DIR": str(tmp_path)}, database=sqlite_database, clock=ground.clock)
    return Desk(ground, site, edition)


def begin(desk, proposal):
    desk.ground.act(
        "officer",
        lambda work: fire(work, work.session.get_one(Proposal, proposal), "begin_screening"),
    )


def items(desk, proposal):
    return desk.ask(
        lambda work: [
            one.item.id
            for one in screening.checklist(work, work.session.get_one(Proposal, proposal))
        ]
    )


def test_the_officer_answers_saves_and_then_may_pass(desk, tmp_path):
    proposal = hand_in(desk, tmp_path)
    begin(desk, proposal)
    officer, path = desk.browser("officer"), f"/screening/{proposal}"
    page = officer.get(path).text
    assert "组织社区独居老人每周一起学编织" in page  # what it says, beside the list
    assert "材料.pdf" in page
    assert "……等 15 项" in page
    first, *rest = items(desk, proposal)
    answer = officer.fill(path, **{f"check-{first}": "fail"})
    assert answer.status_code == 422
    assert "请写明为何不通过。" in answer.text
    typed = {f"check-{first}": "fail", f"note-{first}": "证书已过期"}
    assert officer.fill(path, **typed).status_code == 303
    page = officer.get(path).text
    assert "证书已过期" in page
    typed = {f"check-{item}": "pass" for item in (first, *rest)}
    assert officer.fill(path, **typed, **{f"note-{first}": ""}).status_code == 303
    page = officer.get(path).text
    assert f"/do/proposal/{proposal}/screen_pass" in page
    assert page.split("<main")[1].count("btn-primary") == 1


def test_two_officers_do_not_overwrite_each_other_unseen(desk, tmp_path):
    proposal = hand_in(desk, tmp_path)
    begin(desk, proposal)
    officer, path = desk.browser("officer"), f"/screening/{proposal}"
    item = items(desk, proposal)[0]
    assert "说明（不通过时须写）" in officer.get(path).text
    assert "（不通过时须写） <" not in officer.get(path).text  # nothing calls it optional
    seen = officer.hidden(path)
    officer.fill(path, **{f"check-{item}": "pass"})
    stale = officer.client.post(
        path, data={**seen, f"check-{item}": "fail", f"note-{item}": "看不清"}
    )
    assert stale.status_code == 409
    assert "别人刚保存的是：" in stale.text
    assert "看不清" in stale.text
    with desk.ground.database.reading() as session:
        assert session.get_one(ChecklistAnswer, (proposal, item)).passed is True


def test_others_read_the_list_but_only_the_officer_answers_it(desk, tmp_path):
    proposal = hand_in(desk, tmp_path)
    begin(desk, proposal)
    path = f"/screening/{proposal}"
    approver = desk.browser("approver")
    page = approver.get(path).text
    assert "保存审查清单" not in page
    assert "未填" in page
    token = {"csrf_token": approver.token(), f"check-{items(desk, proposal)[0]}": "pass"}
    assert approver.client.post(path, data=token).status_code == 403
    stranger, _edition = another_host(desk)
    for address in (path, f"/editions/{desk.edition}/screening", "/screening/999999"):
        assert desk.browser_of(stranger).get(address).status_code == 404


def test_the_queue_shows_how_far_it_is_and_leads_on(desk, tmp_path):
    first, second = hand_in(desk, tmp_path, 1), hand_in(desk, tmp_path, 2)
    officer, path = desk.browser("officer"), f"/editions/{desk.edition}/screening"
    page = officer.get(path).text
    assert "已审查 0 / 2" in page
    assert page.index("编织课堂01") < page.index("编织课堂02")
    begin(desk, first)
    assert "编织课堂01" not in officer.get(path).text
    assert "编织课堂01" in officer.get(f"{path}?queue=open").text
    assert f'href="/screening/{second}"' in officer.get(f"/screening/{first}").text


def test_one_row_and_three_cost_the_same_queries(desk, tmp_path):
    officer, path = desk.browser("officer"), f"/editions/{desk.edition}/screening"
    sent = []
    for nth in (1, 2, 3):
        hand_in(desk, tmp_path, nth)
        officer.get(path)
        with counting(desk.ground.database) as seen:
            officer.get(path)
        sent.append(len(seen))
    assert sent[0] == sent[2]


def test_after_a_step_the_officer_is_back_at_the_check_list(desk, tmp_path):
    proposal = hand_in(desk, tmp_path)
    officer, path = desk.browser("officer"), f"/screening/{proposal}"
    step = re.search(r'action="(/do/[^"]+/begin_screening[^"]*)"', officer.get(path).text)[1]
    assert officer.press(html.unescape(step)).headers["Location"] == path


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "back"])
def test_a_step_leads_to_no_other_site(desk, tmp_path, back):
    proposal = hand_in(desk, tmp_path)
    step = f"/do/proposal/{proposal}/begin_screening"
    answer = desk.browser("officer").press(f"{step}?back={quote(back, safe='')}")
    assert answer.headers["Location"] == f"/proposals/{proposal}"


def test_the_officer_records_a_grade_beside_the_check_list_and_takes_it_back(desk, tmp_path):
    proposal = hand_in(desk, tmp_path)
    officer, path = desk.browser("officer"), f"/screening/{proposal}/record"
    assert "单位记录（0）" in officer.get(f"/screening/{proposal}").text
    typed = {"what": "grade.3A", "on_date": "2015-06-01", "evidence": "公告 12 号"}
    assert officer.fill(path, **typed).status_code == 303
    page = officer.get(path).text
    assert "3A 级" in page
    assert officer.fill(path, **{**typed, "on_date": "2030-01-01"}).status_code == 422
    button = page.split("/withdraw")[0].split('action="')[-1] + "/withdraw"
    assert officer.press(button).status_code == 303
    assert "已撤销" in officer.get(path).text
    assert desk.browser("approver").get(path).status_code == 404
