"""Sheets of a closed round are read by whoever prepares, approves or judges the result."""

import re

import pytest
from sqlalchemy import select

from creator.models.access import AccessRow
from creator.models.person import Person
from creator.models.proposal import Proposal
from creator.services import assignments, panels, people, reviews
from creator.web import openings
from tests.databases import counting
from tests.services.deciding import Deciding
from tests.services.judging import judging
from tests.web.reviewing import stage

TOTALS = [[60, 70, 80], [81, 71, 61], [82, 72, 62], [83, 73, 63], [99, 74, 64]]
COMMENT = "服务对象写得清楚"


@pytest.fixture
def opened(database, tmp_path):
    """All sheets are in, the round is still open."""
    held = judging(database, experts=5)
    held.open_round()

    def comment(work, edition):
        reviews.save(work, reviews.mine(work, edition)[0].review, {}, comment=COMMENT)

    held.expert(1, comment)
    held.judge(TOTALS)
    return stage(held, tmp_path)


@pytest.fixture
def closed(opened):
    opened.held.step("close_round")
    return opened


def address(here, which=0):
    return f"/proposals/{here.held.proposals[which]}/sheets"


def said(answer):
    assert answer.status_code == 200
    main = answer.text.split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def part(page, name):
    """What is said under the heading of one sheet."""
    return page.split(f"· {name}")[1].split(" · ")[0]


def test_the_officers_list_leads_to_what_each_sheet_says(closed):
    page = closed.officer().get(closed.path("round")).text
    assert "分数在结束本轮之后才显示" not in page
    links = re.findall(r'href="([^"]+)">查看评分</a>', page)
    assert len(links) == 15
    assert len(set(links)) == 15
    assert {link.partition("#")[0] for link in links} == {address(closed, n) for n in range(3)}

    content = closed.officer().get(address(closed))
    for link in links:
        path, _hash, place = link.partition("#")
        assert path != address(closed) or f'id="{place}"' in content.text
    page = said(content)
    second = part(page, "专家02")
    assert "需求真实、有依据 15 / 15 见申报书" in second
    assert "总分 81" in second
    assert COMMENT in second
    assert "已去掉" not in second
    assert ["已去掉" in part(page, f"专家0{n}") for n in range(1, 6)] == [True, *[False] * 3, True]


def test_the_address_of_a_sheet_leads_to_it(closed):
    page = closed.officer().get(closed.path("round")).text
    path, _hash, place = re.search(r'href="([^"]+)">查看评分</a>', page)[1].partition("#")
    number = place.removeprefix("sheet-")
    for role, expected in (("officer", f"{path}#{place}"), ("approver", path)):
        assert closed.office(role).get(f"/sheets/{number}").headers["Location"] == expected
    assert closed.office("adjudicator").get(f"/sheets/{number}").status_code == 404


def test_nobody_reads_a_sheet_before_the_round_is_closed(opened):
    page = opened.officer().get(opened.path("round")).text
    assert "分数在结束本轮之后才显示" in page
    assert "查看评分" not in page
    for role in ("officer", "approver", "adjudicator"):
        browser = opened.office(role)
        assert browser.get(address(opened)).status_code == 404
        assert address(opened) not in browser.get(address(opened).removesuffix("/sheets")).text


def test_an_approver_reads_them_under_the_names_of_the_ranking(closed):
    approver = closed.office("approver")
    assert address(closed) in approver.get(address(closed).removesuffix("/sheets")).text
    page = said(approver.get(address(closed)))
    assert COMMENT in page
    assert "专家0" not in page
    assert sorted(re.findall(r"· (E\d)", page)) == ["E1", "E2", "E3", "E4", "E5"]


def test_no_address_tells_an_approver_the_order_of_the_experts(closed):
    page = closed.office("approver").get(address(closed)).text
    found = re.findall(r'id="sheet-(\d+)">[^<]*· (E\d)', page)
    assert found == [(str(n), f"E{n}") for n in range(1, 6)]


