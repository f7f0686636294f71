"""Applying at a browser: every step works without script, on a form that loses nothing."""

import io
import re
from datetime import timedelta
from functools import partial

import pytest

from creator.models.proposal import Attachment
from tests.databases import counting
from tests.services.applicants import BUDGET, PDF, credit_code
from tests.web.applying import Browser, Desk, sent_from


@pytest.fixture
def desk(sqlite_database, tmp_path):
    return Desk(sqlite_database, tmp_path)


@pytest.fixture
def applicant(desk):
    return desk.applicant()


@pytest.fixture
def browser(desk, applicant) -> Browser:
    return desk.browser()


@pytest.fixture
def draft(desk, applicant):
    return applicant.start(desk.edition_id)


def fill(draft, section):
    return f"/proposals/{draft}/fill/{section}"


def answers(applicant, draft):
    return applicant.on(draft, lambda _work, proposal: proposal.answers)


def flashes(page):
    return re.findall(r'class="notice [^"]*"[^>]*>.*?<div>(.*?)</div>', page.text, re.S)


def test_a_newcomer_registers_an_organisation_and_starts(desk, browser):
    page = browser.fill(
        "/apply/beilin-2017/organisation",
        legal_class="registered",
        name="东关社工站（示例）",
        number=credit_code(7),
        responsible="负责人07",
    )
    assert (page.status_code, page.location) == (303, "/apply/beilin-2017")
    chosen = re.findall(r'value="(\d+)"[^>]*>.*?东关社工站', browser.get(page.location).text)
    started = browser.fill("/apply/beilin-2017", organisation="2")
    assert chosen and started.status_code == 303
    assert browser.get(started.location).status_code == 200


def test_what_is_wrong_with_an_organisation_is_said_at_its_field(browser):
    page = browser.fill(
        "/apply/beilin-2017/organisation",
        legal_class="registered",
        name="东关社工站（示例）",
        number="51610103MJ0000001A",
        responsible="负责人07",
    )
    assert page.status_code == 422
    assert 'href="#number"' in page.text


def test_the_list_of_what_is_missing_leads_to_each_place(desk, applicant, browser):
    proposal = applicant.ready(desk.edition_id, title="", budget=BUDGET[:-1])
    page = browser.get(f"/proposals/{proposal}").text
    assert "还差 2 项" in page
    links = re.findall(r'<li><a href="([^"]+check=1[^"]*)"', page)
    assert links == [
        f"/proposals/{proposal}/fill/project?check=1#q_title",
        f"/proposals/{proposal}/fill/budget?check=1#q_budget",
    ]
    for link in links:
        path, _hash, anchor = link.partition("#")
        target = browser.get(path).text
        assert f'id="{anchor}"' in target
    assert "请填写“项目名称”。" in browser.get(links[0].partition("#")[0]).text


def test_a_section_is_saved_as_it_is_typed_and_shown_again_so(applicant, browser, draft):
    page = browser.save(
        fill(draft, "project"),
        {"q_title": "老人编制课堂", "q_tier": "A", "q_start": "2017-03-01"},
        next="1",
    )
    assert page.location == fill(draft, "organisation")
    assert answers(applicant, draft) == {
        "title": "老人编制课堂",
        "tier": "A",
        "start": "2017-03-01",
        "leader": "负责人01",
        "contact_phone": "13800000001",
    }
    assert browser.sheet(fill(draft, "project"))["q_title"] == ["老人编制课堂"]


def test_opening_and_saving_every_section_changes_nothing(desk, applicant, browser):
    proposal = applicant.ready(desk.edition_id)
    before = answers(applicant, proposal)
    sections = re.findall(
        rf'href="(/proposals/{proposal}/fill/\w+)"', browser.get(f"/proposals/{proposal}").text
    )
    assert len(set(sections)) == 8
    for section in dict.fromkeys(sections):
        assert browser.save(section, {}).status_code == 303
    assert answers(applicant, proposal) == before


def test_what_cannot_be_read_stays_on_the_page_and_the_rest_is_kept(applicant, browser, draft):
    page = browser.save(fill(draft, "budget"), {"q_amount": "三万", "q_own_funding": "0"})
    assert page.status_code == 200
    assert 'value="三万"' in page.text
    assert "“三万”不是金额。" in page.text
    kept = answers(applicant, draft)
    assert (kept.get("amount"), kept.get("own_funding")) == (None, 0)


