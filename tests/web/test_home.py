"""The first page: what waits for me and until when, and for strangers what is public."""

import re

import pytest
from sqlalchemy import select

from creator.app import create_app
from creator.models.outbox import Letter
from creator.models.proposal import Proposal
from creator.services import decisions, people
from tests.databases import counting
from tests.services import applicants, deciding
from tests.services.judging import judging
from tests.services.test_decisions_later import released
from tests.web.conftest import Visitor
from tests.web.desk import Desk, hand_in


@pytest.fixture
def held(request, sqlite_copies, tmp_path_factory, tmp_path):
    """An edition after its review, or in public notice."""
    made = getattr(deciding, request.param)(sqlite_copies, tmp_path_factory)
    with deciding.copied(made) as copy:
        yield copy


def site_of(held, tmp_path):
    ground = held.ground
    return create_app({"DATA_DIR": str(tmp_path)}, database=ground.database, clock=ground.clock)


@pytest.fixture
def desk(sqlite_database, tmp_path):
    """A call that is open."""
    ground, edition = applicants.open_call(sqlite_database)
    site = create_app({"DATA_DIR": str(tmp_path)}, database=sqlite_database, clock=ground.clock)
    return Desk(ground, site, edition)


def main(visitor) -> str:
    """What the home page says, without the tokens of the forms around it."""
    return visitor.get("/").text.split("<main")[1].split("</main>")[0]


def waiting(page: str) -> str:
    return page.split('<ul class="todo">')[1].split("</ul>")[0]


def test_one_project_is_named_and_several_are_counted(desk, tmp_path):
    hand_in(desk, tmp_path)
    officer = desk.browser("officer")
    assert ">编织课堂01</a>" in waiting(officer.get("/").text)
    hand_in(desk, tmp_path, nth=2)
    assert ">申报项目：2 项</a>" in waiting(officer.get("/").text)


def test_a_reminder_is_no_deadline_and_a_passed_one_is_said(desk, tmp_path):
    hand_in(desk, tmp_path)
    officer = desk.browser("officer")
    # The announced last day of screening, with a reminder two working days before.
    assert "截止：<time" in waiting(officer.get("/").text)
    due = re.search(r'datetime="([^"]+)"', waiting(officer.get("/").text))[1]
    assert due == "2017-02-11T00:00:00+08:00"
    desk.ground.clock.instant = desk.ground.clock.instant.replace(month=2, day=9)
    desk.ground.settle()
    reminder = desk.ask(lambda work: work.session.scalars(select(Letter)).all())[-1]
    assert "将于 2017-02-10（星期五）24:00 到期" in reminder.body
    desk.ground.clock.instant = desk.ground.clock.instant.replace(month=2, day=13)
    desk.ground.settle()
    desk.browsers.clear()  # whoever was away for days signs in anew
    assert "已超期：" in waiting(desk.browser("officer").get("/").text)


def test_costs_the_same_for_one_project_and_for_three(desk, tmp_path):
    hand_in(desk, tmp_path)
    officer = desk.browser("officer")
    officer.get("/")
    with counting(desk.ground.database) as one:
        officer.get("/")
    hand_in(desk, tmp_path, nth=2), hand_in(desk, tmp_path, nth=3)
    with counting(desk.ground.database) as three:
        officer.get("/")
    assert len(one) == len(three)


@pytest.mark.parametrize("held", ["reviewed"], indirect=True)
def test_what_only_the_step_of_a_list_moves_waits_for_nobody_by_itself(held, tmp_path):
    held.list_all()
    held.submit()
    approver = Desk(held.ground, site_of(held, tmp_path)).browser("approver")
    assert re.findall(r">([^<]+)</a>", waiting(approver.get("/").text)) == ["立项决定"]


@pytest.mark.parametrize("held", ["noticed"], indirect=True)
def test_an_edition_is_called_by_its_title(held, tmp_path):
    officer = Desk(held.ground, site_of(held, tmp_path)).browser("officer")
    assert ">碑林区公益创投（演示）</a>" in waiting(officer.get("/").text)


@pytest.mark.parametrize("held", ["noticed"], indirect=True)
def test_a_stranger_finds_the_notices(held, tmp_path):
    page = Visitor(site_of(held, tmp_path)).get("/").text
    assert f'href="/notices/{held.notice_id()}"' in page
    assert "碑林区公益创投（演示）拟立项公示" in page


def test_on_the_english_front_page_chinese_titles_are_marked_as_chinese(desk):
    stranger = Visitor(desk.site)
    stranger.press("/language", language="en", next="/")
    page = stranger.get("/").text
    assert '<html lang="en">' in page
    assert '<a href="/call/beilin-2017" lang="zh">碑林区公益创投（演示）</a>' in page