def test_an_adjudicator_reads_them_while_an_objection_waits(closed):
    held = Deciding(closed.held)
    closed.held.step("start_deciding")
    held.publish_all()
    first, adjudicator = f"/proposals/{held.ranked(1)}/sheets", closed.office("adjudicator")
    assert adjudicator.get(first).status_code == 404
    objection, _ticket = held.object_to(1)
    assert first in adjudicator.get(f"/objections/{objection}").text
    assert "专家0" not in said(adjudicator.get(first))
    assert adjudicator.get(f"/proposals/{held.ranked(2)}/sheets").status_code == 404
    held.rule(objection, "dismiss")
    assert adjudicator.get(first).status_code == 404
    assert first not in adjudicator.get(f"/objections/{objection}").text


def test_an_objection_to_the_procedure_opens_everything_that_was_judged(closed):
    held = Deciding(closed.held)
    closed.held.step("start_deciding")
    held.publish_all()
    adjudicator = closed.office("adjudicator")
    objection, _ticket = held.object_to(None)
    page = adjudicator.get(f"/objections/{objection}").text
    assert "3 个项目的评分表" in page
    for rank in (1, 2, 3):
        path = f"/proposals/{held.ranked(rank)}/sheets"
        assert f'href="{path}"' in page
        assert "专家0" not in said(adjudicator.get(path))
    held.rule(objection, "dismiss")
    assert "评分表" not in said(adjudicator.get(f"/objections/{objection}"))
    assert adjudicator.get(f"/proposals/{held.ranked(1)}/sheets").status_code == 404


def test_they_are_nothing_for_others(closed):
    assert closed.expert(0).get(address(closed)).status_code == 404
    assert closed.office("community").get(address(closed)).status_code == 404


def test_who_has_an_interest_in_one_project_reads_no_sheet(closed):
    def join(work):
        proposal = work.session.get_one(Proposal, closed.held.proposals[2])
        officer = work.session.get_one(Person, closed.held.ground.people["officer"])
        people.appoint(work, officer, "applicant", organisation_id=proposal.organisation_id)

    closed.held.ground.act_as(None, join)
    officer = closed.officer()
    assert officer.get(address(closed)).status_code == 409
    assert officer.get(address(closed, 2)).status_code == 409
    assert "查看评分" not in officer.get(closed.path("round")).text


def test_each_sheet_that_was_opened_is_noted(closed, monkeypatch):
    monkeypatch.setattr(openings, "_recent", {})  # what other tests opened in this process
    closed.officer().get(address(closed))
    with closed.held.ground.database.reading() as session:
        rows = session.scalars(select(AccessRow).where(AccessRow.what == "sheet")).all()
    assert {row.person_id for row in rows} == {closed.held.ground.people["officer"]}
    assert len({row.subject_id for row in rows}) == 5


def test_it_costs_the_same_for_few_sheets_and_for_many(sqlite_database, tmp_path):
    held = judging(sqlite_database, experts=5, rounds__0__below_minimum="mean")
    held.seat_all()
    for number in range(5):
        mine = {held.proposals[0]: "同事"} if number < 3 else {}
        held.expert(number, lambda work, edition, mine=mine: panels.declare(work, edition, 0, mine))
    held.officer(lambda work, edition: assignments.plan(work, edition))
    held.step("open_round")
    held.judge([[70, 71]] * 3 + [[70, 71, 72]] * 2)
    held.step("close_round")
    here, counted = stage(held, tmp_path), []
    here.officer().get("/")
    for which in range(2):
        here.officer().get(address(here, which))
        with counting(sqlite_database) as found:
            page = here.officer().get(address(here, which)).text
        counted.append((len(found), page.count('id="sheet-')))
    (few, two), (many, five) = counted
    assert (few, two, five) == (many, 2, 5)
