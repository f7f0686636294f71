"""Correcting at a browser, an organisation's particulars, and what a form must survive."""

from datetime import date

import pytest

from creator.models.organisation import Organisation
from creator.models.proposal import Proposal
from creator.services.transitions import fire
from tests.databases import counting
from tests.services.applicants import BUDGET, credit_code, line
from tests.web.applying import Desk


@pytest.fixture
def desk(sqlite_database, tmp_path):
    return Desk(sqlite_database, tmp_path)


@pytest.fixture
def applicant(desk):
    return desk.applicant()


@pytest.fixture
def returned(desk, applicant):
    """Handed in, and returned with the budget opened."""
    number = applicant.ready(desk.edition_id)
    applicant.submit(number)
    give_back(desk, number)
    return number


def give_back(desk, number):
    def screen(work):
        proposal = work.session.get_one(Proposal, number)
        fire(work, proposal, "begin_screening")
        data = {"sections": ["budget"]}
        fire(work, proposal, "return_for_correction", data=data, reason="请写清项目助理的工作。")

    desk.ground.act("officer", screen)


def test_the_page_says_what_to_correct_until_when_and_opens_only_that(desk, returned):
    browser = desk.browser()
    page = browser.get(f"/proposals/{returned}").text
    assert ("请写清项目助理的工作。" in page, "请在 2017年1月13日 周五 24:00 前补正" in page) == (
        True,
        True,
    )
    assert browser.get(f"/proposals/{returned}/fill/budget").status_code == 200
    assert browser.get(f"/proposals/{returned}/fill/project").location == f"/proposals/{returned}"
    assert browser.get(f"/proposals/{returned}/fill/nothing").status_code == 404


def test_the_page_says_that_nothing_has_been_corrected_yet(desk, returned):
    browser, path = desk.browser(), f"/proposals/{returned}"
    for page in (browser.get(path).text, browser.get(f"{path}/submit").text):
        assert "与上次提交的内容相同，请先按要求修改。" in page
    assert "还没有修改" in browser.get(path).text
    assert "都填好了，可以提交" not in browser.get(path).text
    browser.save(f"{path}/fill/budget", {"q_budget-6-item": "项目助理（每周两天）"})
    page = browser.get(path).text
    assert ("都填好了，可以提交" in page, "还没有修改" in page) == (True, False)


def test_what_was_asked_stays_on_the_page_when_a_sponsor_confirms_meanwhile(desk, applicant):
    group = desk.applicant(
        2,
        legal_class="filed",
        number="碑林备字〔2016〕103号",
        registrar="东关南街街道办事处（示例）",
        sponsor_code=credit_code(1),
    )
    number, sponsor = group.ready(desk.edition_id), desk.browser(1)
    step = f"/do/proposal/{number}/confirm_sponsorship"
    sponsor.press(step, seq="0")
    group.submit(number)
    give_back(desk, number)
    group.save(number, {"budget": [*BUDGET[:-1], line("labour", "助理", "10", 510)]})
    assert sponsor.press(step).status_code == 303
    assert "请写清项目助理的工作。" in desk.browser(2).get(f"/proposals/{number}").text.split(
        "办理记录"
    )[0]  # fmt: skip


def test_what_was_typed_into_a_part_that_shut_meanwhile_comes_back(desk, applicant):
    number, browser = applicant.ready(desk.edition_id), desk.browser()
    path = f"/proposals/{number}/fill/need"
    sent = {**browser.sheet(path), "q_need": "写了一个下午的需求"}
    applicant.submit(number)
    give_back(desk, number)
    page = browser.client.post(path, data=sent)
    assert page.status_code == 409
    for words in ("这一部分现在不能修改。", "没有保存。", "写了一个下午的需求"):
        assert words in page.text


def test_a_correction_made_at_the_browser_shows_what_changed(desk, applicant, returned):
    browser = desk.browser()
    browser.save(f"/proposals/{returned}/fill/budget", {"q_budget-6-item": "项目助理（每周两天）"})
    page = browser.fill(f"/proposals/{returned}/submit")
    assert page.location == f"/proposals/{returned}/receipt"
    version = browser.get(f"/proposals/{returned}/versions/2").text
    assert ("比第 1 版改了什么" in version, "项目助理（每周两天）" in version) == (True, True)
    assert applicant.on(returned, lambda _w, p: p.number) == "BL-2017-0001"


def test_particulars_are_corrected_by_the_organisations_own_people(desk, applicant):
    browser = desk.browser()
    path = f"/organisations/{applicant.organisation_id}"
    page = browser.fill(
        path, responsible="新负责人", mobile="13800000009", founded_on="2012-05-01", address=""
    )
    assert page.status_code == 303

    def look(work):
        organisation = work.session.get_one(Organisation, applicant.organisation_id)
        return (organisation.responsible, organisation.founded_on, organisation.name)

    expected = ("新负责人", date(2012, 5, 1), "碑林为老服务中心01（示例）")
    assert applicant.act(look) == expected


