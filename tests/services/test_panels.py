"""The panel: seated from the pool, interests declared once, conflicts seen in the data."""

from datetime import datetime

import pytest
from sqlalchemy import select

from creator.models.organisation import Organisation
from creator.models.person import Appointment, ExpertProfile, Person
from creator.models.proposal import Proposal
from creator.models.review import Assignment, PanelSeat
from creator.rules.conflicts import conflicts_between
from creator.rules.programmes import programme_of
from creator.services import appointments, assignments, panels, people
from creator.services.appointments import Invitation
from creator.services.explaining import explain
from creator.services.refused import NotFound, NotYours, Refused
from tests.services.ground import edition_of
from tests.services.judging import judging


def opening(held):
    """Why the round may not open."""
    return held.officer(
        lambda work, edition: [
            refusal.code
            for offer in explain(work, edition, trigger="open_round")
            for refusal in offer.refusals
        ]
    )


def test_a_round_opens_once_everybody_is_seated_declared_and_assigned(database):
    held = judging(database)
    assert opening(held) == ["panel.empty"]
    held.seat_all()
    assert opening(held) == ["panel.undeclared"] * 5 + ["panel.unassigned"]
    held.declare_all()
    assert opening(held) == ["panel.unassigned"]
    held.officer(lambda work, edition: assignments.plan(work, edition))
    assert opening(held) == []

    held.step("open_round")
    with database.reading() as session:
        assert [session.get(Proposal, id_).state for id_ in held.proposals] == ["judging"] * 3


def test_only_an_officer_forms_the_panel(sqlite_database):
    held = judging(sqlite_database)
    with pytest.raises(NotYours):
        held.expert(0, lambda work, edition: panels.seat(work, edition, held.experts))
    with pytest.raises(NotFound):
        held.officer(
            lambda work, edition: panels.seat(work, edition, [held.ground.people["officer"]])
        )


def test_only_experts_of_the_edition_or_of_its_host_can_be_seated(database):
    held = judging(database, experts=0)
    other = held.ground.edition(slug="beilin-2018")

    def invite(name, mobile, edition_id, *, everywhere=False):
        def act(work):
            one = Invitation(name, mobile, "expert", everywhere=everywhere)
            return appointments.invite(work, edition_of(work, edition_id), one)

        invited = held.ground.act("officer", act)
        return invited.person.id, invited.appointment.id

    stranger, _office = invite("只评另一届", "13600001001", other)
    here, _office = invite("只评这一届", "13600001002", held.edition_id)
    of_host, _office = invite("每届都评", "13600001003", other, everywhere=True)
    left, office = invite("已经卸任", "13600001004", held.edition_id, everywhere=True)
    sits, own = invite("已在专家组", "13600001005", held.edition_id)
    held.officer(lambda work, edition: panels.seat(work, edition, [sits]))
    for ended in (office, own):
        held.officer(lambda work, edition, ended=ended: appointments.end(work, edition, ended))

    offered = {one.person.id for one in held.officer(panels.pool)}
    assert offered == {here, of_host, sits}
    for outsider in (stranger, left):
        with pytest.raises(NotFound):
            held.officer(
                lambda work, edition, who=outsider: panels.seat(work, edition, [here, who])
            )
    assert [one.person.id for one in held.officer(panels.pool) if one.seat] == [sits]


def test_interests_are_declared_once_and_unassign_at_once(database):
    held = judging(database)
    held.seat_all(6)
    held.declare_all(5)
    held.officer(
        lambda work, edition: assignments.set_by_hand(
            work, edition, held.proposals[0], held.experts
        )
    )
    held.expert(
        5, lambda work, edition: panels.declare(work, edition, 0, {held.proposals[0]: "老同事"})
    )
    with database.reading() as session:
        key = (held.edition_id, 0, held.proposals[0], held.experts[5])
        assert session.get(Assignment, key) is None
        assert session.get(PanelSeat, (held.edition_id, 0, held.experts[5])).declared_at
    with pytest.raises(Refused) as again:
        held.expert(5, lambda work, edition: panels.declare(work, edition, 0, {}))
    assert again.value.refusals[0].code == "interest.again"


def test_nobody_without_a_seat_sees_the_list_of_applicants(sqlite_database):
    held = judging(sqlite_database)
    with pytest.raises(NotYours):
        held.expert(0, panels.applicants)
    held.seat_all(1)
    assert [p.id for p in held.expert(0, panels.applicants)] == held.proposals
    with pytest.raises(NotFound):
        held.expert(0, lambda work, edition: panels.declare(work, edition, 0, {10_000: "?"}))


def test_whoever_declines_leaves_the_round(sqlite_database):
    held = judging(sqlite_database)
    held.seat_all(6)
    held.declare_all(5)
    held.expert(5, lambda work, edition: panels.decline(work, edition, 0))
    found = held.officer(lambda work, edition: assignments.plan(work, edition))
    assert [expert.id for expert in found.experts] == held.experts[:5]


def _set(held, change):
    def unit(work, edition):
        proposal = work.session.get_one(Proposal, held.proposals[0])
        expert = work.session.get_one(Person, held.experts[0])
        profile = work.session.get_one(ExpertProfile, (expert.id, edition.host_id))
        change(work, proposal, expert, profile)
        work.session.flush()
        found = conflicts_between(
            work.session,
            edition,
            programme_of(work.session, edition),
            held.experts,
            work.session.query(Proposal).order_by(Proposal.id).all(),
        )
        return {pair: conflict.kind for pair, conflict in found.items()}

    return held.officer(unit)


