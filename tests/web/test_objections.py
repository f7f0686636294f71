"""Objecting from a phone, the receipt, and the page of those who decide."""

from datetime import timedelta

import pytest

from creator.app import create_app
from creator.models.decision import Objection
from creator.services import people
from tests.databases import counting
from tests.services.deciding import copied, noticed
from tests.web.conftest import Visitor
from tests.web.desk import Desk, another_host

TYPED = {"statement": "该单位去年的项目没有做完", "objector": "居民甲", "contact": "13500000000"}


@pytest.fixture
def published(sqlite_copies, tmp_path_factory, tmp_path):
    with copied(noticed(sqlite_copies, tmp_path_factory)) as held:
        yield held


@pytest.fixture
def desk(published, tmp_path):
    ground = published.ground
    site = create_app({"DATA_DIR": str(tmp_path)}, database=ground.database, clock=ground.clock)
    return Desk(ground, site, published.held.edition_id)


@pytest.fixture
def resident(desk):
    return Visitor(desk.site)


def form_of(published, rank=1):
    item = f"/{published.ranked(rank)}" if rank else ""
    return f"/notices/{published.notice_id()}/object{item}"


def objections_of(published):
    with published.ground.database.reading() as session:
        return session.query(Objection).order_by(Objection.id).all()


def test_a_resident_objects_and_reads_the_answer_with_the_ticket(published, desk, resident):
    answer = resident.fill(form_of(published), **TYPED)
    assert answer.status_code == 303
    receipt = answer.location
    page = resident.get(receipt).text
    ticket = receipt.rpartition("/")[2]
    assert f"<code>{ticket}</code>" in page
    assert "BL-2017-异议-001" in page
    (objection,) = objections_of(published)
    published.take("officer", objection.id, "admit")
    published.take("adjudicator", objection.id, "dismiss", reason="项目已按期完成。")
    another = Visitor(desk.site)
    assert another.fill("/objection", ticket=ticket.lower().replace("-", " ")).status_code == 303
    page = another.get(receipt).text
    assert "项目已按期完成。" in page
    assert "请记下查询码" not in page
    assert "居民甲" not in page
    assert another.fill("/objection", ticket="AAAABBBBCCCCDDDD").status_code == 422
    assert another.get("/objection/AAAABBBBCCCCDDDD").status_code == 404


def test_a_double_click_is_one_objection_with_one_ticket(published, resident):
    path = form_of(published)
    sent = {**resident.hidden(path), **TYPED}
    first, second = (resident.client.post(path, data=sent) for _ in range(2))
    assert first.location == second.location
    assert len(objections_of(published)) == 1


def test_what_is_missing_is_said_at_the_form_and_nothing_is_filed(published, resident):
    answer = resident.fill(form_of(published), statement="", objector="居民甲", contact="")
    assert answer.status_code == 422
    assert 'id="statement-error"' in answer.text
    assert 'id="contact-error"' in answer.text
    assert 'value="居民甲"' in answer.text
    short = resident.fill(form_of(published), **{**TYPED, "contact": "x"})
    assert short.status_code == 422
    assert "请填电话、邮箱或微信号。" in short.text
    assert objections_of(published) == []


def test_without_a_token_nothing_is_filed(published, resident):
    assert resident.client.post(form_of(published), data=TYPED).status_code == 400
    assert objections_of(published) == []


def test_one_address_cannot_flood_the_office(published, resident):
    answers = [resident.fill(form_of(published, rank=None), **TYPED).status_code for _ in range(11)]
    assert answers == [303] * 10 + [429]
    assert len(objections_of(published)) == 10


def test_the_procedure_can_be_contested_and_the_notice_says_so(published, resident):
    assert resident.fill(form_of(published, rank=None), **TYPED).status_code == 303
    assert "有人对本次公示的程序提出异议" in resident.get(f"/notices/{published.notice_id()}").text


def test_only_items_of_the_notice_can_be_contested_and_only_in_time(published, resident):
    notice = published.notice_id()
    assert resident.get(f"/notices/{notice}/object/999999").status_code == 404
    assert resident.get(f"/notices/999999/object/{published.ranked(1)}").status_code == 404
    late = resident.hidden(form_of(published))
    published.ground.clock.instant += timedelta(days=9)
    assert "公示期已结束" in resident.get(form_of(published)).text
    answer = resident.client.post(form_of(published), data={**late, **TYPED})
    assert answer.status_code == 422
    published.ground.settle()
    assert resident.get(form_of(published)).status_code == 409


def test_the_objector_is_shown_to_those_who_must_know(published, desk, resident):
    resident.fill(form_of(published), **TYPED)
    (objection,) = objections_of(published)
    path = f"/objections/{objection.id}"
    for role, known in (("officer", True), ("adjudicator", True), ("approver", False)):
        page = desk.browser(role).get(path).text
        assert "该单位去年的项目没有做完" in page
        assert ("居民甲" in page) is known
    assert resident.get(path).status_code == 302
    stranger, _edition = another_host(desk)
    assert desk.browser_of(stranger).get(path).status_code == 404
    assert desk.browser_of(published.held.experts[0]).get(path).status_code == 404
    listed = f"/editions/{published.held.edition_id}/objections"
    assert "BL-2017-异议-001" in desk.browser("officer").get(listed).text
    assert desk.browser_of(stranger).get(listed).status_code == 404


def test_the_page_recommends_neither_ruling(published, desk, resident):
    resident.fill(form_of(published), **TYPED)
    (objection,) = objections_of(published)
    published.take("officer", objection.id, "admit")
    page = desk.browser("adjudicator").get(f"/objections/{objection.id}").text
    assert "异议成立" in page
    assert "btn-primary" not in page


def test_whoever_is_signed_in_objects_in_their_own_name(published, desk):
    def join(work):
        person = people.find_or_add(work, "申报联系人09", "13700009999")
        return person.id

    person = published.ground.act("officer", join)
    browser = desk.browser_of(person)
    assert browser.fill(form_of(published), statement="请核查").status_code == 303
    (objection,) = objections_of(published)
    assert objection.objector_id == person
    assert "请核查" in browser.get(f"/objections/{objection.id}").text


def test_a_list_of_one_and_of_three_costs_the_same(published, desk, resident):
    officer, path = desk.browser("officer"), f"/editions/{published.held.edition_id}/objections"
    officer.get(path)
    sent = []
    for rank in (1, 2, 3):
        resident.fill(form_of(published, rank), **TYPED)
        with counting(published.ground.database) as seen:
            officer.get(path)
        sent.append(len(seen))
    assert sent[0] == sent[2]