def test_only_those_who_may_apply_are_shown_the_open_calls(desk):
    assert "正在征集" not in desk.browser("officer").get("/").text
    newcomer = desk.invite("李申报", "13900139001", "entrant")
    assert 'href="/call/beilin-2017"' in desk.browser_of(newcomer).get("/").text


@pytest.mark.parametrize("held", ["reviewed"], indirect=True)
def test_an_applicant_is_not_told_of_a_refusal_before_it_is_announced(held, tmp_path):
    desk = Desk(held.ground, site_of(held, tmp_path))
    refused = held.ranked(3)
    contact = held.ground.act("officer", lambda work: contact_of(work, refused))
    desk.browser_of(contact).get("/")  # says that the password is set
    before = main(desk.browser_of(contact))
    held.list_all()
    assert held.label(refused).startswith("拟不予立项")
    assert main(desk.browser_of(contact)) == before
    assert all("评审结束" in status for status in said_of(refused, desk.browser_of(contact)))
    held.submit(), held.approve(), held.publish()
    assert "拟不予立项（可申诉）" in waiting(desk.browser_of(contact).get("/").text)
    assert all("可申诉" in status for status in said_of(refused, desk.browser_of(contact)))


def test_an_applicant_is_told_of_the_waitlist_and_of_nothing_that_follows_unseen(
    sqlite_database, tmp_path
):
    held = deciding.deciding(sqlite_database, (90, 80, 70), tiers__A__slots=1)
    desk, second = Desk(held.ground, site_of(held, tmp_path)), held.ranked(2)
    contact = held.ground.act("officer", lambda work: contact_of(work, second))
    browser = desk.browser_of(contact)
    browser.get("/")  # says that the password is set
    held.list_all()
    assert all("评审结束" in status for status in said_of(second, browser))
    held.submit(), held.approve(), held.publish()
    before = shown_to(browser, second)
    assert "候补第 1 位" in before[0]
    assert "评审结束" not in before[0]
    assert all("候补第 1 位" in status for status in said_of(second, browser))

    released(held)
    held.held.step("start_supplement")
    held.held.officer(lambda work, edition: decisions.promote_all(work, edition))
    assert held.label(second) == "拟立项"
    assert shown_to(browser, second) == before


def test_costs_the_same_for_one_project_on_the_waitlist_and_for_two(sqlite_database, tmp_path):
    held = deciding.deciding(sqlite_database, (90, 80, 70), tiers__A__slots=1)
    held.publish_all()
    desk, sent = Desk(held.ground, site_of(held, tmp_path)), []
    for rank in (2, 3):
        contact = held.ground.act(
            "officer", lambda work, at=rank: contact_of(work, held.ranked(at))
        )
        browser = desk.browser_of(contact)
        for page in ("/", "/proposals"):
            browser.get(page)
            with counting(held.ground.database) as seen:
                assert browser.get(page).text.count("候补第") == rank - 1
            sent.append(len(seen))
    assert sent[:2] == sent[2:]


def shown_to(visitor, proposal_id) -> list[str]:
    """Home, the project's own page and the list of own projects, without the tokens of forms."""
    pages = [visitor.get(at).text for at in ("/", f"/proposals/{proposal_id}", "/proposals")]
    return [
        re.sub(r'name="(seq|key|csrf_token)" value="[^"]*"', "",
               page.split("<main")[1].split("</main>")[0])
        for page in pages
    ]  # fmt: skip


def said_of(proposal_id, visitor) -> list[str]:
    """How the project's own page and the list of own projects call where it stands."""
    pages = [visitor.get(at).text for at in (f"/proposals/{proposal_id}", "/proposals")]
    return [re.search(r'class="status[^>]*>(.*?)</span>', page, re.DOTALL)[1] for page in pages]


def contact_of(work, proposal_id, mobile="13600009999"):
    """Somebody of the organisation that applies."""
    proposal = work.session.get_one(Proposal, proposal_id)
    person = people.find_or_add(work, "申报联系人", mobile)
    people.appoint(work, person, "applicant", organisation_id=proposal.organisation_id)
    return person.id


@pytest.fixture
def scoring(sqlite_database, tmp_path):
    """An expert has sealed, the round is still open."""
    held = judging(sqlite_database)
    held.open_round()
    held.score(0, [70, 80, 90]), held.seal(0)
    site = create_app(
        {"DATA_DIR": str(tmp_path)}, database=sqlite_database, clock=held.ground.clock
    )
    return Desk(held.ground, site)


def test_a_sealed_sheet_waits_for_no_officer(scoring):
    """One may be given back, but that is the exception: nothing has to be done with it."""
    officer = scoring.browser("officer")
    assert officer.get("/editions/1/round").text.count("退回修改") == 3
    assert '<ul class="todo">' not in main(officer)
