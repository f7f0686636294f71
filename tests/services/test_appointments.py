"""Appointing, codes and dismissal: what an officer may do, and what is written down."""

import pytest
from sqlalchemy import select

from creator.models.access import AccessRow
from creator.models.person import Appointment
from creator.services import appointments, people, staff
from creator.services.appointments import Invitation
from creator.services.refused import Invalid, NotFound, NotYours, Refused
from tests.services.ground import edition_of, with_people


@pytest.fixture
def ground(database):
    made = with_people(database)
    made.edition()
    return made


def invite(ground, by="officer", **more):
    """Somebody invited as an observer of the edition."""
    wanted = {"name": "观察员A", "mobile": "13900005555", "role": "observer", **more}
    return ground.act(
        by, lambda work: appointments.invite(work, edition_of(work, 1), Invitation(**wanted))
    )


def test_inviting_twice_appoints_once(ground):
    assert invite(ground).appointment.id == invite(ground).appointment.id


def test_a_second_code_voids_the_first(ground):
    first, second = invite(ground).code, invite(ground).code

    def waiting(work):
        from creator.models.access import SignInCode

        found = work.session.scalars(select(SignInCode).where(SignInCode.expires_at > work.now))
        return {code.digest for code in found}

    assert ground.act("officer", waiting) == {people.digest_of_code(second)}
    assert first != second


@pytest.mark.parametrize("role", ["approver", "adjudicator", "community"])
def test_only_officers_appoint_and_relieve(ground, role):
    with pytest.raises(NotYours):
        invite(ground, by=role)
    with pytest.raises(NotYours):
        ground.act(role, lambda work: appointments.end(work, edition_of(work, 1), 1))


def test_a_role_that_comes_with_an_organisation_is_not_given_here(ground):
    with pytest.raises(Invalid):
        invite(ground, role="applicant")


def test_a_disabled_account_is_not_revived(ground):
    person = invite(ground).person.id

    def disable(work):
        work.session.get_one(type(work.actor.person), person).disabled_at = work.now

    ground.act("officer", disable)
    with pytest.raises(Invalid):
        invite(ground)


def test_ended_is_ended_and_cannot_be_ended_again(ground):
    appointment = invite(ground).appointment.id
    ground.act("officer", lambda work: appointments.end(work, edition_of(work, 1), appointment))
    with pytest.raises(NotFound):
        ground.act("officer", lambda work: appointments.end(work, edition_of(work, 1), appointment))
    held = ground.act("officer", lambda work: staff.counts(work, edition_of(work, 1)))
    assert held == {"officer": 1, "approver": 1, "adjudicator": 1, "community": 1}


def test_what_was_refused_leaves_no_trace(ground):
    with pytest.raises(Refused):
        invite(ground, name="officer", mobile="13900000000")
    rows = ground.act("officer", lambda w: list(w.session.scalars(select(AccessRow))))
    ends = ground.act("officer", lambda w: w.session.scalars(select(Appointment.ends_at)).all())
    assert (rows, set(ends)) == ([], {None})
