"""Grade, annual checks and bad lists: on record they decide, unrecorded the check list does."""

from datetime import date

import pytest

from creator.models.proposal import Proposal
from creator.services import standing_records
from creator.services.explaining import explain
from creator.services.refused import Invalid, NotFound, NotYours
from creator.services.standing_records import Entry
from creator.services.transitions import fire
from tests.services.applicants import open_call, register


@pytest.fixture
def call(database):
    return open_call(database)


@pytest.fixture
def applicant(call, tmp_path):
    return register(call[0], tmp_path)


def on(ground, proposal_id, what, role="officer"):
    return ground.act(role, lambda work: what(work, work.session.get_one(Proposal, proposal_id)))


def enter(ground, proposal_id, what, day, **more):
    entry = Entry(what, day, "碑民发〔2016〕8 号", **more)
    return on(ground, proposal_id, lambda w, p: standing_records.enter(w, p, entry).id)


def test_an_entry_on_a_bad_list_keeps_out_for_the_years_of_the_programme(call, applicant):
    ground, edition_id = call
    proposal_id = applicant.ready(edition_id)
    entry = enter(ground, proposal_id, "abnormal", date(2016, 3, 1))
    assert applicant.lacks(proposal_id) == [
        ("organisation.record", "贵单位 2016-03-01 列入活动异常名录，未满 1 年。")
    ]
    on(ground, proposal_id, lambda w, p: standing_records.withdraw(w, p, entry))
    assert applicant.lacks(proposal_id) == []
    enter(ground, proposal_id, "abnormal", date(2015, 12, 1))
    assert applicant.lacks(proposal_id) == []


def test_what_is_entered_after_submission_keeps_screening_from_passing(call, applicant):
    ground, edition_id = call
    proposal_id = applicant.ready(edition_id)
    applicant.submit(proposal_id)
    on(ground, proposal_id, lambda w, p: fire(w, p, "begin_screening"))
    enter(ground, proposal_id, "offence", date(2016, 9, 1))

    def codes(work, proposal):
        [offer] = explain(work, proposal, trigger="screen_pass")
        return [one.code for one in offer.refusals if one.code.startswith("organisation")]

    assert on(ground, proposal_id, codes) == ["organisation.listed"]


def test_only_officers_enter_and_only_what_has_happened(call, applicant):
    ground, edition_id = call
    proposal_id = applicant.start(edition_id)
    with pytest.raises(Invalid):
        enter(ground, proposal_id, "dishonest", date(2017, 12, 1))
    with pytest.raises(Invalid):
        enter(ground, proposal_id, "grade.9A", date(2016, 12, 1))
    entry = Entry("abnormal", date(2016, 1, 1), "网站")
    with pytest.raises(NotYours):
        applicant.on(proposal_id, lambda w, p: standing_records.enter(w, p, entry))
    with pytest.raises(NotFound):
        on(ground, proposal_id, lambda w, p: standing_records.withdraw(w, p, 999))
