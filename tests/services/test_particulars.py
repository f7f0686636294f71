"""An officer corrects name or number of an organisation, with a reason; what is frozen stays."""

import json

import pytest
from sqlalchemy import select

from creator.models.audit import AuditRow, AuditText
from creator.models.organisation import Organisation
from creator.models.proposal import Proposal, ProposalVersion
from creator.services.refused import NotYours, Refused
from creator.services.transitions import fire
from creator.services.verification import verify
from tests.services.applicants import credit_code, open_call, register

NAME = "碑林区为老服务中心（示例）"
FILED = {
    "legal_class": "filed",
    "number": "碑林备字〔2016〕103号",
    "registrar": "东关南街街道办事处（示例）",
}


@pytest.fixture
def call(database):
    return open_call(database)


def correct(ground, proposal_id, role="officer", reason="证书上是全称。", **typed):
    def act(work):
        proposal = work.session.get_one(Proposal, proposal_id)
        fire(work, proposal, "correct_particulars", data=typed, reason=reason)

    ground.act(role, act)


def refused(ground, proposal_id, **typed) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as told:
        correct(ground, proposal_id, **typed)
    return [(one.code, one.place) for one in told.value.refusals]


def handed_in(call, tmp_path, nth=1, **details) -> tuple[int, int]:
    applicant = register(call[0], tmp_path, nth, **details)
    proposal_id = applicant.ready(call[1])
    applicant.submit(proposal_id)
    return proposal_id, applicant.organisation_id


def test_what_was_handed_in_keeps_the_old_words_and_the_chain_says_both(call, tmp_path):
    ground = call[0]
    proposal_id, organisation_id = handed_in(call, tmp_path)
    correct(ground, proposal_id, name=NAME, number=credit_code(77).lower())

    def look(work):
        session = work.session
        organisation = session.get_one(Organisation, organisation_id)
        frozen = json.loads(session.get_one(ProposalVersion, (proposal_id, 1)).body)
        row = session.scalars(
            select(AuditRow).where(AuditRow.trigger == "correct_particulars")
        ).one()
        words = session.scalars(
            select(AuditText.text).where(AuditText.seq == row.seq).order_by(AuditText.kind)
        )
        facts = json.loads(row.body)["facts"]
        now = (organisation.name, organisation.identifier)
        return now, frozen["organisation"], facts, list(words), verify(session)

    now, frozen, facts, words, flaws = ground.act("officer", look)
    assert now == (NAME, credit_code(77))
    old = {"name": "碑林为老服务中心01（示例）", "identifier": credit_code(1)}
    assert {name: frozen[name] for name in old} == old
    assert (facts["name_before"], facts["number_before"]) == tuple(old.values())
    assert words == [NAME, credit_code(77).lower(), "证书上是全称。"]
    assert flaws == []


def test_what_is_wrong_is_said_at_its_field(call, tmp_path):
    ground = call[0]
    proposal_id, _organisation = handed_in(call, tmp_path)
    register(ground, tmp_path, 2)
    same = {"name": "碑林为老服务中心01（示例）", "number": credit_code(1)}
    wrong_digit = credit_code(1)[:-1] + ("A" if credit_code(1)[-1] != "A" else "B")
    assert refused(ground, proposal_id, name=NAME, number=wrong_digit) == [
        ("organisation.number", "number")
    ]
    assert refused(ground, proposal_id, name=NAME) == [("organisation.number_missing", "number")]
    taken = refused(ground, proposal_id, name=NAME, number=credit_code(2))
    assert taken == [("organisation.taken", "number")]
    assert refused(ground, proposal_id, **same) == [("organisation.same", "")]
    assert refused(ground, proposal_id, name=NAME, number=credit_code(1), reason="") == [
        ("reason.missing", "reason")
    ]


def test_a_filing_number_goes_with_its_registrar(call, tmp_path):
    ground, edition_id = call
    register(ground, tmp_path, 1)
    group = register(ground, tmp_path, 2, sponsor_code=credit_code(1), **FILED)
    proposal_id = group.ready(edition_id)
    number = "碑林备字〔2016〕130号"
    assert refused(ground, proposal_id, name=NAME, number=number) == [
        ("organisation.registrar", "registrar")
    ]
    correct(ground, proposal_id, name=NAME, number=number, registrar=FILED["registrar"])


@pytest.mark.parametrize("role", ["approver", "adjudicator"])
def test_it_is_for_officers(call, tmp_path, role):
    proposal_id, _organisation = handed_in(call, tmp_path)
    with pytest.raises(NotYours):
        correct(call[0], proposal_id, role, name=NAME, number=credit_code(77))
