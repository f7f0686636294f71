"""Pages of a late application: the officer sees it wait, the experts declare, it joins."""

import pytest

from creator.models.proposal import Proposal
from creator.rules.pins import load
from tests.services.late import heard, refused_one
from tests.web.reviewing import stage


@pytest.fixture
def upheld(database, tmp_path):
    held, late = refused_one(database)
    heard(held, late)
    return stage(held, tmp_path), late


def test_the_officer_brings_a_late_application_into_the_open_round(upheld):
    here, late = upheld
    officer, join = here.officer(), f"/do/proposal/{late}/join_round"
    page = officer.get(here.path("round")).text
    assert "待补入本轮的项目" in page
    assert "请补入本轮评审。" in page
    assert "还没有分配专家" in officer.get(join).text
    assert officer.press(here.path("assignment")).status_code == 303
    assert "还没有申报利益关系：" in officer.get(here.path("round")).text
    assert "待申报利益关系" not in here.expert(5).get("/").text

    for number in range(5):
        expert = here.expert(number)
        assert "社会组织03" in expert.get("/reviews").text
        todo = expert.get("/").text.split('<ul class="todo">')[1].split("</ul>")[0]
        assert f'href="{here.path(f"late/{late}")}">社会组织03</a>' in todo
        assert "待申报利益关系" in todo
        assert expert.fill(here.path(f"late/{late}"), interest="no").status_code == 303
        assert expert.get(here.path(f"late/{late}")).status_code == 404
        assert "待申报利益关系" not in expert.get("/").text

    assert officer.press(join).status_code == 303
    with here.held.ground.database.reading() as session:
        assert "in_round" in _marks(session, late)
    assert "待补入本轮的项目" not in officer.get(here.path("round")).text
    assert "项目03" in here.expert(0).get(here.path("sheets")).text


def _marks(session, late):
    proposal = session.get(Proposal, late)
    return load(session, proposal.definition_hash).states[proposal.state].marks


def test_while_the_round_is_open_only_dates_to_come_may_be_corrected(upheld):
    here, _late = upheld
    page = here.officer().get(here.path("adjust")).text
    assert 'name="rounds.desk.closes"' in page
    assert "tiers.A.slots" not in page
    assert "calendar.call_closes" not in page
