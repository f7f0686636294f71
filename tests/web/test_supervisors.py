"""Naming supervisors: evenly, never who scored or applied; they find their projects."""

import re

import pytest
from sqlalchemy import select

from creator.app import create_app
from creator.models.outbox import Letter
from creator.models.proposal import Proposal
from creator.models.review import Interest
from creator.services import people
from tests.databases import counting
from tests.services.judging import judging
from tests.web.desk import Desk, another_host


@pytest.fixture
def held(sqlite_database):
    """Three projects before their experts, and two supervisors."""
    made = judging(sqlite_database)
    made.open_round()
    return made


@pytest.fixture
def desk(held, tmp_path):
    site = create_app(
        {"DATA_DIR": str(tmp_path)}, database=held.ground.database, clock=held.ground.clock
    )
    return Desk(held.ground, site, held.edition_id)


@pytest.fixture
def two(held):
    """Ids of two supervisors."""

    def appoint(work, edition):
        found = [people.find_or_add(work, f"督导员{n}", f"1350000000{n}") for n in (1, 2)]
        for person in found:
            people.appoint(work, person, "supervisor", host_id=edition.host_id)
        return [person.id for person in found]

    return held.officer(appoint)


def named(held):
    query = select(Proposal.supervisor_id).order_by(Proposal.number)
    with held.ground.database.reading() as session:
        return list(session.scalars(query))


def letters_to(held, person):
    query = select(Letter.title).where(
        Letter.person_id == person, Letter.template != "entered_by_code"
    )
    with held.ground.database.reading() as session:
        return list(session.scalars(query))


def path(held, rest=""):
    return f"/editions/{held.edition_id}/supervisors{rest}"


def test_what_has_no_supervisor_is_spread_evenly(held, desk, two):
    officer = desk.browser("officer")
    officer.fill(path(held, f"/{held.proposals[1]}"), supervisor=str(two[0]))
    assert officer.press(path(held, "/spread")).status_code == 303
    assert named(held) == [two[1], two[0], two[0]]
    page = officer.get(path(held)).text
    assert "已为 2 个项目指定督导。" in page
    assert "未指定的平均分配" not in page  # nobody is left
    held.ground.settle()
    assert letters_to(held, two[1]) == ["请您督导：碑林区公益创投（演示）"]


def test_several_projects_make_one_letter(held, desk, two):
    desk.browser("officer").press(path(held, "/spread"))
    held.ground.settle()
    assert sorted(len(letters_to(held, person)) for person in two) == [1, 1]


def test_a_supervisor_is_told_and_finds_the_projects(held, desk, two):
    officer, one = desk.browser("officer"), held.proposals[0]
    officer.fill(path(held, f"/{one}"), supervisor=str(two[0]))
    held.ground.settle()
    home = desk.browser_of(two[0]).get("/").text
    assert "我督导的项目" in home
    assert f'href="/proposals/{one}"' in home
    assert '<span lang="zh">碑林区公益创投（演示）</span>' in home.split("我督导的项目")[1]
    assert letters_to(held, two[0]) == ["请您督导：项目01"]
    officer.fill(path(held, f"/{one}"), supervisor="none")
    assert named(held)[0] is None
    assert desk.browser_of(two[0]).get(f"/proposals/{one}").status_code == 404


def test_who_declared_an_interest_is_passed_over(held, desk, two):
    def declare(work, edition):
        first, second = held.proposals[0], two[0]
        work.session.add(
            Interest(
                edition_id=edition.id, expert_id=second, proposal_id=first, kind="declared",
                recorded_at=work.now,
            )
        )  # fmt: skip

    held.officer(declare)
    desk.browser("officer").press(path(held, "/spread"))
    assert two[0] not in named(held)[:1]
    assert None not in named(held)


def test_who_scored_or_applied_is_not_offered_and_is_refused(held, desk, two):
    one = held.proposals[0]

    def bar(work, edition):
        proposal = work.session.get_one(Proposal, one)
        expert = people.find_or_add(work, "", "13600000000")
        people.appoint(work, expert, "supervisor", host_id=edition.host_id)
        member = people.find_or_add(work, "", "13500000002")
        people.appoint(work, member, "applicant", organisation_id=proposal.organisation_id)
        return expert.id, member.id

    expert, member = held.officer(bar)
    officer = desk.browser("officer")
    page = officer.get(path(held, f"/{one}")).text
    assert re.findall(r'name="supervisor"[^>]*value="([^"]*)"', page) == [str(two[0]), "none"]
    for person in (expert, member):
        assert officer.fill(path(held, f"/{one}"), supervisor=str(person)).status_code == 422
    officer.press(path(held, "/spread"))
    assert expert not in named(held)
    assert named(held)[0] == two[0]


def test_it_costs_the_same_for_one_supervised_project_and_for_three(held, desk, two):
    officer, sent = desk.browser("officer"), []
    for one in held.proposals:
        officer.fill(path(held, f"/{one}"), supervisor=str(two[0]))
        officer.get(path(held))
        with counting(held.ground.database) as seen:
            officer.get(path(held))
        sent.append(len(seen))
    assert sent[0] == sent[1] == sent[2]


def test_it_is_for_officers_of_this_edition_only(held, desk, two):
    stranger, _edition = another_host(desk)
    assert desk.browser_of(stranger).get(path(held)).status_code == 404
    assert desk.browser_of(stranger).press(path(held, "/spread")).status_code == 404
    assert desk.browser("approver").get(path(held)).status_code in (403, 404)
    assert desk.browser("officer").get(path(held, "/999999")).status_code == 404
