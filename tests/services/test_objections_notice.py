"""What a public notice freezes and proves."""

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from creator.models.audit import Checkpoint
from creator.models.decision import Decision, Notice
from creator.models.proposal import Proposal
from creator.services import notices, verification
from creator.services.work import Work
from tests.services.deciding import copied, deciding, noticed

FIVE_WORKING_DAYS_LATER = datetime(2017, 2, 21, 16, tzinfo=UTC)  # 21 February, 24:00 in China


@pytest.fixture
def published(sqlite_copies, tmp_path_factory, tmp_path):
    """Three awards in public notice since Tuesday 14 February 2017."""
    with copied(noticed(sqlite_copies, tmp_path_factory)) as held:
        yield held


def unlinked(session):
    """What is wrong with the checkpoints; the ground put proposals in place without their steps."""
    return [flaw for flaw in verification.verify(session) if flaw.where.startswith("checkpoint")]


def test_a_notice_is_frozen_and_its_digest_can_be_recomputed_by_anybody(published):
    def read(work, notice):
        shown = notices.shown(work, notice)
        said = [(one["title"], str(one["tier"]), one["amount"]) for one in shown.items]
        digest = hashlib.sha256(notices.body(notice).encode()).hexdigest()
        return shown.authentic, said, digest == notice.digest, notice.ends_at, str(shown.period)

    authentic, said, same, ends_at, period = published.at_notice(read)
    assert authentic
    assert same
    assert said == [
        ("项目01", "A类", 2_000_000), ("项目02", "A类", 2_100_000), ("项目03", "A类", 2_200_000),
    ]  # fmt: skip
    assert ends_at == FIVE_WORKING_DAYS_LATER
    assert period == "5 个工作日，不含公示当日，至 2017-02-21（星期二）24:00"

    def rename(work, edition):
        edition.title = "换了名字"
        work.session.get_one(Proposal, published.ranked(1)).title = "换了名字"

    published.held.officer(rename)
    assert published.at_notice(read)[1] == said


def test_the_notice_prints_the_root_of_a_checkpoint_made_with_it(published):
    with published.ground.database.reading() as session:
        notice = session.get_one(Notice, published.notice_id())
        point = session.scalars(select(Checkpoint)).one()
        assert (point.occasion, point.root) == (notice.number, notice.audit_root)
        assert unlinked(session) == []
        decision = session.scalars(select(Decision)).one()
        assert (decision.ordinal, decision.notice_id) == (1, notice.id)
        assert notice.supplementary is False


def test_only_what_the_programme_publishes_is_in_the_notice(sqlite_database):
    held = deciding(
        sqlite_database,
        notice__publishes=["number", "organisation", "score", "category"],
        notice__experts_named=True,
    )
    held.publish_all()

    def content(_work, notice):
        return notice.content

    said = held.at_notice(content)
    assert said["items"][0] == {
        "id": held.ranked(1),
        "number": "BL2017-001",
        "organisation": "社会组织01",
        "score": "90.00",
        "category": {"zh": "为老服务", "en": "Older people"},
    }
    assert said["experts"] == ["专家01", "专家02", "专家03", "专家04", "专家05"]


def test_a_second_notice_is_supplementary_and_the_first_says_nothing_of_today(published):
    first = published.notice_id()
    published.rule(published.object_to(rank=None)[0], "uphold")
    published.held.step("start_supplement")
    published.list_all()
    published.submit(2)
    published.approve(2)
    published.held.step("supplement")
    with published.ground.database.reading() as session:
        work = Work(session, published.ground.clock.now())
        old = notices.shown(work, session.get_one(Notice, first))
        new = notices.shown(work, session.get_one(Notice, published.notice_id()))
        assert [item.contestable for item in old.items] == [False] * 3
        assert [item.contestable for item in new.items] == [True] * 3
        assert new.notice.supplementary
        assert new.said["decisions"] == [2]
        assert unlinked(session) == []
