"""Applying: a draft filled in bit by bit, judged by the programme, acknowledged with a number."""

from datetime import timedelta

import pytest

from creator.models.proposal import Proposal, ProposalVersion
from creator.services import proposals, receipts
from creator.services.refused import Invalid, KeyReused, NotYours, Refused, Stale
from tests.services.applicants import ANSWERS, BUDGET, line, open_call, register


@pytest.fixture
def call(database):
    return open_call(database)


@pytest.fixture
def applicant(call, tmp_path):
    return register(call[0], tmp_path / "files")


def test_a_complete_application_lacks_nothing_and_gets_number_version_and_receipt(call, applicant):
    ground, edition_id = call
    proposal_id = applicant.ready(edition_id)
    assert applicant.lacks(proposal_id) == []

    applicant.submit(proposal_id)

    def look(work, proposal):
        version = work.session.get_one(ProposalVersion, (proposal_id, 1))
        receipt = receipts.newest(work, proposal)
        assert receipt.version_digest == version.digest
        assert receipt.received_at == ground.clock.now()
        return proposal.number, receipt.number, proposal.submitted_at

    assert applicant.on(proposal_id, look) == ("BL-2017-0001", "BL-2017-0001", ground.clock.now())


def test_an_empty_draft_is_told_everything_it_lacks_each_with_a_place(call, applicant):
    _ground, edition_id = call
    proposal_id = applicant.start(edition_id)
    places = [place for place, _text in applicant.lacks(proposal_id)]
    assert places == [
        "title", "tier", "category", "summary", "site_community", "beneficiaries",
        "beneficiary_count", "start", "end", "profile", "need", "objectives", "indicators",
        "activities", "team", "amount", "own_funding", "budget", "other_public_money",
        "certificate", "community_opinion", "truth",
        "hearing.date", "hearing.place", "hearing.present", "hearing.in_favour",
        "hearing.seats.residents", "hearing.seats.beneficiaries",
        "hearing.minutes", "hearing.sign_in", "hearing.photos",
    ]  # fmt: skip


def test_a_draft_knows_its_organisation_from_the_start(call, applicant):
    proposal_id = applicant.start(call[1])
    known = applicant.on(proposal_id, lambda _work, proposal: proposal.answers)
    assert known == {"leader": "负责人01", "contact_phone": "13800000001"}


def test_both_lines_of_a_budget_that_breaks_the_rules_are_named(call, applicant):
    budget = [
        line("labour", "项目助理", "1", 9_000),
        line("volunteers", "志愿者补贴", "1", 7_800),
        line("materials", "慰问品", "1", 13_200),
    ]
    proposal_id = applicant.ready(call[1], budget=budget)
    assert applicant.lacks(proposal_id) == [
        (
            "budget.0.amount",
            "人员劳务和志愿者补贴合计不超过总预算的 50%。第 1 行“项目助理”、第 2 行“志愿者补贴”："
            "合计 16,800.00 元，占 56.00%，超出 1,800.00 元。",
        ),
        (
            "budget.2.item",
            "不得向受益对象发放现金或礼品。第 3 行“慰问品”：含有“慰问品”。",
        ),
    ]


def test_the_budget_must_equal_the_request(call, applicant):
    proposal_id = applicant.ready(call[1], budget=BUDGET[:-1])
    assert applicant.lacks(proposal_id) == [
        ("budget", "预算合计 24,900.00 元，比申请的 30,000.00 元 加自筹 0.00 元 少 5,100.00 元。")
    ]


def test_a_request_over_the_cap_of_its_tier_is_refused_in_words(call, applicant):
    proposal_id = applicant.ready(call[1])
    applicant.save(proposal_id, {"amount": 30_000_01})
    assert applicant.lacks(proposal_id)[0] == (
        "amount",
        "A类最多申请 30,000.00 元，现在填的是 30,000.01 元。",
    )


def test_a_hearing_needs_its_quorum_and_more_than_half_in_favour(call, applicant):
    hearing = {**ANSWERS["hearing"], "present": 8, "in_favour": 4, "seats": {"residents": 3}}
    proposal_id = applicant.ready(call[1], hearing=hearing)
    assert applicant.lacks(proposal_id) == [
        (
            "hearing.in_favour",
            "须有超过 1/2 的到会人同意：到会 8 人，同意 4 人，至少要 5 人。",
        ),
        ("hearing.seats.beneficiaries", "论证会须有受益对象至少 2 人，记录是 0 人。"),
    ]


def test_a_question_is_asked_only_after_the_answer_that_calls_for_it(call, applicant):
    proposal_id = applicant.ready(call[1])
    applicant.save(proposal_id, {"other_public_money": True})
    assert [place for place, _text in applicant.lacks(proposal_id)] == ["other_funding"]


