"""Who may object, who decides, who learns what."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from creator.models.decision import Notice, Objection
from creator.models.proposal import Proposal
from creator.services import find, objections, people
from creator.services.refused import KeyReused, NotFound, Refused
from creator.services.timeline import timeline
from creator.services.work import Work
from tests.services.deciding import GROUNDS, copied, noticed

END = datetime(2017, 2, 21, 16, tzinfo=UTC)


@pytest.fixture
def published(sqlite_copies, tmp_path_factory, tmp_path):
    """Three awards in public notice since Tuesday 14 February 2017."""
    with copied(noticed(sqlite_copies, tmp_path_factory)) as held:
        yield held


def test_whoever_published_listed_or_scored_does_not_rule(published):
    objection, _ticket = published.object_to(rank=None)

    def also_adjudicator(work):
        person = people.find_or_add(work, "officer", "13900000000")
        people.appoint(work, person, "adjudicator", host_id=published.ground.host_id)

    published.ground.act("officer", also_adjudicator)
    published.take("officer", objection, "admit")

    assert published.codes("officer", objection, "uphold") == [
        "impartial.own",
        "impartial.proposed",
    ]
    assert published.codes("adjudicator", objection, "uphold") == []


def test_a_reason_stands_in_the_record_of_the_step_it_was_given_for(published):
    objection, _ticket = published.object_to()
    published.rule(objection, "dismiss", reason="情况属实，按规定办理（示例）")

    def reasons(work, subject):
        return [one.reason for one in timeline(work, subject) if one.reason]

    assert published.on("officer", objection, reasons) == ["情况属实，按规定办理（示例）"]
    assert "情况属实，按规定办理（示例）" not in published.on(
        "officer", published.ranked(1), reasons
    )


@pytest.mark.parametrize(("office", "named"), [("officer", True), ("approver", False)])
def test_the_record_names_who_objects_to_those_alone_who_must_answer(published, office, named):
    """Somebody signed in objects: approvers read that somebody did, and no name."""
    first = published.ranked(1)

    def join(work):
        return people.find_or_add(work, "邻居甲", "13900040001").id

    neighbour = published.ground.act("officer", join)

    def object_to(work):
        notice = work.session.get_one(Notice, published.notice_id())
        objections.file(work, objections.contested(work, notice, first), GROUNDS, key="k")

    published.ground.act_as(neighbour, object_to)

    def record(work, subject):
        return [str(one.who) for one in timeline(work, subject)]

    seen = published.on(office, first, record)
    assert any("邻居甲" in who for who in seen) is named
    assert any("居民" in who for who in seen)


def test_names_are_asked_for_unless_the_programme_takes_anonymous_objections(published):
    with pytest.raises(Refused) as refused:
        published.object_to(grounds={"statement": "有问题"})
    assert [r.place for r in refused.value.refusals] == ["objector", "contact"]


def test_after_the_period_nobody_may_object_any_more(published):
    published.ground.clock.instant = END
    with pytest.raises(Refused):
        published.object_to()
    published.ground.settle()
    with pytest.raises(NotFound):  # the award is confirmed: there is no such step
        published.object_to()


def test_the_ticket_reads_the_answer_and_nothing_in_the_database_reveals_it(published):
    objection, ticket = published.object_to(key="a-form")
    assert published.object_to(key="a-form") == (objection, ticket)
    with pytest.raises(KeyReused):
        published.object_to(key="a-form", grounds={**GROUNDS, "statement": "另一段话"})
    published.rule(objection, "dismiss", reason="经查，项目已按期完成。")
    with published.ground.database.reading() as session:
        work = Work(session, published.ground.clock.now())
        found = objections.by_ticket(work, ticket.lower().replace("-", " "))
        assert (found.id, found.finding) == (objection, "经查，项目已按期完成。")
        with pytest.raises(NotFound):
            objections.by_ticket(work, "AAAA-AAAA-AAAA-AAAA")
        assert session.scalars(select(Objection.id)).all() == [objection]
        kept = session.connection().exec_driver_sql("SELECT * FROM idempotency_record").all()
        assert "a-form" not in str(kept)


def test_only_officer_and_adjudicator_learn_who_objects(published):
    objection, _ticket = published.object_to()

    def ask(work, subject):
        try:
            return objections.objector(work, subject).name
        except NotFound:
            return "–"

    told = [published.on(role, objection, ask) for role in ("officer", "adjudicator", "approver")]
    assert told == ["居民甲", "居民甲", "–"]


def test_the_contested_applicant_does_not_see_the_objection_even_as_staff(published):
    objection, _ticket = published.object_to()

    def join(work):
        proposal = work.session.get_one(Proposal, published.ranked(1))
        approver = people.find_or_add(work, "approver", "13900000001")
        people.appoint(work, approver, "applicant", organisation_id=proposal.organisation_id)

    look = lambda work, _subject: find.one(work, Objection, objection).id  # noqa: E731
    assert published.on("approver", objection, look) == objection
    published.ground.act("officer", join)
    with pytest.raises(NotFound):
        published.on("approver", objection, look)
