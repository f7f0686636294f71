"""From the frozen ranking to the approved list: listing, skips, four eyes, digests."""

import io

import pytest
from sqlalchemy import select

from creator.i18n import both, speaking
from creator.models.audit import AuditRow
from creator.models.decision import DecisionItem
from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.proposal import Attachment, Proposal
from creator.services import decision_lists, decisions, invariants, minutes, people
from creator.services.explaining import explain
from creator.services.refused import Invalid, NotYours, Refused, Stale
from creator.services.transitions import fire
from creator.storage import Storage
from tests.services.applicants import PDF
from tests.services.deciding import SUBMITTED, copied, reviewed


@pytest.fixture
def ranked(sqlite_copies, tmp_path_factory, tmp_path):
    """Three proposals of tier A, ranked by their totals 90, 80 and 55; 60 is the least score."""
    with copied(reviewed(sqlite_copies, tmp_path_factory)) as held:
        yield held


def sheet(held, role="officer", ordinal=1):
    return held.ground.act(
        role, lambda work: _plain(decision_lists.sheet(work, held.decision(work, ordinal)))
    )


def _plain(found):
    """What tests compare, read while the session is open."""
    names = ("awards", "waitlist", "refusals")
    lists = {name: [x.proposal.rank for x in getattr(found, name)] for name in names}
    lists["undecided"] = [one.proposal.rank for one in found.undecided]
    lists["so_far"] = [line.so_far for line in found.awards]
    lists["skipped"] = [x.proposal.rank for x in (*found.waitlist, *found.refusals) if x.skipped]
    lists["changes"] = [(c.title, str(c.before), str(c.after)) for c in found.changes]
    lists["submission"] = found.submission
    return lists


def test_the_rules_list_every_ranked_proposal_with_tier_amount_and_reason(ranked):
    before = sheet(ranked)
    assert before["undecided"] == [1, 2, 3]
    assert ranked.list_all() == 3
    after = sheet(ranked)
    assert (after["awards"], after["refusals"], after["undecided"]) == ([1, 2], [3], [])
    assert after["so_far"] == [2_000_000, 4_100_000]
    with ranked.ground.database.reading() as session:
        edition = session.get_one(Edition, ranked.held.edition_id)
        assert edition.reserved_fen == 4_100_000
        assert [breach.rule for breach in invariants.breaches(session)] == []
        reasons = session.scalars(select(DecisionItem.reason)).all()
        assert all(reasons)


def test_each_reads_the_reason_of_the_rules_in_their_language_and_a_typed_one_as_typed(ranked):
    with speaking("en"):
        ranked.list_all()

    def said(_work, decision):
        return [both(line.said) for line in decision.items]

    def reword(work, decision):
        decisions.explain_line(work, decision.items[0], "Rank 1, as the panel wished.")

    (before, *_others) = ranked.on("officer", ranked.decision_id(), said)
    ranked.on("officer", ranked.decision_id(), reword)
    (after, *_others) = ranked.on("officer", ranked.decision_id(), said)
    assert before == {
        "zh": "第 1 名：按“A类”立项，资助 20,000.00 元。",
        "en": "Rank 1: awarded CNY 20,000.00 in “Tier A”.",
    }
    assert after == {"zh": "Rank 1, as the panel wished.", "en": "Rank 1, as the panel wished."}


def test_only_the_officer_lists_and_nothing_is_listed_twice(ranked):
    with pytest.raises(NotYours):
        ranked.ground.act(
            "approver", lambda work: decisions.list_all(work, ranked.held.edition(work))
        )
    assert (ranked.list_all(), ranked.list_all()) == (3, 0)


def test_when_hand_made_lines_leave_no_room_nothing_is_listed_and_the_project_is_named(ranked):
    def shrink(work, edition):
        edition.pool_fen = 2_500_000

    ranked.held.officer(shrink)
    second = ranked.ranked(2)
    ranked.take("officer", second, "propose", {"tier": "A", "amount": 2_000_000})
    with pytest.raises(Refused) as refused:
        ranked.list_all()
    assert str(refused.value.refusals[0]) == "“项目01”：资金池只剩 5,000.00 元。"
    assert sheet(ranked)["undecided"] == [1, 3]


def test_a_skip_must_be_explained_before_the_list_is_submitted(ranked):
    ranked.take("officer", ranked.ranked(1), "put_on_waitlist")
    ranked.list_all()
    decision = ranked.decision_id()
    assert sheet(ranked)["skipped"] == [1]
    assert ranked.codes("officer", decision, "submit") == ["skip.unexplained"]

    def explain_first(work, decision):
        (item,) = [i for i in decision.items if i.proposal.rank == 1]
        seen = decision.revision
        decisions.explain_line(work, item, "申报单位正在接受调查", expected_revision=seen)
        with pytest.raises(Stale):
            decisions.explain_line(work, item, "另一个理由", expected_revision=seen)

    ranked.on("officer", decision, explain_first)
    assert ranked.codes("officer", decision, "submit") == []
    assert sheet(ranked)["skipped"] == [1]


def test_a_line_of_a_submitted_list_can_no_longer_be_explained(ranked):
    ranked.list_all()
    ranked.submit()

    def explain_late(work, decision):
        with pytest.raises(Refused):
            decisions.explain_line(work, decision.items[0], "改一改")

    ranked.on("officer", ranked.decision_id(), explain_late)


