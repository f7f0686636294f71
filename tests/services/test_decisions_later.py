"""After the main list: the waitlist moves up or ends, and approval after the notice."""

from datetime import timedelta

from creator.models.proposal import Proposal
from creator.services import decisions, invariants, people
from creator.services.transitions import fire
from tests.services.deciding import deciding


def released(held):
    """The first declines in the notice; the waitlisted second takes the slot that became free."""
    first = held.ranked(1)

    def join(work):
        proposal = work.session.get_one(Proposal, first)
        person = people.find_or_add(work, "申报联系人01", "13800000001")
        people.appoint(work, person, "applicant", organisation_id=proposal.organisation_id)
        return person.id

    contact = held.ground.act("officer", join)

    def decline(work):
        fire(work, work.session.get_one(Proposal, first), "decline", reason="人手不够")

    held.ground.act_as(contact, decline)
    held.ground.settle()


def test_the_waitlist_moves_up_with_a_supplementary_notice(sqlite_database):
    held = deciding(sqlite_database, (90, 80, 70), tiers__A__slots=1)
    first_notice = held.publish_all()
    second = held.ranked(2)
    assert held.codes("officer", second, "promote") == ["list.none"]
    released(held)
    held.held.step("start_supplement")
    promoted = held.held.officer(lambda work, edition: decisions.promote_all(work, edition))
    assert promoted == 1
    held.submit(2)  # complete: the promoted one is all there is to decide
    held.approve(2)
    held.held.step("supplement")
    assert held.notice_id() != first_notice
    assert held.label(second) == "公示中"
    with held.ground.database.reading() as session:
        assert [breach.rule for breach in invariants.breaches(session)] == []


def test_whoever_is_released_from_the_waitlist_may_still_object(sqlite_database):
    held = deciding(sqlite_database, (90, 80), tiers__A__slots=1)
    held.publish_all()
    second = held.ranked(2)
    assert held.label(second) == "候补"
    held.ground.clock.instant += timedelta(days=120)
    held.ground.settle()
    assert held.label(second) == "拟不予立项（可申诉）"
    with held.ground.database.reading() as session:
        assert session.get_one(Proposal, second).remedy_ends_at > held.ground.clock.now()
    held.ground.clock.instant += timedelta(days=30)
    held.ground.settle()
    assert held.label(second) == "未立项"


def test_where_approval_follows_the_notice_open_objections_hold_it_up(sqlite_database):
    held = deciding(sqlite_database, (90, 80), options__approval="after")
    held.list_all()
    held.submit()
    notice = held.publish()
    held.take("officer", notice, "object", {"statement": "程序有误"})
    held.ground.clock.instant += timedelta(days=9)
    held.ground.settle()
    decision = held.decision_id()
    assert held.codes("approver", decision, "confirm") == ["objection.procedure"]
    assert held.label(held.ranked(1)) == "公示中"


def test_where_approval_follows_the_notice_a_resumed_item_is_waited_for(sqlite_database):
    held = deciding(sqlite_database, (90, 80), options__approval="after")
    held.list_all()
    held.submit()
    held.publish()
    objection, _ticket = held.object_to(1)
    held.pass_days(8)
    held.rule(objection, "dismiss")
    decision, first = held.decision_id(), held.ranked(1)
    assert held.codes("approver", decision, "confirm") == ["notice.resumed"]
    held.pass_days(10)
    held.take("approver", decision, "confirm")
    assert held.label(first) == held.label(held.ranked(2)) == "已立项，待确认"


def test_an_edition_ends_after_those_released_from_the_waitlist_had_their_say(sqlite_database):
    held = deciding(sqlite_database, (90, 80), tiers__A__slots=1)
    held.publish_all()
    released(held)
    edition, second = held.held.edition_id, held.ranked(2)
    held.pass_days(30)
    assert held.codes("officer", edition, "conclude") == ["waitlist.open"]
    held.held.step("end_waitlist")
    assert held.label(second) == "拟不予立项（可申诉）"
    assert held.codes("officer", edition, "conclude") == ["proposal.open"]
    held.pass_days(30)
    assert held.codes("officer", edition, "conclude") == []