def test_the_page_that_could_not_read_something_can_save_again(applicant, browser, draft):
    first = browser.sheet(fill(draft, "budget"))
    page = browser.client.post(
        fill(draft, "budget"), data={**first, "q_amount": "三万", "q_own_funding": "0"}
    )

    again = sent_from(page.text.split('id="sheet"')[1].split("</form>")[0])
    page = browser.client.post(fill(draft, "budget"), data={**again, "q_amount": "30000"})
    assert page.status_code == 303
    assert answers(applicant, draft)["amount"] == 30_000_00


def test_a_line_is_added_and_taken_away_without_script(applicant, browser, draft):
    path = fill(draft, "budget")
    line = {
        "q_budget-0-head": "materials",
        "q_budget-0-item": "毛线",
        "q_budget-0-quantity": "60",
        "q_budget-0-unit_price": "150",
    }
    page = browser.save(path, line, add="q_budget")
    assert page.location == f"{path}?add=q_budget:2#q_budget-1"
    more = browser.get(page.location).text
    assert ("q_budget-1-item" in more, "q_budget-2-item" in more) == (True, False)
    assert "9,000.00 元" in more

    browser.save(path, {}, drop="q_budget-0")
    assert "budget" not in answers(applicant, draft)


def test_a_cell_that_cannot_be_read_is_named_with_its_line(browser, draft):
    path = fill(draft, "budget")
    typed = {f"q_budget-{n}-{cell}": text for n, cell, text in [
        (0, "head", "materials"), (0, "quantity", "60"), (0, "unit_price", "150"),
        (1, "head", "venue"), (1, "quantity", "1"), (1, "unit_price", "一千"),
    ]}  # fmt: skip
    page = browser.save(path, typed).text.split('id="summary"')[1].split("</ul>")[0]
    assert "第 2 行 单价（元）：“一千”不是金额。" in page
    assert 'href="#q_budget-1-unit_price"' in page


def test_a_broken_budget_rule_is_shown_at_its_line(desk, applicant, browser):
    rows = [*BUDGET[:-1], {**BUDGET[-1], "item": "慰问品"}]
    proposal = applicant.ready(desk.edition_id, budget=rows)
    page = browser.get(fill(proposal, "budget") + "?check=1").text
    wrong = re.search(r'id="q_budget-6-item-error">.*?</svg>\s*(.*?)</p>', page, re.S)
    assert wrong and wrong[1].startswith("不得向受益对象发放现金或礼品。第 7 行“慰问品”")


def test_a_question_appears_after_the_answer_that_calls_for_it(browser, draft):
    path = fill(draft, "budget")
    assert "q_other_funding" not in browser.get(path).text
    browser.save(path, {"q_other_public_money": "yes"})
    assert "q_other_funding" in browser.get(path).text


def test_typing_saves_by_itself_and_does_not_make_the_own_page_stale(applicant, browser, draft):
    path = fill(draft, "project")
    sent = browser.sheet(path)
    saved = browser.client.post(
        f"{path}/autosave",
        data={**sent, "q_title": "老人"},
        headers={"X-Requested-With": "autosave"},
    )
    assert saved.json == {"said": "已保存 10:00", "revision": 1}
    # The answer was on its way when the button was pressed: the page still says revision 0.
    page = browser.client.post(path, data={**sent, "q_title": "老人课堂", "stay": "1"})
    assert page.status_code == 303
    assert answers(applicant, draft)["title"] == "老人课堂"


def test_a_stale_form_gives_both_texts_back(applicant, browser, draft):
    path = fill(draft, "project")
    mine = browser.sheet(path)
    applicant.save(draft, {"title": "同事写的题目"})

    page = browser.client.post(path, data={**mine, "q_title": "我写的题目", "stay": "1"})
    assert page.status_code == 409
    assert ("同事写的题目" in page.text, "我写的题目" in page.text) == (True, True)
    assert answers(applicant, draft)["title"] == "同事写的题目"

    again = sent_from(page.text.split('id="sheet"')[1].split("</form>")[0])
    assert browser.client.post(path, data={**again, "stay": "1"}).status_code == 303
    assert answers(applicant, draft)["title"] == "我写的题目"


