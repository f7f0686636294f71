"""Correction: only what was opened can change, in time, and every version stays."""

from datetime import timedelta

import pytest

from creator.models.edition import Amendment, Edition
from creator.models.proposal import Proposal
from creator.services import amendments, proposals, receipts, versions
from creator.services.refused import Invalid, Refused
from creator.services.transitions import fire
from tests.services.applicants import BUDGET, PDF, line, open_call, register

BETTER = [*BUDGET[:-1], line("labour", "项目助理（兼职）", "10", 510)]
"""The budget as somebody corrects it."""


@pytest.fixture
def call(database):
    return open_call(database)


@pytest.fixture
def applicant(call, tmp_path):
    return register(call[0], tmp_path / "files")


def return_it(ground, proposal_id, sections):
    def act(work):
        proposal = work.session.get_one(Proposal, proposal_id)
        data = {"sections": sections}
        return fire(work, proposal, "return_for_correction", data=data, reason="请补正预算。")

    return ground.act("officer", act)


@pytest.fixture
def returned(call, applicant):
    """Handed in, screened, and returned with the budget opened."""
    ground, edition_id = call
    proposal_id = applicant.ready(edition_id)
    applicant.submit(proposal_id)
    ground.act(
        "officer", lambda w: fire(w, w.session.get_one(Proposal, proposal_id), "begin_screening")
    )
    return_it(ground, proposal_id, ["budget"])
    return proposal_id


def test_only_the_opened_section_can_be_changed(applicant, returned):
    applicant.save(returned, {"budget": BETTER})
    with pytest.raises(Refused) as refused:
        applicant.save(returned, {"title": "换个题目"})
    assert refused.value.refusals[0].place == "title"
    with pytest.raises(Invalid):
        applicant.upload(returned, "certificate")


def test_an_unchanged_answer_of_a_closed_section_does_no_harm(applicant, returned):
    assert applicant.save(returned, {"title": "老人编制课堂", "own_funding": 0}) >= 0


def test_a_correction_makes_a_new_version_and_keeps_number_and_first_time(
    call, applicant, returned
):
    ground = call[0]
    first = applicant.on(returned, lambda _w, p: (p.number, p.submitted_at))
    ground.clock.advance(timedelta(days=1))
    applicant.save(returned, {"budget": [*BUDGET[:-1], line("labour", "助理", "10", 510)]})
    applicant.submit(returned)

    def look(work, proposal):
        pair = [versions.read(work, proposal, number) for number in (1, 2)]
        changes = [(c.field, c.before == c.after) for c in versions.diff(*pair)]
        numbers = [r.version for r in receipts.receipts(work, proposal)]
        return (proposal.number, proposal.submitted_at), changes, numbers

    assert applicant.on(returned, look) == (first, [("budget", False)], [2, 1])


def test_after_its_deadline_a_correction_is_refused_and_lapses_by_itself(call, applicant, returned):
    ground = call[0]
    due = applicant.on(returned, lambda _w, p: p.correction_due_at)
    applicant.save(returned, {"budget": BETTER})
    ground.clock.instant = due - timedelta(seconds=1)
    assert applicant.lacks(returned) == []

    ground.clock.instant = due
    with pytest.raises(Refused) as refused:
        applicant.submit(returned)
    assert refused.value.refusals[0].code == "correction.late"
    ground.settle()
    assert applicant.on(returned, lambda w, p: proposals.may_edit(w, p)) is False


def test_it_is_returned_no_more_often_than_the_programme_says(call, applicant, returned):
    applicant.save(returned, {"budget": BETTER})
    applicant.submit(returned)
    with pytest.raises(Refused) as refused:
        return_it(call[0], returned, ["budget"])
    assert str(refused.value.refusals[0]) == "只能退回补正 1 次，已用完。"


def test_an_unchanged_correction_is_refused_and_uses_up_nothing(applicant, returned):
    with pytest.raises(Refused) as refused:
        applicant.submit(returned)
    assert [one.code for one in refused.value.refusals] == ["correction.unchanged"]
    applicant.save(returned, {"budget": BETTER})
    assert applicant.lacks(returned) == []
    applicant.save(returned, {"budget": BUDGET})  # put back as it was
    assert [place for place, _text in applicant.lacks(returned)] == [""]
    applicant.save(returned, {"budget": BETTER})
    applicant.submit(returned)


def test_after_a_correction_notice_that_asks_nothing_it_is_handed_in_as_it_is(
    call, applicant, returned
):
    ground, edition_id = call
    assert [place for place, _text in applicant.lacks(returned)] == [""]
    ground.clock.instant += timedelta(hours=1)
    _amend(ground, edition_id, {"calendar.call_closes": "2017-01-28T17:00:00"})
    assert applicant.on(returned, proposals.rules_moved)
    assert applicant.lacks(returned) == []
    applicant.submit(returned)


def test_a_further_file_is_a_change_as_well(call, applicant):
    ground, _edition, proposal_id, sections = _returned(call, applicant, ["attachments"])
    return_it(ground, proposal_id, sections)
    assert applicant.lacks(proposal_id) != []
    applicant.upload(proposal_id, "certificate", PDF + b"renewed%%EOF")
    assert applicant.lacks(proposal_id) == []


def _amend(ground, edition_id, changes):
    drafted = ground.act(
        "officer",
        lambda w: amendments.draft(w, w.session.get_one(Edition, edition_id), changes, "调整").id,
    )
    ground.act("approver", lambda w: fire(w, w.session.get_one(Amendment, drafted), "approve"))
    ground.settle()


def test_only_sections_that_exist_can_be_opened(call, applicant):
    ground, edition_id = call
    proposal_id = applicant.ready(edition_id)
    applicant.submit(proposal_id)
    ground.act(
        "officer", lambda w: fire(w, w.session.get_one(Proposal, proposal_id), "begin_screening")
    )
    with pytest.raises(Refused) as refused:
        return_it(ground, proposal_id, ["salary"])
    assert refused.value.refusals[0].place == "sections"


def _returned(call, applicant, sections, **changes):
    ground, edition_id = call
    proposal_id = applicant.ready(edition_id, **changes)
    applicant.submit(proposal_id)
    ground.act(
        "officer", lambda w: fire(w, w.session.get_one(Proposal, proposal_id), "begin_screening")
    )
    return ground, edition_id, proposal_id, sections


def _open(applicant, proposal_id):
    return applicant.on(proposal_id, lambda w, p: sorted(proposals.editable_sections(w, p)))


def test_what_a_correction_breaks_elsewhere_can_be_put_right_there(call, applicant):
    more = [*BUDGET, line("materials", "桌椅", "1", 30_000)]
    ground, _edition, proposal_id, sections = _returned(
        call, applicant, ["project"], tier="B", amount=60_000_00, budget=more
    )
    return_it(ground, proposal_id, sections)
    assert _open(applicant, proposal_id) == ["project"]

    applicant.save(proposal_id, {"tier": "A"})
    assert [place for place, _text in applicant.lacks(proposal_id)] == ["amount"]
    assert _open(applicant, proposal_id) == ["budget", "project"]
    applicant.save(proposal_id, {"amount": 30_000_00, "budget": BUDGET})
    applicant.submit(proposal_id)


def test_what_is_broken_already_is_opened_with_what_the_officer_asks_for(call, applicant):
    ground, edition_id, proposal_id, sections = _returned(call, applicant, ["project"])
    _amend(ground, edition_id, {"tiers.A.cap": "20000"})
    return_it(ground, proposal_id, sections)
    assert _open(applicant, proposal_id) == ["budget", "project"]
