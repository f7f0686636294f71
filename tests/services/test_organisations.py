"""Organisations come in by their own number, once; a filed group brings a sponsor."""

from datetime import date

import pytest

from creator.models.organisation import Organisation
from creator.models.person import Appointment
from creator.models.proposal import Proposal
from creator.services import organisations, proposals, versions
from creator.services.refused import Invalid, NotYours, Refused, Stale
from creator.services.transitions import fire
from tests.services.applicants import PDF, credit_code, open_call, register

FILED = {
    "legal_class": "filed",
    "number": "碑林备字〔2016〕103号",
    "registrar": "东关南街街道办事处（示例）",
}


@pytest.fixture
def call(database):
    return open_call(database)


def test_whoever_registers_an_organisation_applies_for_it(call, tmp_path):
    applicant = register(call[0], tmp_path)

    def look(work):
        organisation = work.session.get_one(Organisation, applicant.organisation_id)
        return (organisation.identifier, [o.id for o in organisations.mine(work)])

    assert applicant.act(look) == (credit_code(1), [applicant.organisation_id])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "51610103MJ0000001A"}, "number"),
        ({"number": ""}, "number"),
        ({"name": " "}, "name"),
        ({"responsible": ""}, "responsible"),
        ({"mobile": "12"}, "mobile"),
        ({"legal_class": "company"}, "legal_class"),
        ({**FILED, "number": "103"}, "number"),
        ({**FILED, "registrar": ""}, "registrar"),
        ({**FILED, "sponsor_code": credit_code(9)}, "sponsor_code"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nobody_is_appointed(call, tmp_path, wrong, field):
    ground = call[0]
    with pytest.raises(Invalid) as refused:
        register(ground, tmp_path, **wrong)
    assert refused.value.field == field
    appointed = ground.act_as(None, lambda w: w.session.query(Appointment).count())
    assert appointed == len(ground.people)


def test_a_number_that_is_known_is_not_taken_over(call, tmp_path):
    ground = call[0]
    register(ground, tmp_path, 1)
    with pytest.raises(Invalid) as refused:
        register(ground, tmp_path, 2, number=credit_code(1).lower())
    assert refused.value.field == "number"


def test_the_public_registers_nothing(call):
    with pytest.raises(NotYours):
        call[0].act_as(None, lambda work: organisations.register(work, None, None))


def test_a_filed_group_submits_only_after_its_sponsor_confirmed(call, tmp_path):
    ground, edition_id = call
    sponsor = register(ground, tmp_path, 1)
    group = register(ground, tmp_path, 2, sponsor_code=credit_code(1), **FILED)
    proposal_id = group.ready(edition_id)
    name = "碑林为老服务中心01（示例）"
    assert group.lacks(proposal_id) == [("sponsor", f"等待托管机构“{name}”确认。")]

    with pytest.raises(NotYours):
        group.on(proposal_id, lambda w, p: fire(w, p, "confirm_sponsorship"))
    sponsor.on(proposal_id, lambda w, p: fire(w, p, "confirm_sponsorship"))

    assert group.lacks(proposal_id) == []


def test_a_change_after_the_sponsors_confirmation_voids_it(call, tmp_path):
    ground, edition_id = call
    sponsor = register(ground, tmp_path, 1)
    group = register(ground, tmp_path, 2, sponsor_code=credit_code(1), **FILED)
    proposal_id = group.ready(edition_id)
    sponsor.on(proposal_id, lambda w, p: fire(w, p, "confirm_sponsorship"))

    group.save(proposal_id, {"title": "老人编织课堂（改）"})
    said = "托管机构于 2017-01-10（星期二）10:00 确认之后，申报内容有改动，原确认失效。"
    again = "请托管机构“碑林为老服务中心01（示例）”重新确认。"
    assert group.lacks(proposal_id) == [("sponsor", said + again)]
    told = sponsor.on(proposal_id, proposals.sponsor_to_confirm_again)
    assert str(told) == said

    with pytest.raises(Stale):  # confirming what one has not seen
        sponsor.on(proposal_id, lambda w, p: fire(w, p, "confirm_sponsorship", expected_revision=0))
    sponsor.on(proposal_id, lambda w, p: fire(w, p, "confirm_sponsorship"))
    assert group.lacks(proposal_id) == []
    group.upload(proposal_id, "certificate", PDF + b"other %%EOF")
    assert [place for place, _text in group.lacks(proposal_id)] == ["sponsor"]


def test_in_a_correction_the_sponsor_confirms_what_was_corrected(call, tmp_path):
    ground, edition_id = call
    sponsor = register(ground, tmp_path, 1)
    group = register(ground, tmp_path, 2, sponsor_code=credit_code(1), **FILED)
    proposal_id = group.ready(edition_id)
    sponsor.on(proposal_id, lambda w, p: fire(w, p, "confirm_sponsorship"))
    group.submit(proposal_id)
    for step, more in (
        ("begin_screening", {}),
        ("return_for_correction", {"data": {"sections": ["project"]}, "reason": "请改题目。"}),
    ):
        ground.act(
            "officer",
            lambda w, s=step, m=more: fire(w, w.session.get_one(Proposal, proposal_id), s, **m),
        )
    # The confirmation still holds; nothing but a change is missing.
    assert [place for place, _text in group.lacks(proposal_id)] == [""]
    group.save(proposal_id, {"title": "老人编织课堂（改）"})
    with pytest.raises(Refused):
        group.submit(proposal_id)
    sponsor.on(proposal_id, lambda w, p: fire(w, p, "confirm_sponsorship"))
    group.submit(proposal_id)


def test_a_filed_group_without_a_sponsor_is_told_so(call, tmp_path):
    group = register(call[0], tmp_path, **FILED)
    proposal_id = group.ready(call[1])
    assert group.lacks(proposal_id) == [
        ("organisation.sponsor", "备案组织须有托管机构，请先填写。")
    ]


def test_a_filing_that_ran_out_does_not_count(call, tmp_path):
    group = register(call[0], tmp_path, **FILED, expires_on=date(2016, 12, 31))
    proposal_id = group.start(call[1])
    found = dict(group.lacks(proposal_id))
    assert (
        found["organisation.identifier"] == "“碑林备字〔2016〕103号”已于 2016-12-31 到期，请更新。"
    )


def test_a_class_the_programme_does_not_name_may_not_apply(call, tmp_path):
    team = register(call[0], tmp_path, legal_class="team", number="")
    proposal_id = team.start(call[1])
    assert dict(team.lacks(proposal_id))["organisation"] == (
        "贵单位的类别不在申报范围内。可以申报的有：登记的社会组织、备案的社区社会组织、社区居委会。"
    )


def test_a_snapshot_of_name_and_responsible_person_stays_with_the_version(call, tmp_path):
    applicant = register(call[0], tmp_path)
    proposal_id = applicant.ready(call[1])
    applicant.submit(proposal_id)

    def rename(work):
        work.session.get_one(Organisation, applicant.organisation_id).name = "新名称（示例）"

    applicant.act(rename)

    def snapshot(work, proposal):
        return versions.read(work, proposal, 1).content["organisation"]["name"]

    assert applicant.on(proposal_id, snapshot) == "碑林为老服务中心01（示例）"