def test_after_the_deadline_nothing_is_accepted_even_while_the_clock_has_not_acted(call, applicant):
    ground, edition_id = call
    proposal_id = applicant.ready(edition_id)
    ground.clock.advance(timedelta(days=17))
    with pytest.raises(Refused) as refused:
        applicant.submit(proposal_id)
    assert str(refused.value.refusals[0]) == "征集已于 2017-01-26（星期四）17:00 截止。"


def test_an_organisation_cannot_hand_in_two(call, applicant):
    _ground, edition_id = call
    first, second = applicant.ready(edition_id), applicant.ready(edition_id)
    applicant.submit(first)
    assert applicant.lacks(second) == [("", "每家单位最多申报 1 个项目，贵单位已提交 1 个。")]
    with pytest.raises(Refused):
        applicant.submit(second)


def test_saving_the_same_form_twice_acts_once(call, applicant):
    proposal_id = applicant.start(call[1])
    once = applicant.save(proposal_id, {"title": "老人课堂"}, expected_revision=0, key="form-1")
    again = applicant.save(proposal_id, {"title": "老人课堂"}, expected_revision=0, key="form-1")
    assert (once, again) == (1, 1)
    with pytest.raises(KeyReused):
        applicant.save(proposal_id, {"title": "别的"}, expected_revision=0, key="form-1")


def test_a_form_made_before_somebody_else_saved_is_stale(call, applicant):
    proposal_id = applicant.start(call[1])
    applicant.save(proposal_id, {"title": "老人课堂"}, expected_revision=0)
    with pytest.raises(Stale):
        applicant.save(proposal_id, {"title": "手工课堂"}, expected_revision=0)


def test_saving_what_is_there_already_raises_no_revision(call, applicant):
    proposal_id = applicant.start(call[1])
    assert applicant.save(proposal_id, {"title": "老人课堂"}) == 1
    assert applicant.save(proposal_id, {"title": "老人课堂"}) == 1
    assert applicant.save(proposal_id, {"title": ""}) == 2


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        ({"title": 7}, "title"),
        ({"title": "换\x00行"}, "title"),
        ({"tier": "C"}, "tier"),
        ({"amount": "30000"}, "amount"),
        ({"amount": -1}, "amount"),
        ({"start": "2017-02-30"}, "start"),
        ({"budget": [{"head": "yacht"}]}, "budget.0.head"),
        ({"budget": [{"heads": "materials"}]}, "budget.0"),
        ({"hearing": {"present": "8"}}, "hearing.present"),
        ({"certificate": "x"}, "certificate"),
        ({"state": "awarded"}, "state"),
        ({"organisation_id": 2}, "organisation_id"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_place_and_nothing_is_kept(
    call, applicant, answers, place
):
    proposal_id = applicant.start(call[1])
    with pytest.raises(Invalid) as refused:
        applicant.save(proposal_id, {"summary": "先写一点", **answers})
    assert refused.value.field == place
    kept = applicant.on(proposal_id, lambda _work, proposal: "summary" in proposal.answers)
    assert kept is False


def test_another_organisation_may_neither_start_nor_save_for_it(call, applicant, tmp_path):
    ground, edition_id = call
    stranger = register(ground, tmp_path / "files", 2)
    proposal_id = applicant.start(edition_id)
    with pytest.raises(NotYours):
        stranger.save(proposal_id, {"title": "别人的项目"})
    stranger.organisation_id = applicant.organisation_id
    with pytest.raises(NotYours):
        stranger.start(edition_id)


def test_handed_in_answers_cannot_be_changed(call, applicant):
    proposal_id = applicant.ready(call[1])
    applicant.submit(proposal_id)
    with pytest.raises(Refused) as refused:
        applicant.save(proposal_id, {"title": "新名字"})
    assert refused.value.refusals[0].code == "answers.closed"


def test_lists_sort_by_columns_that_mirror_the_answers(call, applicant):
    proposal_id = applicant.ready(call[1])

    def columns(_work, proposal: Proposal):
        return (
            proposal.title,
            proposal.tier_applied,
            proposal.category,
            proposal.requested_fen,
        )

    assert applicant.on(proposal_id, columns) == ("老人编制课堂", "A", "elderly", 30_000_00)


def test_the_officer_may_fill_in_for_an_applicant_and_both_are_named(call, applicant):
    ground, edition_id = call
    proposal_id = applicant.start(edition_id)

    def help_out(work):
        work.actor = type(work.actor)(
            work.actor.person,
            work.actor.appointments,
            on_behalf_of=work.session.get_one(type(work.actor.person), applicant.person_id),
        )
        return proposals.save(
            work, work.session.get_one(Proposal, proposal_id), {"title": "老人课堂"}
        )

    assert ground.act("officer", help_out) == 1
