"""A letter is wholly in the language of whoever reads it, whoever caused it."""

import re

import pytest
from sqlalchemy import select

from creator.models.outbox import Letter
from creator.models.proposal import Proposal
from creator.services import people
from creator.services.transitions import fire
from tests.services.deciding import copied, reviewed
from tests.services.judging import judging

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture
def ranked(sqlite_copies, tmp_path_factory, tmp_path):
    with copied(reviewed(sqlite_copies, tmp_path_factory)) as held:
        yield held


def reader(held, rank: int, language: str = "en") -> int:
    """A contact of the applicant at this rank; one who reads English unless told otherwise."""

    def add(work):
        person = people.find_or_add(work, "Wang Min", f"1390002000{rank}")
        person.language = language
        proposal = work.session.get_one(Proposal, held.ranked(rank))
        proposal.title = "Knitting together"
        people.appoint(work, person, "applicant", organisation_id=proposal.organisation_id)
        return person.id

    return held.ground.act("officer", add)


def test_tier_money_date_and_scores_are_in_the_readers_language(ranked):
    english = reader(ranked, 1)
    ranked.publish_all()
    with ranked.ground.database.reading() as session:
        query = select(Letter.body).where(
            Letter.person_id == english, Letter.template == "result_award"
        )
        [body] = session.scalars(query).all()
    assert "CNY 20,000.00" in body
    without_number = re.sub(r"\(\S+\)", "", body)  # the number of the notice is a name
    assert CHINESE.findall(without_number) == []


def test_a_reminder_names_the_state_in_the_readers_language(ranked):
    english = reader(ranked, 1)
    ranked.publish_all()
    ranked.pass_days(10)
    with ranked.ground.database.reading() as session:
        query = select(Letter.template, Letter.body).where(
            Letter.person_id == english, Letter.template.in_(("awarded", "reminder"))
        )
        found = dict(session.execute(query).all())
    assert CHINESE.findall("".join(found.values())) == []
    assert "awarded" in found


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("得分靠后", "本次未能立项。得分靠后。评审得分 55.00，名次 3。如有异议"),
        ("得分靠后。", "本次未能立项。得分靠后。评审得分 55.00，名次 3。如有异议"),
        ("经费（另有安排）", "本次未能立项。经费（另有安排）。评审得分 55.00"),
        ("他说“不做了。”", "本次未能立项。他说“不做了。”评审得分 55.00"),
    ],
)
def test_a_typed_reason_ends_as_a_sentence_before_the_next(ranked, reason, said):
    reader(ranked, 3, "zh")
    ranked.take("officer", ranked.ranked(3), "pass_over", reason=reason)
    ranked.publish_all()
    with ranked.ground.database.reading() as session:
        query = select(Letter.body).where(Letter.template == "result_refusal")
        assert said in session.scalars(query).one()


def test_whoever_coaches_and_whoever_is_coached_are_told(sqlite_database):
    """The coach has no list of states to watch: the letter is how coaching reaches him."""
    held = judging(sqlite_database, proposals=1, options__coaching=True)

    def settle_in(work):
        coach = people.find_or_add(work, "优化导师", "13900030001")
        people.appoint(work, coach, "coach", host_id=held.ground.host_id)
        contact = people.find_or_add(work, "申报联系人", "13900030002")
        proposal = work.session.get_one(Proposal, held.proposals[0])
        people.appoint(work, contact, "applicant", organisation_id=proposal.organisation_id)
        return coach.id, contact.id

    coach, contact = held.ground.act("officer", settle_in)
    held.officer(
        lambda work, _e: fire(
            work, work.session.get_one(Proposal, held.proposals[0]), "start_coaching"
        )
    )
    held.ground.settle()
    with held.ground.database.reading() as session:
        found = session.execute(select(Letter.person_id, Letter.template)).all()
    assert {tuple(row) for row in found} >= {(coach, "coach_asked"), (contact, "coaching")}
