"""The call: published by an officer, opened and closed by the clock."""

from datetime import timedelta

from creator.models.edition import Edition
from creator.models.subject import Subject
from creator.services import verification
from creator.services.explaining import explain
from creator.services.transitions import fire
from tests.services.ground import with_people


def test_the_clock_opens_and_closes_a_published_call(database):
    ground = with_people(database)
    edition_id = ground.edition()

    ground.act(
        "officer", lambda work: fire(work, work.session.get(Edition, edition_id), "announce")
    )
    ground.clock.advance(timedelta(days=365))
    ground.settle()

    with database.reading() as session:
        edition = session.get(Subject, edition_id)
        assert edition.state == "screening"
        assert verification.verify(session) == []


def test_only_an_officer_is_offered_the_publication(database):
    ground = with_people(database)
    edition_id = ground.edition()

    def offers(work):
        return {
            o.transition.id: o.mine for o in explain(work, work.session.get(Edition, edition_id))
        }

    assert ground.act("officer", offers) == {"announce": True, "cancel": False}
    assert ground.act("approver", offers) == {"announce": False, "cancel": True}