def _same_employer(_work, proposal, _expert, profile):
    profile.employer = proposal.organisation.name.replace("0", "０")


def _employer_is_sponsor(work, proposal, _expert, profile):
    sponsor = Organisation(
        host_id=proposal.host_id, name="托管机构", legal_class="registered", created_at=work.now
    )
    work.session.add(sponsor)
    work.session.flush()
    proposal.organisation.sponsor_id, profile.employer = sponsor.id, " 托管机构 "


def _same_phone(_work, proposal, expert, _profile):
    proposal.organisation.mobile = f"+86 {expert.mobile}"


def _member(work, proposal, expert, _profile):
    people.appoint(work, expert, "applicant", organisation_id=proposal.organisation_id)


def _responsible(_work, proposal, expert, _profile):
    proposal.organisation.responsible = expert.name


def _supervisor(_work, proposal, expert, _profile):
    proposal.supervisor_id = expert.id


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_same_employer, "same_employer"),
        (_employer_is_sponsor, "same_employer"),
        (_same_phone, "same_phone"),
        (_member, "member"),
        (_responsible, "responsible"),
        (_supervisor, "supervisor"),
    ],
)
def test_a_conflict_is_seen_in_the_data(sqlite_database, change, kind):
    held = judging(sqlite_database)
    assert _set(held, change) == {(held.experts[0], held.proposals[0]): kind}


@pytest.mark.parametrize(
    ("years", "left", "barred"),
    [(2, "2015-01-27", True), (2, "2015-01-25", False), (0, "2017-01-25", False), (0, None, True)],
)
def test_who_left_an_applicant_may_judge_it_after_the_cooling_off(
    sqlite_database, years, left, barred
):
    """The call closes on 26 January 2017; the years are counted back from there."""

    def gone(work, proposal, expert, profile):
        _member(work, proposal, expert, profile)
        if left:
            held = select(Appointment).where(
                Appointment.person_id == expert.id, Appointment.organisation_id.is_not(None)
            )
            tie = work.session.scalars(held).one()
            tie.ends_at = datetime.fromisoformat(f"{left}T00:00:00+00:00")

    held = judging(sqlite_database, experts__cooling_off_years=years)
    assert bool(_set(held, gone)) is barred


def test_a_conflict_in_the_data_keeps_the_expert_from_the_plan(sqlite_database):
    held = judging(sqlite_database)
    _set(held, _member)
    held.seat_all(6)
    held.declare_all(6)
    found = held.officer(lambda work, edition: assignments.plan(work, edition))
    assert [str(conflict.text) for conflict in found.excluded] == ["专家在申报单位或托管机构任职"]
    readers = [expert.id for expert in found.readers(held.proposals[0])]
    assert readers == held.experts[1:]
    assert found.loads == dict(zip(held.experts, [2, 3, 3, 3, 3, 1], strict=True))


def test_a_plan_that_cannot_be_names_what_is_missing(sqlite_database):
    held = judging(sqlite_database)
    _set(held, _member)
    held.seat_all(5)
    held.declare_all(5)
    with pytest.raises(Refused) as refused:
        held.officer(lambda work, edition: assignments.plan(work, edition))
    assert str(refused.value.text).startswith(
        "1 个项目（BL2017-001）缺“财务审计”方面的专家，还差 1 个席位。"
    )


def test_two_experts_of_one_employer_do_not_sit_on_one_proposal(sqlite_database):
    held = judging(sqlite_database)

    def same(work, edition):
        for expert_id in held.experts[:2]:
            work.session.get(ExpertProfile, (expert_id, edition.host_id)).employer = "同一所大学"

    held.officer(same)
    held.seat_all()
    held.declare_all()
    preview = held.officer(lambda work, edition: assignments.preview(work, edition))
    assert "允许同一单位的专家评同一项目" in [str(text) for text in preview.impossible]
    held.seat_all(6)
    held.expert(5, lambda work, edition: panels.declare(work, edition, 0, {}))
    found = held.officer(lambda work, edition: assignments.plan(work, edition))
    assert [found.loads[expert] for expert in held.experts] == [3, 0, 3, 3, 3, 3]


def test_nobody_is_set_by_hand_against_a_conflict(sqlite_database):
    held = judging(sqlite_database)
    _set(held, _member)
    held.seat_all(6)
    with pytest.raises(Refused) as refused:
        held.officer(
            lambda work, edition: assignments.set_by_hand(
                work, edition, held.proposals[0], held.experts[:5]
            )
        )
    assert refused.value.refusals[0].code == "expert.conflict"


def test_an_expert_leaves_the_panel_before_the_round_but_not_after(sqlite_database):
    held = judging(sqlite_database)
    held.seat_all(6)
    held.officer(lambda work, edition: panels.unseat(work, edition, held.experts[5]))
    held.declare_all(5)
    held.officer(lambda work, edition: assignments.plan(work, edition))
    held.step("open_round")
    with pytest.raises(Refused):
        held.officer(lambda work, edition: panels.unseat(work, edition, held.experts[0]))