def test_files_are_taken_one_by_one_and_a_bad_one_costs_no_other(applicant, browser, draft):
    place = f"/proposals/{draft}/files/certificate"
    form = browser.get(fill(draft, "attachments")).text.split(f'action="{place}"')[1]
    files = [(io.BytesIO(PDF), "登记证书.pdf"), (io.BytesIO(b"MZ"), "病毒.exe")]
    sent = {**sent_from(form.split("</form>")[0]), "u0-file": files}
    page = browser.client.post(place, data=sent)
    assert page.location == f"/proposals/{draft}/fill/attachments#q_certificate"
    shown = browser.get(page.location).text
    assert ("登记证书.pdf" in shown, "“病毒.exe”没有收下" in shown) == (True, True)


def test_a_download_has_its_chinese_name_and_opens_in_no_page_of_ours(applicant, browser, draft):
    number = applicant.upload(draft, "certificate", PDF, "登记证书.pdf")
    page = browser.get(f"/files/{number}")
    assert page.data == PDF
    assert page.headers["Content-Disposition"].endswith(
        "filename*=UTF-8''%E7%99%BB%E8%AE%B0%E8%AF%81%E4%B9%A6.pdf"
    )
    assert page.headers["Content-Security-Policy"].startswith("sandbox;")
    page.close()


def test_a_file_is_removed_by_a_button(applicant, browser, draft):
    number = applicant.upload(draft, "certificate")
    browser.press(f"/proposals/{draft}/files/certificate/remove", file=str(number))
    removed = applicant.act(lambda w: w.session.get(Attachment, number).removed_at)
    assert removed is not None


def test_handing_in_asks_for_the_password_and_ends_at_the_receipt(desk, applicant, browser):
    proposal = applicant.ready(desk.edition_id)
    desk.ground.clock.advance(timedelta(minutes=30))
    asked = browser.get(f"/proposals/{proposal}/submit")
    assert asked.location.startswith("/again?next=")
    browser.fill(asked.location, password="河堤 柳树 十二只鸭")
    page = browser.fill(f"/proposals/{proposal}/submit")
    assert page.location == f"/proposals/{proposal}/receipt"
    receipt = browser.get(page.location).text
    assert "BL-2017-0001" in receipt


def test_a_double_click_hands_in_once(desk, applicant, browser):
    proposal = applicant.ready(desk.edition_id)
    path = f"/proposals/{proposal}/submit"
    sent = browser.hidden(path)
    first = browser.client.post(path, data=sent)
    again = browser.client.post(path, data=sent)
    assert (first.status_code, again.status_code) == (303, 303)
    assert applicant.on(proposal, lambda _w, p: p.version) == 1


def test_an_application_changed_since_the_last_look_is_not_handed_in(desk, applicant, browser):
    proposal = applicant.ready(desk.edition_id)
    path = f"/proposals/{proposal}/submit"
    sent = browser.hidden(path)
    applicant.save(proposal, {"risks": "下雨"})
    assert browser.client.post(path, data=sent).status_code == 409
    assert applicant.on(proposal, lambda _w, p: p.version) == 0


def test_after_handing_in_the_version_can_be_read_and_nothing_edited(desk, applicant, browser):
    proposal = applicant.ready(desk.edition_id)
    applicant.submit(proposal)
    page = browser.get(f"/proposals/{proposal}/versions/1")
    assert "老人编制课堂" in page.text
    assert browser.get(fill(proposal, "project")).location == f"/proposals/{proposal}"


@pytest.mark.parametrize(
    "path",
    ["", "/submit", "/receipt", "/versions", "/versions/1", "/fill/project"],
)
def test_a_stranger_cannot_tell_a_foreign_application_from_a_missing_one(
    desk, applicant, draft, path
):
    desk.applicant(2)
    stranger = desk.browser(2)
    pages = [stranger.get(f"/proposals/{number}{path}") for number in (draft, 9999)]
    assert [page.status_code for page in pages] == [404, 404]
    texts = [
        re.sub(r"[0-9a-f]{12}", "", p.text.split("<main")[1].split("</main")[0]) for p in pages
    ]
    assert texts[0] == texts[1]


def test_the_list_costs_the_same_for_one_and_for_three(desk, applicant, browser, statements_of):
    applicant.start(desk.edition_id)
    with statements_of() as one:
        browser.get("/proposals")
    applicant.start(desk.edition_id)
    applicant.start(desk.edition_id)
    with statements_of() as three:
        browser.get("/proposals")
    assert len(one) == len(three)


@pytest.fixture
def statements_of(sqlite_database):
    return partial(counting, sqlite_database)
