"""The public notice: frozen, checkable, without signing in."""

import hashlib
import json
from datetime import timedelta

import pytest

from creator.app import create_app
from creator.models.decision import Notice
from creator.models.proposal import Proposal
from creator.services import objections
from tests.databases import counting
from tests.services.deciding import copied, deciding, noticed
from tests.web.conftest import Visitor
from tests.web.desk import Desk

GROUNDS = {"statement": "请核查", "objector": "居民甲", "contact": "13500000000"}


@pytest.fixture
def published(sqlite_copies, tmp_path_factory, tmp_path):
    with copied(noticed(sqlite_copies, tmp_path_factory)) as held:
        yield held


@pytest.fixture
def site(published, tmp_path):
    ground = published.ground
    return create_app({"DATA_DIR": str(tmp_path)}, database=ground.database, clock=ground.clock)


@pytest.fixture
def visitor(site):
    return Visitor(site)


@pytest.fixture
def path(published):
    return f"/notices/{published.notice_id()}"


def object_to(published, rank):
    def act(work):
        notice = work.session.get_one(Notice, published.notice_id())
        subject = objections.contested(work, notice, published.ranked(rank))
        objections.file(work, subject, GROUNDS, key=f"form-{rank}")

    published.ground.act_as(None, act)
    published.ground.settle()


def test_anybody_reads_items_period_and_proofs(published, visitor, path):
    page = visitor.get(path).text
    assert "5 个工作日，不含公示当日，至 2017-02-21（星期二）24:00" in page
    assert "还剩 5 个工作日" in page
    assert "共 6.30 万元" in page
    assert "已核对，一致" in page
    with published.ground.database.reading() as session:
        notice = session.get_one(Notice, published.notice_id())
        assert f"<code>{notice.digest[:16]}</code>" in page
        assert f"<code>{notice.audit_root}</code>" in page
        text = visitor.get(f"{path}/text").data
        assert hashlib.sha256(text).hexdigest() == notice.digest
        assert json.loads(text)["number"] == notice.number
    assert "居民" not in page
    assert notice.number in visitor.get(f"{path}/print").text
    assert notice.number in visitor.get("/call/beilin-2017/notices").text


def test_later_changes_do_not_reach_the_notice_and_forgery_is_said(published, visitor, path):
    def rename(work, _edition):
        work.session.get_one(Proposal, published.ranked(1)).title = "换了名字"

    published.held.officer(rename)
    assert "换了名字" not in visitor.get(path).text

    def forge(work, _edition):
        notice = work.session.get_one(Notice, published.notice_id())
        notice.content = {**notice.content, "edition": "另一届"}

    published.held.officer(forge)
    assert "公示内容与发布时的摘要不符" in visitor.get(path).text


def test_a_held_item_says_so_and_the_others_go_on(published, visitor, path):
    object_to(published, 2)
    page = visitor.get(path).text
    assert page.count("异议处理中</span>") == 1
    assert page.count("/object/") == 3
    published.ground.clock.instant += timedelta(days=9)
    published.ground.settle()
    page = visitor.get(path).text
    assert "公示期已满" in page
    assert page.count("/object/") == 1  # the clock of the held item stands still


def test_who_objected_is_nowhere_on_the_public_page(published, visitor, path):
    object_to(published, 1)
    page = visitor.get(path).text
    assert "居民甲" not in page
    assert "请核查" not in page
    officer = Desk(published.ground, visitor.site).browser("officer")
    assert "<h2>办理记录</h2>" in officer.get(path).text
    assert "<h2>办理记录</h2>" not in page


def test_what_is_not_there_answers_404(visitor, path):
    for missing in ("/notices/999999", "/notices/999999/print", "/call/nothing/notices"):
        assert visitor.get(missing).status_code == 404


def test_the_page_costs_the_same_for_one_held_item_and_for_three(published, visitor, path):
    visitor.get(path)
    sent = []
    for rank in (1, 2, 3):
        object_to(published, rank)
        with counting(published.ground.database) as seen:
            visitor.get(path)
        sent.append(len(seen))
    assert sent[0] == sent[2]


def test_a_notice_without_awards_is_not_called_one_of_awards(sqlite_database, tmp_path):
    held = deciding(sqlite_database, (50, 40))  # 60 is the least score
    number = held.publish_all()
    ground = held.ground
    site = create_app({"DATA_DIR": str(tmp_path)}, database=ground.database, clock=ground.clock)
    for path in ("/", f"/notices/{number}", f"/notices/{number}/print"):
        page = Visitor(site).get(path).text
        assert "碑林区公益创投（演示）评审结果公示" in page
        assert "拟立项公示" not in page