def test_a_strangers_organisation_is_not_found(desk, applicant):
    other = desk.applicant(2)
    pages = [desk.browser(1).get(f"/organisations/{n}") for n in (other.organisation_id, 999)]
    assert [page.status_code for page in pages] == [404, 404]


def test_the_summary_leads_to_an_empty_table(desk, applicant):
    proposal = applicant.ready(desk.edition_id, budget=[])
    page = desk.browser().get(f"/proposals/{proposal}/fill/budget?check=1").text
    summary = page.split('id="summary"')[1].split("</ul>")[0]
    assert '<a href="#q_budget">请填写“预算明细”。</a>' in summary
    assert '<fieldset class="rows" id="q_budget">' in page


def test_a_sponsor_sees_the_application_and_confirms_it(desk, applicant):
    group = desk.applicant(
        2,
        legal_class="filed",
        number="碑林备字〔2016〕103号",
        registrar="东关南街街道办事处（示例）",
        sponsor_code=credit_code(1),
    )
    number = group.ready(desk.edition_id)
    browser = desk.browser(1)
    assert "老人编制课堂" in browser.get(f"/proposals/{number}").text
    step = f"/do/proposal/{number}/confirm_sponsorship"
    assert "以后内容有改动，须重新确认。" in browser.get(step).text
    browser.press(step, seq="0")
    assert group.lacks(number) == []

    assert "待重新确认" not in browser.get("/").text

    group.save(number, {"title": "老人编织课堂（改）"})
    todo = browser.get("/").text.split('<ul class="todo">')[1].split("</ul>")[0]
    assert f'href="/proposals/{number}">老人编织课堂（改）</a>' in todo
    assert "待重新确认" in todo
    assert "确认之后，申报内容有改动，原确认失效。" in browser.get(f"/proposals/{number}").text
    seen = browser.hidden(step)["revision"]
    group.save(number, {"title": "老人编织课堂（又改）"})
    assert browser.press(step, revision=seen).status_code == 409
    assert browser.press(step).status_code == 303
    assert group.lacks(number) == []
    assert "待重新确认" not in browser.get("/").text


def test_confirmations_to_renew_cost_the_same_for_one_and_for_three(desk, applicant):
    browser, costs = desk.browser(1), []
    for nth in (2, 3, 4):
        group = desk.applicant(
            nth,
            legal_class="filed",
            number=f"碑林备字〔2016〕10{nth}号",
            registrar="东关南街街道办事处（示例）",
            sponsor_code=credit_code(1),
        )
        number = group.ready(desk.edition_id)
        browser.press(f"/do/proposal/{number}/confirm_sponsorship", seq="0")
        group.save(number, {"title": f"老人编织课堂{nth}"})
        browser.get("/")
        with counting(desk.ground.database) as sent:
            assert browser.get("/").text.count("待重新确认") == nth - 1
        costs.append(len(sent))
    assert costs[0] == costs[2]


@pytest.mark.parametrize(
    "odd",
    [
        {"q_title": "a\x00b"},
        {"q_title": "\u202e反"},
        {"q_tier": "Z"},
        {"q_start": "2017-99-99"},
        {"q_beneficiary_count": "9" * 40},
        {"q_budget-0-item": "本节没有这一项"},
        {"key": "../../etc", "revision": "x"},
        {"drop": "q_title-0"},
        {"add": "csrf_token"},
    ],
)
def test_whatever_a_form_sends_it_is_no_error_of_ours(desk, applicant, odd):
    number = applicant.start(desk.edition_id)
    page = desk.browser().save(f"/proposals/{number}/fill/project", odd)
    assert page.status_code in (200, 303)


def test_a_table_with_odd_numbers_is_no_error_of_ours(desk, applicant):
    number = applicant.start(desk.edition_id)
    odd = {
        "q_budget-999999999-item": "很远的一行",
        "q_budget-0-quantity": "999999999999",
        "q_budget-0-unit_price": "99999999999",
        "q_budget-1-head": "materials",
        "q_amount": "1",
    }
    page = desk.browser().save(f"/proposals/{number}/fill/budget", odd)
    assert page.status_code == 200
    assert applicant.on(number, lambda _w, p: p.answers["amount"]) == 100


def test_budget_lines_keep_their_order(desk, applicant):
    rows = [*BUDGET, line("other", "杂", "1", 0)]
    number = applicant.start(desk.edition_id)
    applicant.save(number, {"budget": rows})
    before = applicant.on(number, lambda _w, p: p.answers["budget"])
    desk.browser().save(f"/proposals/{number}/fill/budget", {})
    assert applicant.on(number, lambda _w, p: p.answers["budget"]) == before
