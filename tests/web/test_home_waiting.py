"""The home page says what waits for whom, and until when."""

import re

import pytest

from creator.app import create_app
from creator.services.transitions import fire
from tests.databases import counting
from tests.services import applicants
from tests.services.deciding import copied, reviewed
from tests.services.judging import judging
from tests.services.test_sheet_alarms import OVER
from tests.web.desk import Desk, hand_in
from tests.web.test_home import contact_of, main, scoring, waiting

__all__ = ["scoring"]


@pytest.fixture
def desk(sqlite_database, tmp_path):
    """A call that is open."""
    ground, edition = applicants.open_call(sqlite_database, **{"applicants.per_organisation": 3})
    site = create_app({"DATA_DIR": str(tmp_path)}, database=sqlite_database, clock=ground.clock)
    return Desk(ground, site, edition)


def elsewhere(page: str) -> str:
    """The part about others, without tags."""
    part = page.split("等待别人办理")[1].split("未读来信")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part))


def test_an_applicant_sees_who_has_the_application_and_until_when(desk, tmp_path):
    applicant = applicants.register(desk.ground, tmp_path / "files")
    proposal = applicant.ready(desk.edition, title="编织课堂")
    browser = desk.browser_of(applicant.person_id)
    assert "等待别人办理" not in main(browser)
    applicant.submit(proposal)
    desk.ground.settle()
    said = elsewhere(main(browser))
    for words in ("编织课堂", "已提交", "等待经办人", "截止： 2017年2月10日"):
        assert words in said
    applicant.on(proposal, lambda work, one: fire(work, one, "withdraw", reason="人手不够"))
    assert "等待别人办理" not in main(browser)


def test_nobody_is_named_behind_the_veil(sqlite_copies, tmp_path_factory, tmp_path):
    with copied(reviewed(sqlite_copies, tmp_path_factory)) as held:
        held.list_all()
        site = create_app(
            {"DATA_DIR": str(tmp_path)}, database=held.ground.database, clock=held.ground.clock
        )
        desk, said = Desk(held.ground, site), set()
        for rank in (1, 3):
            contact = held.ground.act("officer", lambda work, rank=rank: contact_of(
                work, held.ranked(rank), f"1360000999{rank}"
            ))  # fmt: skip
            desk.browser_of(contact).get("/")
            said.add(re.sub(r"项目\d\d", "", elsewhere(main(desk.browser_of(contact)))))
    assert len(said) == 1
    assert "评审结束" in said.pop()


def test_an_officer_sees_whom_each_edition_waits_for(scoring):
    said = elsewhere(main(scoring.browser("officer")))
    assert "评审专家：评审表 12 项（待评分）" in said


def test_a_round_waits_for_the_officer_once_all_is_in_or_the_time_is_up(sqlite_database, tmp_path):
    held = judging(sqlite_database)
    held.open_round()
    clock = held.ground.clock
    site = create_app({"DATA_DIR": str(tmp_path)}, database=sqlite_database, clock=clock)
    desk, begun = Desk(held.ground, site), clock.now()
    assert '<ul class="todo">' not in main(desk.browser("officer"))
    clock.instant = OVER
    desk.browsers.clear()
    assert "评审已截止，还有评分表没有提交" in waiting(desk.browser("officer").get("/").text)
    clock.instant = begun
    desk.browsers.clear()
    held.judge([[70, 80, 90]] * 5)
    assert "评分已交齐，待结束本轮" in waiting(desk.browser("officer").get("/").text)
    held.step("close_round")
    assert "评分已交齐" not in main(desk.browser("officer"))


def test_it_costs_the_same_for_one_project_and_for_three(desk, tmp_path):
    hand_in(desk, tmp_path)
    applicant = applicants.register(desk.ground, tmp_path / "files", 9)
    browser, sent = desk.browser_of(applicant.person_id), []
    for title in ("项目一", "项目二", "项目三"):
        applicant.submit(applicant.ready(desk.edition, title=title))
        desk.ground.settle()
        browser.get("/")
        with counting(desk.ground.database) as seen:
            browser.get("/")
        sent.append(len(seen))
    assert sent[0] == sent[1] == sent[2]