def test_a_single_proposal_is_taken_off_and_its_money_comes_back(ranked):
    ranked.list_all()
    ranked.take("officer", ranked.ranked(1), "reconsider")
    after = sheet(ranked)
    assert (after["awards"], after["undecided"]) == ([2], [1])
    with ranked.ground.database.reading() as session:
        assert session.get_one(Edition, ranked.held.edition_id).reserved_fen == 2_100_000


def test_the_approver_approves_exactly_what_was_submitted(ranked):
    ranked.list_all()
    ranked.submit()
    found = sheet(ranked, "approver")["submission"]
    assert (found.who, found.intact) == ("officer", True)
    decision = ranked.decision_id()
    assert ranked.codes("approver", decision, "approve") == []

    def tamper(work, subject):
        subject.items[0].amount_fen = 1

    ranked.on("officer", decision, tamper)
    assert ranked.codes("approver", decision, "approve") == ["list.changed"]
    assert sheet(ranked, "approver")["submission"].intact is False


def test_a_returned_list_shows_what_changed_since_it_was_submitted(ranked):
    ranked.list_all()
    ranked.submit()
    decision = ranked.decision_id()
    ranked.take("approver", decision, "disapprove", reason="第 2 名请再议")
    assert sheet(ranked)["changes"] == []
    second = ranked.ranked(2)
    ranked.take("officer", second, "reconsider")
    ranked.take("officer", second, "propose", {"tier": "A", "amount": 1_500_000})
    changed = [("项目02", "拟立项，A类，21,000.00 元", "拟立项，A类，15,000.00 元")]
    assert sheet(ranked)["changes"] == changed
    ranked.submit()
    assert sheet(ranked, "approver")["changes"] == changed


def test_nobody_approves_what_they_listed_or_have_an_interest_in(ranked):
    ranked.list_all()
    ranked.submit()
    decision = ranked.decision_id()

    def make_approver(work):
        officer = people.find_or_add(work, "officer", "13900000000")
        people.appoint(work, officer, "approver", host_id=ranked.ground.host_id)

    ranked.ground.act("officer", make_approver)
    assert ranked.codes("officer", decision, "approve") == [
        "impartial.own",
        "impartial.proposed",
    ]

    def join(work):
        proposal = work.session.get_one(Proposal, ranked.ranked(1))
        approver = people.find_or_add(work, "approver", "13900000001")
        organisation = work.session.get_one(Organisation, proposal.organisation_id)
        people.appoint(work, approver, "applicant", organisation_id=organisation.id)

    ranked.ground.act("officer", join)
    assert ranked.codes("approver", decision, "approve") == ["impartial.interest"]
    with pytest.raises(Refused):
        sheet(ranked, "approver")


def test_an_approved_list_can_be_reopened_until_it_is_announced(ranked):
    ranked.list_all()
    ranked.submit()
    ranked.approve()
    decision = ranked.decision_id()
    assert ranked.codes("officer", decision, "reopen") == []
    publish = lambda work, edition: fire(work, edition, "publish_notice")  # noqa: E731
    ranked.held.officer(publish)  # the list itself is moved on a moment later
    assert ranked.codes("officer", decision, "reopen") == ["list.announced"]
    ready = ranked.held.officer(lambda work, e: explain(work, e, trigger="supplement"))
    assert [r.code for r in ready[0].refusals] == ["decision.not_ready"]


def test_an_incomplete_list_names_what_is_missing(ranked):
    def submit(work, decision):
        with pytest.raises(Refused) as refused:
            fire(work, decision, "submit", data=SUBMITTED)
        return [str(one) for one in refused.value.refusals]

    said = ranked.on("officer", ranked.decision_id(), submit)
    assert said == ["还有 3 个项目未定档，例如 “项目01”、“项目02”、“项目03”。", "名单是空的。"]


def attach(held, tmp_path, content=PDF, name="纪要.pdf"):
    def keep(work, decision):
        work.storage = Storage(tmp_path / "files")
        return minutes.keep(work, decision, io.BytesIO(content), name).sha256

    return held.on("officer", held.decision_id(), keep)


def test_the_scan_of_the_minutes_is_part_of_what_is_approved(ranked, tmp_path):
    ranked.list_all()
    attach(ranked, tmp_path, PDF + b"draft %%EOF")
    digest = attach(ranked, tmp_path)
    ranked.submit()
    ranked.approve()
    with ranked.ground.database.reading() as session:
        query = select(AuditRow.trigger, AuditRow.body).where(
            AuditRow.subject_id == ranked.decision_id(), AuditRow.body.like(f"%{digest}%")
        )
        assert [row.trigger for row in session.execute(query)] == ["submit", "approve"]
        scans = select(Attachment.sha256).where(Attachment.removed_at.is_(None))
        assert session.scalars(scans).all() == [digest]
        assert [breach.rule for breach in invariants.breaches(session)] == []


def test_a_scan_is_a_pdf_or_a_picture_and_stays_once_the_list_is_submitted(ranked, tmp_path):
    with pytest.raises(Invalid):
        attach(ranked, tmp_path, b"MZ no document", "纪要.pdf")
    with pytest.raises(Invalid):
        attach(ranked, tmp_path, PDF, "纪要.docx")
    assert not list((tmp_path / "files").rglob("*.part"))
    ranked.list_all()
    ranked.submit()
    with pytest.raises(Refused):
        attach(ranked, tmp_path)


def test_only_the_officer_brings_the_scan(ranked, tmp_path):
    with pytest.raises(NotYours):
        ranked.on(
            "approver",
            ranked.decision_id(),
            lambda w, d: minutes.keep(w, d, io.BytesIO(PDF), "纪要.pdf"),
        )
